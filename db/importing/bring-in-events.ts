import { sql } from 'kysely'
import { readEventRow } from '../../contracts/importing/read-row'
import { instant } from '../../domain/time'
import { keyToSeal } from '../child-keys'
import { clockOf, type DatabaseTransaction } from '../database'
import { eachOnce, outOfPlace, overwritten, type ChangingRow } from './changing-rows'
import { Fingerprints } from './fingerprints'
import { RefusedChildError, type BringingIn, type ForChild } from './for-child'
import { knownChild, knownJourneys, sameIn } from './known-child'
import { keepLinked, readLinked, type LinkedRow } from './linked-rows'
import { planned } from './plan-journeys'
import type { CsvRow } from './read-csv'
import { writeJourneys } from './write-journeys'

/**
 * Records all rows of one child, whatever their order in the file, in the caller's transaction: new ones are added, what
 * the other system has changed under the same `source_id` is corrected, and what was imported before is left alone, so
 * that nothing that people corrected here is undone. Everything is derived once for each journey.
 *
 * Throws RefusedChildError with every bad row, MissingKeyError, or ErasedChildError. Roll back then.
 */
export async function bringInEvents(
  trx: DatabaseTransaction,
  bringing: BringingIn,
  reference: string,
  csv: readonly CsvRow[],
): Promise<ForChild> {
  const read = csv.map(({ line, cells }) => readEventRow(line, cells))
  const findings = read.flatMap((one) => one.findings)
  const good = read.flatMap(({ row }) => row ?? [])
  const badTypes = read.filter(({ row }) => row === undefined).map(({ type }) => type)
  findings.push(...good.flatMap((row) => outOfPlace(row, bringing)))

  await lockReference(trx, reference)
  const now = instant(await clockOf(trx))
  const known = await knownChild(trx, bringing, reference)
  // for a child who is not known yet nothing is linked, and any key will do to find rows that are there twice
  const fingerprints = new Fingerprints(known ? keyToSeal(known.child) : Buffer.alloc(32), bringing.system)
  const once = eachOnce(good, fingerprints, findings)
  const linked = known ? await readLinked(trx, known.child.childId) : new Map<string, LinkedRow>()
  const unlike = once.filter(({ key, content }) => {
    const last = linked.get(key.toString('hex'))
    return last === undefined || !last.content.equals(content)
  })
  const isToBeWritten = unlike.length > 0
  const journeys = known && isToBeWritten ? await knownJourneys(trx, bringing, known.child) : []
  const changing: ChangingRow[] = []
  const adopted: LinkedRow[] = []
  for (const row of unlike) {
    const last = linked.get(row.key.toString('hex'))
    if (last?.event_id && last.journey_id)
      changing.push({ ...row, corrects: { eventId: last.event_id, journeyId: last.journey_id } })
    else {
      const same = sameIn(journeys, row, fingerprints, linked)
      if (same === undefined) changing.push(row)
      else adopted.push({ ...linkOf(row), child_id: known?.child.childId ?? '', ...same })
    }
  }

  const plan = planned(changing, journeys, bringing, badTypes, now)
  findings.push(...plan.findings)
  findings.push(...overwritten(changing, journeys))
  if (findings.some(({ kind }) => kind === 'refused'))
    throw new RefusedChildError(findings.filter(({ kind }) => kind === 'refused'))

  if (known) await keepLinked(trx, adopted)
  if (plan.journeys.length > 0)
    await writeJourneys(trx, bringing, reference, plan.journeys, now, known?.child)
  return {
    applied: changing.length,
    corrected: changing.filter(({ corrects }) => corrects !== undefined).length,
    unchanged: csv.length - changing.length,
    journeys: plan.journeys.filter(({ journey }) => journey === undefined).length,
    warnings: findings,
  }
}

function linkOf({ key, content }: ChangingRow): Pick<LinkedRow, 'key' | 'content'> {
  return { key, content }
}

// Two imports of one child, or somebody who starts a journey meanwhile: one after the other.
async function lockReference(trx: DatabaseTransaction, reference: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${reference}, 0))`.execute(trx)
}
