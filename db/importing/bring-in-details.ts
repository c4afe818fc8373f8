import { readDetailsRow } from '../../contracts/importing/read-details'
import type { ChildDetails } from '../../contracts/child-schema'
import { childKeyOf, keyToSeal } from '../child-keys'
import { detailsOf, keepDetails } from '../child-details'
import type { DatabaseTransaction } from '../database'
import { inScope } from '../scope'
import { Fingerprints } from './fingerprints'
import { refusedRow, RefusedChildError, type BringingIn, type ForChild } from './for-child'
import { keepLinked, readLinked } from './linked-rows'
import type { CsvRow } from './read-csv'

/**
 * Keeps what a file says of who a child is, sealed with the child's key. A blank cell leaves what is kept. What was
 * imported before is left alone, so that nothing that people changed here is undone.
 *
 * Throws RefusedChildError, MissingKeyError, or ErasedChildError. Roll back then.
 */
export async function bringInDetails(
  trx: DatabaseTransaction,
  { by, scope, system, keys }: BringingIn,
  reference: string,
  csv: readonly CsvRow[],
): Promise<ForChild> {
  const [first, ...more] = csv
  if (first === undefined) throw new TypeError('A child has a row at least')
  const { line } = first
  const twice = more.map((row) =>
    refusedRow(row.line, 'child_reference', `stands on line ${line} already`, 'Give each child one row'),
  )
  const read = readDetailsRow(line, first.cells)
  const journey = await trx
    .selectFrom('journey')
    .select(['id', 'child_id'])
    .where('child_reference', '=', reference)
    .where('practice', '=', false)
    .where(inScope(scope))
    .orderBy('closed')
    .orderBy('started_on', 'desc')
    .executeTakeFirst()
  const wrong = [
    ...('findings' in read ? read.findings : []),
    ...twice,
    ...(journey === undefined
      ? [
          refusedRow(
            line,
            'child_reference',
            'has no journey here that you may see',
            'Bring the journeys in first, and look at how the reference is written, capitals included',
          ),
        ]
      : []),
  ]
  if (journey === undefined || 'findings' in read || wrong.length > 0) throw new RefusedChildError(wrong)

  const child = await childKeyOf(trx, keys, journey.child_id)
  const fingerprints = new Fingerprints(keyToSeal(child), system)
  const key = fingerprints.keyOf('personal details', Buffer.alloc(0))
  const content = fingerprints.detailsOf(read.details)
  const last = (await readLinked(trx, child.childId)).get(key.toString('hex'))
  if (last?.content.equals(content)) return UNCHANGED
  const { details: kept } = await detailsOf(trx, child)
  const details = { ...kept, ...read.details }
  if (details.name === undefined) {
    throw new RefusedChildError([refusedRow(line, 'name', 'is missing', 'Give the whole name')])
  }
  const isNews = kept === undefined || !fingerprints.detailsOf(kept).equals(fingerprints.detailsOf(details))
  if (isNews)
    await keepDetails(trx, keys, { journeyId: journey.id, details: details as ChildDetails, by, scope })
  const link = { child_id: child.childId, key, content, journey_id: null, event_id: null }
  await keepLinked(trx, [link])
  return isNews ? { ...UNCHANGED, applied: 1, unchanged: 0 } : UNCHANGED
}

const UNCHANGED: ForChild = { applied: 0, corrected: 0, unchanged: 1, journeys: 0, warnings: [] }
