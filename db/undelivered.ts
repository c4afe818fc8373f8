import { sql, type Selectable } from 'kysely'
import type { NoticeContent, Recipient } from '../domain/notices'
import { IS_NOT_ERASED } from './child-keys'
import type { DatabaseTransaction } from './database'
import type { Tables } from './tables'

/** A notice that could not be delivered. */
export type Undelivered = Pick<
  Selectable<Tables['notice']>,
  'id' | 'journey_id' | 'number' | 'agency' | 'locality' | 'recipient' | 'content'
>

/** The keys of notices that say of another which could not be delivered: conducting leaves them be. */
export const UNDELIVERED_KEYS = 'undelivered/'

/**
 * Tells the lead worker that somebody could not be told, once for a journey and whom it was for; the manager, where it was the
 * lead worker. That this could not be delivered either is told to nobody: it stands on the pages. Of a child who was erased
 * nothing is told.
 */
export async function tellUndelivered(
  trx: DatabaseTransaction,
  failed: readonly Undelivered[],
): Promise<void> {
  const groups = new Map<string, Undelivered[]>()
  for (const notice of failed) {
    if (notice.content.about === 'undelivered') continue
    const { journey_id, agency, recipient } = notice
    const group = `${journey_id}/${agency}/${recipient}`
    groups.set(group, [...(groups.get(group) ?? []), notice])
  }
  if (groups.size === 0) return
  const kept = await keptOf(trx, failed)
  for (const [first, ...others] of groups.values()) {
    if (first === undefined || first.content.about === 'undelivered' || !kept.has(first.journey_id)) continue
    const content: NoticeContent = {
      about: 'undelivered',
      agency: first.agency,
      to: first.recipient,
      of: first.content,
      others: others.length,
    }
    await trx
      .insertInto('notice')
      .values({
        journey_id: first.journey_id,
        key: `${UNDELIVERED_KEYS}${first.id}/${first.number}`,
        agency: 'social-work',
        locality: first.locality,
        recipient: whoIsTold(first),
        at: NOW,
        content: JSON.stringify(content),
        status: 'pending',
        created_at: NOW,
        next_attempt_at: NOW,
        lease: null,
        leased_until: null,
        ended_at: null,
        sent_to: null,
        last_error: null,
      })
      .onConflict((conflict) => conflict.columns(['journey_id', 'key']).doNothing())
      .execute()
  }
}

const NOW = sql<Date>`clock_timestamp()`

async function keptOf(
  trx: DatabaseTransaction,
  failed: readonly Undelivered[],
): Promise<ReadonlySet<string>> {
  const ids = failed.map(({ journey_id }) => journey_id)
  const rows = await trx
    .selectFrom('journey')
    .select('id')
    .where('id', 'in', ids)
    .where(IS_NOT_ERASED)
    .execute()
  return new Set(rows.map(({ id }) => id))
}

function whoIsTold({ recipient }: Undelivered): Recipient {
  return recipient === 'lead-worker' ? 'team-manager' : 'lead-worker'
}
