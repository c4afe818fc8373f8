import { sql } from 'kysely'
import type { Role } from '../domain/codes'
import { hasLeft } from '../domain/people'
import { instant, localDateOf, type LocalDate } from '../domain/time'
import type { Opening } from './opening'
import { clockOf, type DatabaseTransaction, type Queryable } from './database'

/** What stands against somebody's sign-in, whatever their token or session says. */
export interface Access {
  /** Sign-ins before this moment count no more. */
  readonly signedOutAt?: Date
  /** The directory says that they work here no more. */
  readonly left: boolean
  /** Roles that the directory had of them once, and has no more. */
  readonly rolesTaken: readonly Role[]
  /** Journeys that are opened to them for now. */
  readonly openings: readonly Opening[]
}

/** What stands against the sign-in of a person or a client. Nothing does against those of whom nothing is known. */
export async function readAccess(db: Queryable, id: string): Promise<Access> {
  const { rows } = await sql<{
    signed_out_at: Date | null
    left_on: LocalDate | null
    roles_taken: Role[] | null
    openings: { id: string; journeyId: string; until: string }[]
    now: Date
  }>`
    select a.signed_out_at, p.left_on, p.roles_taken, clock_timestamp() as now, coalesce((
      select json_agg(json_build_object('id', b.id, 'journeyId', b.journey_id, 'until', b.until) order by b.until)
      from break_glass b where b.person = asked.id and b.until > clock_timestamp()), '[]') as openings
    from (select ${id}::text as id) asked
    left join person_access a on a.person = asked.id
    left join person p on p.id = asked.id
  `.execute(db)
  const [row] = rows
  if (row === undefined) return { left: false, rolesTaken: [], openings: [] }
  const today = localDateOf(instant(row.now))
  return {
    ...(row.signed_out_at !== null && { signedOutAt: row.signed_out_at }),
    left: row.left_on !== null && hasLeft({ id, name: id, roles: [], leftOn: row.left_on }, today),
    rolesTaken: row.roles_taken ?? [],
    openings: row.openings.map(({ until, ...opening }) => ({ ...opening, until: instant(new Date(until)) })),
  }
}

/**
 * Signs somebody out everywhere: ends their sessions, and refuses from now on every token that was issued before. Returns
 * how many sessions there were, and the moment.
 */
export async function signOutEverywhere(
  trx: DatabaseTransaction,
  person: string,
  by: string,
): Promise<{ readonly sessions: number; readonly at: Date }> {
  const at = await clockOf(trx)
  await trx
    .insertInto('person_access')
    .values({ person, signed_out_at: at, signed_out_by: by })
    .onConflict((conflict) => conflict.column('person').doUpdateSet({ signed_out_at: at, signed_out_by: by }))
    .execute()
  const ended = await sql`delete from web_session where sess -> 'person' ->> 'id' = ${person}`.execute(trx)
  await trx
    .insertInto('audit')
    .values({
      at,
      actor: by,
      action: 'people.sign-out',
      journey_id: null,
      detail: JSON.stringify({ person }),
    })
    .execute()
  return { sessions: Number(ended.numAffectedRows ?? 0), at }
}
