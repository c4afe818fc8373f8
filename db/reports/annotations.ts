import { sql } from 'kysely'
import type { Policy } from '../../domain/policy'
import type { LocalDate } from '../../domain/time'
import { releasedPolicies, releasedPolicy } from '../../policies/released'
import type { DatabaseTransaction } from '../database'

/** Something that was changed on a day, marked on a chart so that people can see what came after it. */
export interface Annotation {
  readonly on: LocalDate
  readonly kind: 'test-of-change' | 'policy'
  readonly title: string
}

export interface AnnotationsAsked {
  /** Of one locality, what was changed there; else what was changed in any. */
  readonly locality?: string
  readonly from: LocalDate
  readonly to: LocalDate
}

/** Reads what was changed somewhere between two days, these included. */
export type AnnotationReader = (
  trx: DatabaseTransaction,
  asked: AnnotationsAsked,
) => Promise<readonly Annotation[]>

/** Whatever charts are marked with: another kind of change becomes another reader in this list. */
const READERS: readonly AnnotationReader[] = [testsOfPolicies, testsTried, adoptions]

/** What was changed between two days, by date. The transaction acts for who asks. */
export async function annotationsOf(
  trx: DatabaseTransaction,
  asked: AnnotationsAsked,
): Promise<Annotation[]> {
  const read: Annotation[] = []
  for (const reader of READERS) read.push(...(await reader(trx, asked)))
  return read.sort((a, b) => (a.on === b.on ? a.title.localeCompare(b.title, 'en-GB') : a.on < b.on ? -1 : 1))
}

// The tests of change that policies are variants for: each once, however many versions of it there are.
function testsOfPolicies(_trx: DatabaseTransaction, asked: AnnotationsAsked): Promise<readonly Annotation[]> {
  const marks = releasedPolicies().flatMap(({ policy }) => marksOf(policy, asked))
  const each = new Map(marks.map((mark) => [`${mark.on} ${mark.title}`, mark]))
  return Promise.resolve([...each.values()])
}

function marksOf({ testOfChange: test }: Policy, { locality, from, to }: AnnotationsAsked): Annotation[] {
  if (test === undefined || (locality !== undefined && !test.localities.includes(locality))) return []
  const days = [
    { on: test.from, title: `By policy: ${test.title}` },
    ...(test.until === undefined ? [] : [{ on: test.until, title: `Ended by policy: ${test.title}` }]),
  ]
  return days
    .filter(({ on }) => on >= from && on <= to)
    .map((mark) => ({ ...mark, kind: 'test-of-change' as const }))
}

async function adoptions(
  trx: DatabaseTransaction,
  { locality, from, to }: AnnotationsAsked,
): Promise<readonly Annotation[]> {
  const { rows } = await sql<{ on: LocalDate; policy: string; version: number; journeys: number }>`
    select adopted_on as "on", policy, version, journeys
    from policies_adopted(${locality ?? null}::text, ${from}::date, ${to}::date)`.execute(trx)
  return rows.map(({ on, policy, version, journeys }) => {
    const title = releasedPolicy(policy, version)?.policy.title ?? policy
    const who = journeys === 1 ? 'one journey' : `${journeys.toLocaleString('en-GB')} journeys`
    return { on, kind: 'policy', title: `${title}, version ${version}, adopted by ${who}` }
  })
}

// The tests of change that people keep, from the day on which each cycle began; one that is tried everywhere is of every place.
async function testsTried(
  trx: DatabaseTransaction,
  { locality, from, to }: AnnotationsAsked,
): Promise<readonly Annotation[]> {
  const rows = await trx
    .selectFrom('test_of_change')
    .select(['title', 'cycle', 'from_on', 'until_on'])
    .$if(locality !== undefined, (query) =>
      query.where((where) =>
        where.or([where('locality', 'is', null), where('locality', '=', locality ?? '')]),
      ),
    )
    .execute()
  return rows
    .flatMap(({ title, cycle, from_on, until_on }) => [
      ...(from_on === null ? [] : [{ on: from_on, title: `${title}, cycle ${cycle}` }]),
      ...(until_on === null ? [] : [{ on: until_on, title: `Ended: ${title}, cycle ${cycle}` }]),
    ])
    .filter(({ on }) => on >= from && on <= to)
    .map((mark) => ({ ...mark, kind: 'test-of-change' as const }))
}
