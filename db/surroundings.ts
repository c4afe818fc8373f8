import type { Owner } from '../domain/owners'
import { localDateOf } from '../domain/time'
import type { Queryable } from './database'
import type { NamedJourney } from './handover'
import { ownerToday } from './people'
import type { RecordedJourney } from './record'
import { invitedNow, type InvitedNow } from './invitations'
import type { Scope } from './scope'
import { siblingsOf } from './siblings'

/** What stands around a journey and not among its events: who owns it today, and the siblings that the caller may see. */
export interface Surroundings {
  readonly owner: Owner
  readonly siblings: readonly NamedJourney[]
  /** Who is invited to its meetings, and what they answered. */
  readonly invited: readonly InvitedNow[]
}

/** Reads it, for the journey's own time. */
export async function surroundingsOf(
  db: Queryable,
  { row, now }: Pick<RecordedJourney, 'row' | 'now'>,
  scope: Scope,
): Promise<Surroundings> {
  return {
    owner: await ownerToday(db, row, localDateOf(now)),
    siblings: await siblingsOf(db, row.id, scope),
    invited: await invitedNow(db, [row.id]),
  }
}
