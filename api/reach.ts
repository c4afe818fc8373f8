import { clockOf, type Queryable } from '../db/database'
import { namesOfPeople, ownedBy } from '../db/people'
import { inScope, type Scope, type Within } from '../db/scope'
import { readTheirs } from '../db/theirs'
import type { Role } from '../domain/codes'
import type { Owned } from '../domain/owners'
import { PERMISSIONS, reachOf, rolesThatMay, type Action, type Reach } from '../domain/permissions'
import { isOfTheirTeam, isOwn } from '../domain/reach'
import { instant, localDateOf, type LocalDate } from '../domain/time'
import type { Caller } from './caller'
import { notAllowed, notInReach, outOfReach, type Refusal } from './not-allowed'

/** A journey as far as it says whose it is. */
export type Whose = Owned & { readonly id: string }

/** How a journey is looked at: in the transaction that there is, or in one of its own. */
export type Reading = <T>(look: (db: Queryable) => Promise<T>) => Promise<T>

/**
 * Somebody as they are in one action: their scope is as far as the action reaches for them, so that every query is made
 * with it. Throws Problem when they may not take it at all.
 */
export async function inReachOf<Who extends Caller>(who: Who, action: Action, db: Queryable): Promise<Who> {
  const reach = reachOf(who.roles, action)
  if (reach === undefined) throw notAllowed([action])
  const { within: _before, ...whole } = who.scope
  return { ...who, scope: await scopeOf(whole, reach, who.id, db) }
}

/**
 * Somebody in an action on one journey. Throws Problem (403) when they may read the journey, and it is out of this
 * action's reach; what they may not read at all is for the action itself not to find.
 */
export async function inReachOfJourney<Who extends Caller>(
  who: Who,
  action: Action,
  journeyId: string,
  db: Queryable,
  read: Reading,
): Promise<Who> {
  const near = await inReachOf(who, action, db)
  if (near.scope.within === undefined || reachOf(who.roles, 'journey.read') === undefined) return near
  const reader = await inReachOf(who, 'journey.read', db)
  const row = await read((look) =>
    look
      .selectFrom('journey')
      .select(['worker', 'cover', 'cover_until', 'team', 'locality', inScope(near.scope).as('reached')])
      .where('id', '=', journeyId)
      .where(inScope(reader.scope))
      .executeTakeFirst(),
  )
  if (row === undefined || row.reached) return near
  throw notInReach(outOfReach(ownedBy(row), await namesIn(db)))
}

/**
 * Judges what somebody may do in a journey that they may read: for each action, what stands against it, by role or by reach;
 * undefined where nothing does.
 *
 * @param today the day of the journey's own clock
 */
export async function judgeOf(
  { id, roles, scope }: Pick<Caller, 'id' | 'roles' | 'scope'>,
  journey: Whose,
  today: LocalDate,
  db: Queryable,
): Promise<(action: Action) => Refusal | undefined> {
  const opened = scope.opened?.includes(journey.id) === true
  const theirs = opened || !areNear(roles) ? undefined : await readTheirs(db, id)
  const isNear = theirs === undefined || isOfTheirTeam(journey, theirs, today)
  const isTheirs = theirs === undefined || isOwn(journey, theirs, today)
  const far = isNear && isTheirs ? undefined : outOfReach(journey, await namesIn(db))
  return (action) => {
    const reach = reachOf(roles, action)
    if (reach === undefined) return notTheirPart(action)
    if (reach === 'team') return isNear ? undefined : far
    return reach !== 'own' || isTheirs ? undefined : far
  }
}

// Does something that these roles do in a journey reach less far than the locality? One's work is a list, in no journey.
function areNear(roles: readonly Role[]): boolean {
  const actions = (Object.keys(PERMISSIONS) as Action[]).filter((action) => action !== 'work.read')
  return actions.some((action) => ['own', 'team'].includes(reachOf(roles, action) ?? ''))
}

const GONE: Refusal = { because: 'There is no such journey', remedy: 'Look for it among the children' }

/** Judges what somebody may do in a journey by its id; where there is none, nothing. */
export async function judgeById(
  caller: Caller,
  journeyId: string,
  db: Queryable,
): Promise<(action: Action) => Refusal | undefined> {
  const row = await db.selectFrom('journey').selectAll().where('id', '=', journeyId).executeTakeFirst()
  if (row === undefined) return () => GONE
  const today = localDateOf(instant((await clockOf(db)).getTime() + row.clock_offset_ms))
  return judgeOf(caller, { id: row.id, ...ownedBy(row) }, today, db)
}

async function scopeOf(scope: Scope, reach: Reach, id: string, db: Queryable): Promise<Scope> {
  if (reach === 'authority') return { ...scope, localities: 'authority' }
  if (reach === 'locality') return scope
  const within: Within =
    reach === 'agency'
      ? { reach, agencies: scope.agencies ?? [] }
      : { reach, theirs: await readTheirs(db, id) }
  return { ...scope, within }
}

function notTheirPart(action: Action): Refusal {
  return {
    because: `This is recorded by: ${rolesThatMay(action).join(', ')}`,
    remedy: 'Ask one of them to record it',
  }
}

async function namesIn(db: Queryable): Promise<(id: string) => string> {
  const names = await namesOfPeople(db)
  return (id) => names.get(id) ?? id
}
