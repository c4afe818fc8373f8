import { sql } from 'kysely'
import type { KeyRing } from '../keys/key-ring'
import { openByRing } from '../keys/seal'
import { unwrapKey, wrapKey } from './child-keys'
import { detailsOf, hashName } from './child-details'
import type { Database, DatabaseTransaction } from './database'
import { openImportKey, wrapImportKey } from './importing/import-key'
import { contextOf, sealAnswerAnew } from './idempotency'

/** What in the record hangs on a master key. */
export interface KeyInUse {
  readonly id: string
  /** Seals from now on. */
  readonly isCurrent: boolean
  /** Is among the keys here. One that is not, and seals anything, is lost. */
  readonly isHere: boolean
  /** Children whose keys it seals. */
  readonly children: number
  /** Words of names that are hashed under it. */
  readonly nameWords: number
  /** Kept answers that it seals. */
  readonly answers: number
  /** Files that are being brought in, whose keys it seals. */
  readonly imports: number
}

/** Every master key that is here or that something in the record hangs on: the keys here in their order, then the lost. */
export async function keysInUse(db: Database, keys: KeyRing): Promise<KeyInUse[]> {
  const { rows } = await sql<Omit<KeyInUse, 'isCurrent' | 'isHere'>>`
    select key_id as id, sum(children) as children, sum(words) as "nameWords", sum(answers) as answers,
      sum(imports) as imports from (
      select key_id, count(*) as children, 0 as words, 0 as answers, 0 as imports from child group by key_id
      union all select key_id, 0, count(*), 0, 0 from child_name_token group by key_id
      union all select key_id, 0, 0, count(*), 0 from idempotency group by key_id
      union all select key_id, 0, 0, 0, count(*) from import group by key_id
    ) used
    where key_id is not null
    group by key_id
    order by key_id`.execute(db)
  const here = keys.all.map(({ id }) => id)
  const lost = rows.map(({ id }) => id).filter((id) => !here.includes(id))
  return [...here, ...lost].map((id) => {
    const used = rows.find((row) => row.id === id)
    return {
      id,
      isCurrent: id === keys.current.id,
      isHere: here.includes(id),
      children: Number(used?.children ?? 0),
      nameWords: Number(used?.nameWords ?? 0),
      answers: Number(used?.answers ?? 0),
      imports: Number(used?.imports ?? 0),
    }
  })
}

/** How far wrapping again has come. */
export interface Rewrapped {
  readonly children: number
  readonly answers: number
  /** Children whose keys are sealed under a master key that is not here: they are left as they are. */
  readonly left: number
}

const AT_A_TIME = 200

/**
 * Brings everything under the current master key: the children's keys, the hashes of their names, and kept answers. Batch
 * by batch, while people work: when it is stopped, it goes on from there; when there is nothing left, it does nothing.
 *
 * @param progress told after each batch
 */
export async function rewrap(
  db: Database,
  keys: KeyRing,
  progress: (done: Rewrapped) => void = () => undefined,
): Promise<Rewrapped> {
  let done: Rewrapped = { children: 0, answers: 0, left: 0 }
  for (let last: string | undefined = NOBODY; last !== undefined;) {
    const after: string = last
    const batch = await db.transaction().execute((trx) => rewrapChildren(trx, keys, after))
    done = { ...done, children: done.children + batch.rewrapped, left: done.left + batch.left }
    if (batch.rewrapped > 0) progress(done)
    last = batch.last
  }
  for (let sealed = -1; sealed !== 0;) {
    sealed = await db.transaction().execute((trx) => rewrapAnswers(trx, keys))
    done = { ...done, answers: done.answers + sealed }
    if (sealed > 0) progress(done)
  }
  await db.transaction().execute((trx) => rewrapImports(trx, keys))
  return done
}

// Before every id.
const NOBODY = '00000000-0000-0000-0000-000000000000'

async function rewrapChildren(
  trx: DatabaseTransaction,
  keys: KeyRing,
  after: string,
): Promise<{ rewrapped: number; left: number; last: string | undefined }> {
  const { current } = keys
  const children = await trx
    .selectFrom('child')
    .select(['id', 'wrapped', 'key_id'])
    .where('id', '>', after)
    .where('wrapped', 'is not', null)
    .where((where) =>
      where.or([
        where('key_id', '!=', current.id),
        where.exists(
          where
            .selectFrom('child_name_token')
            .select('child_id')
            .whereRef('child_name_token.child_id', '=', 'child.id')
            .where('child_name_token.key_id', '!=', current.id),
        ),
      ]),
    )
    .orderBy('id')
    .limit(AT_A_TIME)
    .forUpdate()
    .execute()
  let left = 0
  for (const { id, wrapped, key_id } of children) {
    if (wrapped === null || key_id === null || !keys.all.some((key) => key.id === key_id)) {
      left += 1
      continue
    }
    const key = unwrapKey(keys, id, { keyId: key_id, sealed: wrapped })
    if (key_id !== current.id) {
      const { keyId, sealed } = wrapKey(keys, id, key)
      await trx.updateTable('child').set({ wrapped: sealed, key_id: keyId }).where('id', '=', id).execute()
    }
    const { details } = await detailsOf(trx, { childId: id, key })
    if (details) await hashName(trx, keys, id, details)
  }
  return { rewrapped: children.length - left, left, last: children.at(-1)?.id }
}

// A file that is being brought in has a key of its own, for the minutes that it takes.
async function rewrapImports(trx: DatabaseTransaction, keys: KeyRing): Promise<void> {
  const older = keys.all.map(({ id }) => id).filter((id) => id !== keys.current.id)
  if (older.length === 0) return
  const rows = await trx
    .selectFrom('import')
    .select(['id', 'wrapped', 'key_id'])
    .where('key_id', 'in', older)
    .forUpdate()
    .execute()
  for (const { id, wrapped, key_id } of rows) {
    if (wrapped === null || key_id === null) continue
    const { keyId, sealed } = wrapImportKey(keys, openImportKey(keys, { id, wrapped, key_id }))
    await trx.updateTable('import').set({ wrapped: sealed, key_id: keyId }).where('id', '=', id).execute()
  }
}

async function rewrapAnswers(trx: DatabaseTransaction, keys: KeyRing): Promise<number> {
  const older = keys.all.map(({ id }) => id).filter((id) => id !== keys.current.id)
  if (older.length === 0) return 0
  const rows = await trx
    .selectFrom('idempotency')
    .select(['caller', 'path', 'key', 'key_id', 'sealed'])
    .where('key_id', 'in', older)
    .limit(AT_A_TIME)
    .forUpdate()
    .execute()
  for (const { key_id, sealed, ...request } of rows) {
    if (key_id === null || sealed === null) continue
    const plain = openByRing(keys, 'answers', { keyId: key_id, sealed }, contextOf(request))
    await sealAnswerAnew(trx, keys, request, plain)
  }
  return rows.length
}
