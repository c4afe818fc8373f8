import type { DeadlineStatus, Stage } from '../domain/codes'
import { leadsToLookAt, ownerOf, type Owner } from '../domain/owners'
import type { PolicyReference } from '../domain/policy'
import { statusAt } from '../domain/standing'
import { instant, type Instant, type LocalDate } from '../domain/time'
import { clockOf, type Queryable } from './database'
import { ownedBy, readDirectory } from './people'
import { inScope, type Scope } from './scope'

/** A deadline still to be met. */
export interface OpenDeadline {
  readonly ruleId: string
  readonly instance: number
  readonly dueOn: LocalDate
  readonly lastMoment: Instant
  readonly status: DeadlineStatus
}

/** An open journey that somebody owns today, with what is to be done in it, the earliest first. */
export interface OwnedJourney {
  readonly id: string
  readonly childReference: string
  readonly locality: string
  readonly stage: Stage
  readonly policy: PolicyReference
  readonly owner: Owner
  readonly deadlines: readonly OpenDeadline[]
}

/**
 * The open journeys that somebody owns today, as far as they may see them, practice journeys left out. Those with the
 * earliest deadline come first, those without any last.
 */
export async function workOf(
  db: Queryable,
  { id, scope }: { readonly id: string; readonly scope: Scope },
): Promise<OwnedJourney[]> {
  const { people, today } = await readDirectory(db)
  const leads = leadsToLookAt(id, people, today)
  const isManager = people.get(id)?.roles.includes('manager') === true
  const rows = await db
    .selectFrom('journey')
    .selectAll()
    .where('closed', '=', false)
    .where('practice', '=', false)
    .where(inScope(scope))
    .where((where) =>
      where.or([
        where('worker', 'in', leads),
        where('cover', '=', id),
        ...(isManager ? [where('worker', 'is', null)] : []),
      ]),
    )
    .execute()
  const now = instant(await clockOf(db))
  const owned = rows.flatMap((row) => {
    const owner = ownerOf(ownedBy(row), people, today)
    return owner.person === id ? [{ row, owner }] : []
  })
  const deadlines = await openDeadlines(
    db,
    owned.map(({ row }) => row.id),
    now,
  )
  return owned
    .map(({ row, owner }) => ({
      id: row.id,
      childReference: row.child_reference,
      locality: row.locality,
      stage:
        row.stage_until !== null && instant(row.stage_until) < now
          ? (row.stage_then ?? row.stage)
          : row.stage,
      policy: { id: row.policy_id, version: row.policy_version, hash: row.policy_hash },
      owner,
      deadlines: deadlines.get(row.id) ?? [],
    }))
    .sort(byFirstDeadline)
}

async function openDeadlines(
  db: Queryable,
  journeyIds: readonly string[],
  now: Instant,
): Promise<Map<string, OpenDeadline[]>> {
  const byJourney = new Map<string, OpenDeadline[]>()
  if (journeyIds.length === 0) return byJourney
  const rows = await db
    .selectFrom('deadline')
    .selectAll()
    .where('journey_id', 'in', journeyIds)
    .where('met_on', 'is', null)
    .where('cancelled_on', 'is', null)
    .orderBy('last_moment')
    .orderBy('rule_id')
    .orderBy('instance')
    .execute()
  for (const row of rows) {
    const { rule_id: ruleId, instance, due_on: dueOn } = row
    const lastMoment = instant(row.last_moment)
    const soon = row.due_soon_from === null ? {} : { dueSoonFrom: instant(row.due_soon_from) }
    const status = statusAt({ ruleId, instance, dueOn, lastMoment, ...soon }, now)
    const others = byJourney.get(row.journey_id) ?? []
    byJourney.set(row.journey_id, [...others, { ruleId, instance, dueOn, lastMoment, status }])
  }
  return byJourney
}

function byFirstDeadline(a: OwnedJourney, b: OwnedJourney): number {
  const [first, second] = [a, b].map(({ deadlines: [next], id }) => `${next?.lastMoment ?? '9999'} ${id}`)
  return (first ?? '') < (second ?? '') ? -1 : 1
}
