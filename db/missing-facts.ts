import { sql } from 'kysely'
import { aimHistoryOf, factsKnown, type KnownAimFact } from '../domain/report-facts'
import type { Database, DatabaseTransaction } from './database'
import { readEventsWithoutWords } from './events'
import { keptFactsOf, type KeptFacts } from './kept-facts'
import { FACTS_VERSION, rewriteFacts, sourceOf } from './recording/facts'

/** How far the writing of facts has come. */
export interface FactsWritten {
  readonly written: number
  /** The last journey that was looked at; undefined when there is none after where it began. */
  readonly last?: string
}

/**
 * Writes what reports count of journeys that were recorded before there was such a thing, or by another derivation: of so many
 * after a journey, in the order of their ids, each in a transaction of its own. One that is being recorded in is left for
 * later, and so is one whose facts cannot be worked out, which `unable` is told of.
 */
export async function writeMissingFacts(
  db: Database,
  { after, limit }: { readonly after?: string; readonly limit: number },
  unable: (journeyId: string, error: unknown) => void,
): Promise<FactsWritten> {
  let query = db
    .selectFrom('journey')
    .select('id')
    .where('practice', '=', false)
    .where('facts_version', '<', FACTS_VERSION)
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) query = query.where('id', '>', after)
  const rows = await query.execute()
  let written = 0
  for (const { id } of rows) {
    try {
      if (await db.transaction().execute((trx) => writeFactsOf(trx, id))) written++
    } catch (error) {
      unable(id, error)
    }
  }
  const last = rows.at(-1)?.id
  return { written, ...(last !== undefined && { last }) }
}

/** How many journeys there are whose facts have still to be written. */
export async function withoutFacts(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('journey')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('practice', '=', false)
    .where('facts_version', '<', FACTS_VERSION)
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Looks at some journeys, taken by chance, whether what reports count of them is what their record gives; gives how many it
 * looked at, and the ids of those of which it is not.
 */
export async function checkFacts(
  db: Database,
  howMany: number,
): Promise<{ readonly looked: number; readonly wrong: readonly string[] }> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const rows = await trx
        .selectFrom('journey')
        .selectAll()
        .where('practice', '=', false)
        .where('facts_version', '=', FACTS_VERSION)
        .orderBy(sql`random()`)
        .limit(howMany)
        .execute()
      const wrong: string[] = []
      for (const row of rows) {
        const recorded = await readEventsWithoutWords(trx, row.id)
        const source = sourceOf(row)
        const due = { history: aimHistoryOf(recorded, source), ...factsKnown(recorded, source) }
        if (contentOf(due) !== contentOf(await keptFactsOf(trx, row.id))) wrong.push(row.id)
      }
      return { looked: rows.length, wrong }
    })
}

async function writeFactsOf(trx: DatabaseTransaction, journeyId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('journey')
    .selectAll()
    .where('id', '=', journeyId)
    .where('facts_version', '<', FACTS_VERSION)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (row === undefined) return false
  await rewriteFacts(trx, row, await readEventsWithoutWords(trx, journeyId))
  await trx.updateTable('journey').set({ facts_version: FACTS_VERSION }).where('id', '=', journeyId).execute()
  return true
}

// In one order, and a clock that was ended and begun again with the same content in one moment as if it had not been.
function contentOf({ history, meetings, delays }: KeptFacts): string {
  const spans = new Map<string, { readonly from: string; to: string | null }[]>()
  for (const { knownFrom, knownTo, ...fact } of [...history].sort(byKnowledge)) {
    const content = JSON.stringify(inOrder(fact))
    const earlier = spans.get(content) ?? []
    const last = earlier.at(-1)
    if (last?.to === knownFrom) last.to = knownTo
    else spans.set(content, [...earlier, { from: knownFrom, to: knownTo }])
  }
  return JSON.stringify([
    [...spans].sort(([a], [b]) => (a < b ? -1 : 1)),
    [...meetings].map(inOrder).sort(byText),
    [...delays].map(inOrder).sort(byText),
  ])
}

function byKnowledge(a: KnownAimFact, b: KnownAimFact): number {
  return a.knownFrom < b.knownFrom ? -1 : a.knownFrom > b.knownFrom ? 1 : 0
}

function inOrder(fact: object): [string, unknown][] {
  return Object.entries(fact).sort(([a], [b]) => (a < b ? -1 : 1))
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
