import { z } from 'zod'
import type { Calendar } from './calendar'
import { DocumentError, faultsOf, type DocumentFault } from './document-faults'
import { EVENT_TYPES } from './events'
import { CLOCKS, OUTCOMES, SENIORS, type Policy, type PolicyVersion } from './policy'
import { inFormOfToday, POLICY_FORM } from './policy-forms'
import { faultsOfReferences } from './policy-references'
import { isLocalDate } from './time'

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const count = z.int('must be a whole number').positive('must be more than 0')
const words = z.string().trim().min(1, 'must not be empty')
const localDate = z.string().refine(isLocalDate, 'must be a date, YYYY-MM-DD')
const named = z.strictObject({ id: code, name: words })

const ONE_SPAN = 'must be one of hours, days, weeks, months, or workingDays with a calendar'
const within = z.union(
  [
    z.strictObject({ hours: count }),
    z.strictObject({ days: count }),
    z.strictObject({ weeks: count }),
    z.strictObject({ months: count }),
    z.strictObject({ workingDays: count, calendar: code }),
  ],
  ONE_SPAN,
)
const before = z.union(
  [z.strictObject({ days: count }), z.strictObject({ hours: count })],
  'must be days or hours before the deadline, more than 0',
)
const agencies = z.array(code).min(1, 'must name at least one agency')

const rule = z.strictObject({
  id: code,
  title: words,
  clock: z.enum(CLOCKS),
  within,
  startsAfter: z.strictObject({ months: count, notBefore: localDate.optional() }).optional(),
  inAll: z.strictObject({ days: count }).optional(),
  metBy: z.enum(OUTCOMES),
  basis: z.strictObject({
    kind: z.enum(['law', 'local-aim', 'test-of-change']),
    citation: words,
    confidence: z.enum(['confirmed', 'by-analogy', 'unconfirmed']),
    note: z.string().optional(),
  }),
  concerns: agencies,
  reminders: z.array(before).optional(),
  effectiveFrom: localDate.optional(),
  effectiveUntil: localDate.optional(),
})

const policy = z.strictObject({
  form: z.literal(
    POLICY_FORM,
    `must be ${POLICY_FORM} or less: what is of a later form needs a later release`,
  ),
  id: code,
  version: count,
  authority: words,
  title: words,
  variantOf: z.strictObject({ id: code, version: count }).optional(),
  testOfChange: z
    .strictObject({
      title: words,
      localities: z.array(code).min(1, 'must name at least one locality'),
      cohort: code,
      from: localDate,
      until: localDate.optional(),
    })
    .optional(),
  localities: z.array(named).min(1, 'must have at least one locality'),
  agencies: z.array(named).min(1, 'must have at least one agency'),
  words: z.record(z.string(), words),
  rules: z.array(rule).min(1, 'must have at least one rule'),
  calendars: z.record(code, count).default({}),
  workingCalendar: code.optional(),
  reminders: z.array(before),
  noticeHour: z.int('must be a whole number').min(0, 'must be 0 to 23').max(23, 'must be 0 to 23'),
  escalation: z.array(z.strictObject({ after: z.strictObject({ days: count }), to: z.enum(SENIORS) })),
  told: z.partialRecord(z.enum(EVENT_TYPES), agencies),
})

/** Gives a calendar in a version; throws an Error when there is none. */
export type CalendarOf = (id: string, version: number) => Calendar

const noCalendars: CalendarOf = (id, version) => {
  throw new Error(`there is no calendar ${id} version ${version}`)
}

/** Gives the policy that a variant was made of; undefined when there is none. */
export type BaseOf = (base: PolicyVersion) => Policy | undefined

const noPolicies: BaseOf = () => undefined

const OTHER_FORM: DocumentFault = {
  path: 'form',
  message: `must be ${POLICY_FORM} or less`,
  remedy: 'Run a release that reads documents of this form, or write it in one that this release reads',
}

/**
 * Reads a policy document, of whatever form up to today's. Throws DocumentError with all that is wrong in it, each fault by its place in the document
 * (`rules.3.within`), what names something that is not there among them.
 *
 * @param written the document as it was released, or is drafted
 * @param name what to call the document in the error
 * @param calendarOf the calendars that the document may pin
 * @param baseOf the policies that it may be a variant of
 */
export function parsePolicy(
  written: unknown,
  name: string,
  calendarOf: CalendarOf = noCalendars,
  baseOf: BaseOf = noPolicies,
): Policy {
  const document = inFormOfToday(written)
  const form = (document as { readonly form?: unknown } | null)?.form
  if (form !== undefined && form !== POLICY_FORM) throw new DocumentError(name, 'a policy', [OTHER_FORM])
  const result = policy.safeParse(document)
  const calendars = calendarsOf(document, calendarOf)
  const faults = [
    ...(result.success ? [] : faultsOf(result.error.issues, document)),
    ...calendars.faults,
    ...faultsOfReferences(document, baseOf),
  ]
  if (!result.success || faults.length > 0) throw new DocumentError(name, 'a policy', eachOnce(faults))
  const { form: _form, ...read } = result.data
  return { ...read, calendars: calendars.found }
}

// A place that is misshapen is told of once, by its shape.
function eachOnce(faults: readonly DocumentFault[]): DocumentFault[] {
  return faults.filter(({ path }, index) => faults.findIndex((other) => other.path === path) === index)
}

function calendarsOf(document: unknown, calendarOf: CalendarOf) {
  const found: Record<string, Calendar> = {}
  const faults: DocumentFault[] = []
  const pinned = (document as { readonly calendars?: unknown } | null)?.calendars
  if (typeof pinned !== 'object' || pinned === null) return { found, faults }
  for (const [id, version] of Object.entries(pinned)) {
    if (typeof version !== 'number') continue
    try {
      found[id] = calendarOf(id, version)
    } catch (error) {
      const { message } = error as Error
      faults.push({ path: `calendars.${id}`, message, remedy: 'Pin a calendar that there is' })
    }
  }
  return { found, faults }
}
