import { sql } from 'kysely'
import { keepDetails } from '../../db/child-details'
import type { Database } from '../../db/database'
import { recordEvent, startJourney, type RecordedJourney, type StartRequest } from '../../db/record'
import { AUTHORITY } from '../../db/scope'
import type { EventDraft } from '../../domain/events'
import type { ClosingReason } from '../../domain/codes'
import { currentPolicy } from '../../policies/released'
import { occurrence } from './journeys'
import { testKeys } from './keys'

/** What is said of a child whose journey is over; what is left out is as of most. */
export interface ClosedChild extends Partial<Pick<StartRequest, 'practice' | 'source'>> {
  readonly name?: string
  readonly birthDate?: string
  readonly reason?: ClosingReason
  readonly started?: string
  readonly ended?: string
}

/** Records a child's journey from beginning to end, with a review in words, and keeps name and birth date. */
export async function closedChild(
  db: Database,
  childReference: string,
  said: ClosedChild = {},
): Promise<RecordedJourney> {
  const { reason = 'returned-to-family', started = '2026-01-05', ended = '2026-03-02' } = said
  return db.transaction().execute(async (trx) => {
    const { row } = await startJourney(trx, testKeys, {
      childReference,
      locality: 'caithness',
      by: 'worker-1',
      policy: currentPolicy('highland'),
      practice: said.practice ?? false,
      ...(said.source && { source: said.source }),
      draft: {
        type: 'looked-after-started',
        occurred: occurrence(started),
        pathway: 'away-from-home',
        legalBasis: 'cso',
      },
    })
    const of = { journeyId: row.id, by: 'worker-1', scope: AUTHORITY } as const
    // practice is about nobody, and takes no details
    if (said.name !== undefined && said.practice !== true) {
      const birthDate = said.birthDate === undefined ? {} : { birthDate: occurrence(said.birthDate).on }
      await keepDetails(trx, testKeys, { ...of, details: { name: said.name, ...birthDate } })
    }
    const close: EventDraft = { type: 'journey-closed', occurred: occurrence(ended), reason }
    return recordEvent(trx, testKeys, { ...of, draft: close })
  })
}

/** What reports are counted from, without who it is: stages, deadlines and milestones over all journeys. */
export async function numbers(db: Database): Promise<object> {
  const counted = (query: string) => sql.raw(query).execute(db)
  const [journeys, deadlines, milestones, events] = await Promise.all([
    counted(
      `select stage, pathway, locality, team, worker, closed, closed_on, closed_reason, started_on, practice, count(*)
       from journey group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 9, 3, 1, 2`,
    ),
    counted(
      `select rule_id, due_on, met_on, met_late, cancelled_on, count(*) from deadline group by 1, 2, 3, 4, 5 order by 1, 2, 3, 5`,
    ),
    counted(
      `select rule_id, kind, started_on, reached_on, superseded_at is null as stands, count(*)
       from milestone group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4`,
    ),
    counted(`select type, occurred_on, count(*) from event group by 1, 2 order by 2, 1`),
  ])
  return {
    journeys: journeys.rows,
    deadlines: deadlines.rows,
    milestones: milestones.rows,
    events: events.rows,
  }
}
