import { sql } from 'kysely'
import type { KeyRing } from '../keys/key-ring'
import { newKey, wrapKey } from './child-keys'
import type { Database, DatabaseTransaction } from './database'
import { sealWords } from './events'
import { sealAnswer } from './idempotency'

const CHILDREN_AT_A_TIME = 100

/**
 * Gives every child of before children had keys one, and seals what people wrote of them, and the answers that are kept.
 * Batch by batch: when it is stopped, it goes on from there; when there is nothing left, it does nothing. The tables are
 * then written anew, so that nothing open is left in their files.
 */
export async function sealWhatLiesOpen(db: Database, keys: KeyRing): Promise<void> {
  const children = await untilNone(() => db.transaction().execute((trx) => sealChildren(trx, keys)))
  const answers = await untilNone(() => db.transaction().execute((trx) => sealAnswers(trx, keys)))
  if (children > 0) await sql`vacuum (full) event`.execute(db)
  if (answers > 0) await sql`vacuum (full) idempotency`.execute(db)
}

async function untilNone(batch: () => Promise<number>): Promise<number> {
  for (let all = 0; ;) {
    const done = await batch()
    if (done === 0) return all
    all += done
  }
}

async function sealChildren(trx: DatabaseTransaction, keys: KeyRing): Promise<number> {
  const children = await trx
    .selectFrom('child')
    .select('id')
    .where('wrapped', 'is', null)
    .where('destroyed_at', 'is', null)
    .orderBy('id')
    .limit(CHILDREN_AT_A_TIME)
    .forUpdate()
    .execute()
  for (const { id } of children) {
    const key = newKey()
    const { keyId, sealed } = wrapKey(keys, id, key)
    await sealWordsOfChild(trx, id, key)
    await trx.updateTable('child').set({ wrapped: sealed, key_id: keyId }).where('id', '=', id).execute()
  }
  return children.length
}

async function sealWordsOfChild(trx: DatabaseTransaction, childId: string, key: Buffer): Promise<void> {
  const events = await trx
    .selectFrom('event')
    .innerJoin('journey', 'journey.id', 'event.journey_id')
    .select(['event.id', 'event.journey_id', 'event.number', 'event.words'])
    .where('journey.child_id', '=', childId)
    .where('event.words', 'is not', null)
    .execute()
  for (const { id, journey_id, number, words } of events) {
    const sealed = sealWords(key, journey_id, number, words ?? {})
    await trx.updateTable('event').set({ words: null, sealed }).where('id', '=', id).execute()
  }
}

async function sealAnswers(trx: DatabaseTransaction, keys: KeyRing): Promise<number> {
  const rows = await trx
    .selectFrom('idempotency')
    .select(['caller', 'path', 'key', 'body_hash', 'answer'])
    .where('answer', 'is not', null)
    .limit(CHILDREN_AT_A_TIME)
    .forUpdate()
    .execute()
  for (const { caller, path, key, body_hash, answer } of rows) {
    const { keyId, sealed } = sealAnswer(keys, { caller, path, key, bodyHash: body_hash ?? '' }, answer ?? '')
    await trx
      .updateTable('idempotency')
      .set({ answer: null, body_hash: null, sealed, key_id: keyId ?? null })
      .where('caller', '=', caller)
      .where('path', '=', path)
      .where('key', '=', key)
      .execute()
  }
  return rows.length
}
