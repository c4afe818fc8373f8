import { sql } from 'kysely'
import { journeyOf, type Journey } from '../../domain/journey'
import type { LocalDate } from '../../domain/time'
import type { Queryable } from '../database'
import { readEventsOfSeveral } from '../events'
import { inScope, type Scope } from '../scope'
import { IS_NOT_ERASED } from '../child-keys'

/** A journey in codes and dates, as it is taken out. */
export interface ExportedJourney {
  readonly id: string
  readonly childId: string
  readonly childReference: string
  /** Where it is now. */
  readonly locality: string
  readonly cohort: string | null
  readonly journey: Journey
}

const AT_ONCE = 500

/**
 * The journeys that ran on any day between two, within somebody's scope, in the order of their start. Practice, what was
 * recorded in error and children who were erased are left out.
 */
export async function* journeysBetween(
  db: Queryable,
  scope: Scope,
  { from, until }: { readonly from: LocalDate; readonly until: LocalDate },
): AsyncGenerator<ExportedJourney> {
  let after: { readonly started_on: LocalDate; readonly id: string } | undefined
  for (;;) {
    const rows = await db
      .selectFrom('journey')
      .select(['id', 'child_id', 'child_reference', 'locality', 'cohort', 'started_on'])
      .where(inScope(scope))
      .where('practice', '=', false)
      .where(IS_NOT_ERASED)
      .where('started_on', '<=', until)
      .where(sql<boolean>`(closed_on is null or closed_on >= ${from}::date)`)
      .where(sql<boolean>`closed_reason is distinct from 'recorded-in-error'`)
      .where(
        after === undefined
          ? sql<boolean>`true`
          : sql<boolean>`(started_on, id) > (${after.started_on}::date, ${after.id}::uuid)`,
      )
      .orderBy('started_on')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    const events = await readEventsOfSeveral(
      db,
      rows.map(({ id }) => id),
    )
    for (const { id, child_id, child_reference, locality, cohort } of rows)
      yield {
        id,
        childId: child_id,
        childReference: child_reference,
        locality,
        cohort,
        journey: journeyOf(events.get(id) ?? []),
      }
    after = rows.at(-1)
    if (rows.length < AT_ONCE) return
  }
}
