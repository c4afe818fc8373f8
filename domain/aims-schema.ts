import { z } from 'zod'
import { AIM_CLOCKS, AIM_OUTCOMES } from './aim-clocks'
import type { Aim, Aims } from './aims'
import { DocumentError, faultsOf, type DocumentFault } from './document-faults'
import type { Policy } from './policy'
import { isLocalDate } from './time'

/** The form of documents of aims that this release reads. */
export const AIMS_FORM = 1

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const count = z.int('must be a whole number').positive('must be more than 0')
const words = z.string().trim().min(1, 'must not be empty')
const localDate = z.string().refine(isLocalDate, 'must be a date, YYYY-MM-DD')

const aim = z.strictObject({
  id: code,
  title: words,
  clock: z.enum(AIM_CLOCKS),
  after: z.strictObject({ months: count }).optional(),
  from: localDate,
  carriesOver: z.boolean().optional(),
  outcome: z.enum(AIM_OUTCOMES),
  within: z.union(
    [z.strictObject({ days: count }), z.strictObject({ weeks: count }), z.strictObject({ months: count })],
    'must be one of days, weeks or months',
  ),
  withReturns: z.boolean().optional(),
  target: z.strictObject({
    percent: z.number('must be a number').min(0, 'must be 0 to 100').max(100, 'must be 0 to 100'),
    by: localDate,
  }),
  basis: words,
  baselines: z
    .array(
      z.strictObject({
        label: words,
        weeks: z.number('must be a number').min(0, 'must be 0 or more'),
        locality: code.optional(),
        source: words,
      }),
    )
    .default([]),
})

const aims = z.strictObject({
  form: z
    .literal(AIMS_FORM, `must be ${AIMS_FORM}: what is of a later form needs a later release`)
    .default(AIMS_FORM),
  id: code,
  version: count,
  title: words,
  aims: z.array(aim).min(1, 'must have at least one aim'),
})

/**
 * Reads a document of an authority's aims. Throws DocumentError with all that is wrong in it, each fault by its place.
 *
 * @param name what to call the document in the error
 * @param policyOf gives the policy whose aims they are, in its newest version; undefined when there is none
 */
export function parseAims(
  document: unknown,
  name: string,
  policyOf: (id: string) => Policy | undefined,
): Aims {
  const result = aims.safeParse(document)
  if (!result.success) throw new DocumentError(name, 'aims', faultsOf(result.error.issues, document))
  const { form: _form, ...read } = result.data
  const faults = faultsOfAims(read, policyOf(read.id))
  if (faults.length > 0) throw new DocumentError(name, 'aims', faults)
  return read
}

function faultsOfAims({ id, aims: all }: Aims, policy: Policy | undefined): DocumentFault[] {
  if (policy === undefined)
    return [
      { path: 'id', message: `there is no policy ${id}`, remedy: 'Name the policy whose aims these are' },
    ]
  const localities = policy.localities.map((one) => one.id)
  return all.flatMap((one, index) => [
    ...(all.findIndex((other) => other.id === one.id) < index
      ? [
          {
            path: `aims.${index}.id`,
            message: `is there already: ${one.id}`,
            remedy: 'Give each an id of its own',
          },
        ]
      : []),
    ...nothingToAimAt(one, `aims.${index}.outcome`),
    ...one.baselines.flatMap(({ locality }, place) =>
      locality === undefined || localities.includes(locality)
        ? []
        : [
            {
              path: `aims.${index}.baselines.${place}.locality`,
              message: `is not in the policy: ${locality}`,
              remedy: `Give one of: ${localities.join(', ')}`,
            },
          ],
    ),
  ])
}

// A peer review is of children at home; every clock but its own is met by what comes after it.
function nothingToAimAt({ clock, outcome }: Aim, path: string): DocumentFault[] {
  if ((outcome === 'peer-review-fed-back') === (clock === 'at-home-period')) return []
  const remedy =
    clock === 'at-home-period'
      ? 'Aim at peer-review-fed-back, or go by another clock'
      : 'Aim at something else, or go by at-home-period'
  return [{ path, message: `cannot be aimed at from ${clock}`, remedy }]
}
