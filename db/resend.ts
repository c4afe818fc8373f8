import { sql, type Selectable } from 'kysely'
import { otherReceiversOf, receiverOf, type Receiver } from './contacts'
import type { DatabaseTransaction, Queryable } from './database'
import { readToSend, toSend, type LeasedNotice } from './outbox'
import type { Directory } from './people'
import { enqueueRelay } from './recording/enqueue-relay'
import { inScope, type Scope } from './scope'
import type { Tables } from './tables'

/** The journey of a notice, as far as somebody may see; undefined where there is none. */
export async function journeyOfNotice(
  db: Queryable,
  noticeId: string,
  scope: Scope,
): Promise<Pick<Selectable<Tables['journey']>, 'id' | 'child_id' | 'practice'> | undefined> {
  return db
    .selectFrom('notice')
    .innerJoin('journey', 'journey.id', 'notice.journey_id')
    .select(['journey.id', 'journey.child_id', 'journey.practice'])
    .where('notice.id', '=', noticeId)
    .where(inScope(scope))
    .executeTakeFirst()
}

/** A notice as it would be sent. */
export async function readNotice(db: Queryable, noticeId: string): Promise<LeasedNotice | undefined> {
  const row = await readToSend(db).where('notice.id', '=', noticeId).executeTakeFirst()
  return row && toSend(row)
}

/** To whom a notice could be sent: whom it would go to by itself first, and then everybody else who could be told. */
export async function offeredFor(
  db: Queryable,
  directory: Directory,
  notice: LeasedNotice,
): Promise<{ readonly usual?: Receiver; readonly others: readonly Receiver[] }> {
  const usual = await receiverOf(db, directory, notice)
  const others = await otherReceiversOf(db, directory, notice, usual === undefined ? [] : [usual.address])
  return { others, ...(usual && { usual }) }
}

/** By what one of those that are offered is named: which contact, which person, else the address. */
export function nameOfReceiver({ contactId, person, address }: Receiver): string {
  return contactId ?? person ?? address
}

/**
 * Has a notice sent again; how it ended stays. Who asked for it is written down. Returns false when it has not ended, or has
 * in a way after which nothing is to be sent.
 *
 * @param to where it goes; to whom the directory names when absent
 */
export async function resend(
  trx: DatabaseTransaction,
  { id, journey_id: journeyId }: LeasedNotice,
  { to, by }: { readonly to?: Receiver; readonly by: string },
): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select send_again(${id}::uuid, ${to?.address ?? null}, ${by}) as done`.execute(trx)
  if (rows[0]?.done !== true) return false
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'notices.resend',
      journey_id: journeyId,
      detail: JSON.stringify({ notice: id, ...(to && { to: to.contactId ?? to.person ?? 'an address' }) }),
    })
    .execute()
  // the journey is conducted at once, which wakes whoever sends
  await enqueueRelay(trx, journeyId)
  return true
}
