import { z } from 'zod'
import { readFor } from '../../db/acting'
import { listJourneys, type ListedJourney } from '../../db/journey-list'
import { todayOf } from '../../db/people'
import { policyOf } from '../../policies/released'
import { journeyFilter, refuseUnknownLocality } from '../journeys/list-journeys'
import { NONE, readRoute } from '../route'
import { asCsv, fileHeaders, type Column } from './csv'

const AT_ONCE = 2_000

export const JOURNEY_COLUMNS: readonly Column<ListedJourney>[] = [
  { name: 'id', meaning: 'The id of the journey here', of: ({ id }) => id },
  { name: 'child_reference', meaning: 'The child, by reference', of: (row) => row.childReference },
  { name: 'locality', meaning: 'Where the journey is', of: ({ locality }) => locality },
  { name: 'team', meaning: 'Whose it is; blank where nobody said', of: ({ team }) => team },
  { name: 'worker', meaning: 'The id of the lead worker', of: ({ worker }) => worker },
  { name: 'pathway', meaning: '`away-from-home` or `at-home`', of: ({ pathway }) => pathway },
  { name: 'stage', meaning: 'How far it has come', of: ({ stage }) => stage },
  {
    name: 'started_on',
    meaning: 'The day on which the child became looked after',
    of: (row) => row.startedOn,
  },
  { name: 'closed', meaning: '`yes` or `no`', of: ({ closed }) => (closed ? 'yes' : 'no') },
  {
    name: 'policy',
    meaning: 'By which policy it goes',
    of: ({ policy }) => `${policy.id}@${policy.version}`,
  },
  { name: 'cohort', meaning: 'Of which test of change it is', of: ({ cohort }) => cohort },
  {
    name: 'next_deadline',
    meaning: 'What is to be done next',
    of: ({ next, policy }) => next && titleOf(next.ruleId, policy),
  },
  { name: 'next_due_on', meaning: 'By when', of: ({ next }) => next?.dueOn },
  { name: 'next_status', meaning: '`pending`, `due-soon` or `overdue`', of: ({ next }) => next?.status },
  { name: 'overdue', meaning: 'How many deadlines are overdue', of: ({ overdue }) => overdue },
]

export const exportJourneysRoute = readRoute({
  path: '/api/v1/exports/journeys',
  action: 'exports.journeys',
  reads: 'list',
  tag: 'Exports',
  summary: 'Take out a list of journeys as CSV',
  description:
    'The whole of the list of journeys, with the same filters, as of one moment; practice, children who were erased and what was recorded in error are left out. No cell is taken for a ' +
    'formula. Who took it out is written down with every journey that is in it.',
  params: NONE,
  query: journeyFilter,
  answer: { status: 200, description: 'A row for each journey', schema: z.string(), contentType: 'text/csv' },
  problems: [],
  async read({ query: filter, caller }, { db, policy }) {
    refuseUnknownLocality(filter.locality, policy.policy.localities)
    const { rows, today } = await readFor(db, caller, async (trx) => {
      const found: ListedJourney[] = []
      const request = {
        scope: caller.scope,
        filter,
        sort: 'reference',
        descending: false,
        limit: AT_ONCE,
        isTakenOut: true,
      } as const
      let page = await listJourneys(trx, request)
      found.push(...page.items)
      while (page.next !== undefined) {
        page = await listJourneys(trx, { ...request, after: page.next })
        found.push(...page.items)
      }
      return { rows: found, today: await todayOf(trx) }
    })
    return {
      status: 200,
      journeys: rows.map(({ id }) => id),
      body: asCsv(JOURNEY_COLUMNS, rows),
      headers: fileHeaders(`journeys-${today}`),
    }
  },
})

function titleOf(ruleId: string, policy: ListedJourney['policy']): string {
  return policyOf(policy).rules.find(({ id }) => id === ruleId)?.title ?? ruleId
}
