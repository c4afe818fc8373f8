import { z } from 'zod'
import { workloadSchema, type AmountAnswer, type WorkloadAnswer } from '../../contracts/workload-schema'
import { readFor } from '../../db/acting'
import { readWorkload } from '../../db/reports/workload'
import { WEEKS_AHEAD } from '../../domain/overdue-bands'
import { plusDays, type LocalDate } from '../../domain/time'
import { workloadOf, type Amount } from '../../domain/workload'
import { refuseUnknownLocality } from '../journeys/list-journeys'
import { NONE, readRoute } from '../route'
import { listing, refuseOtherLocality } from './lists'

const query = z.strictObject({
  locality: z.string().trim().min(1).max(100).optional(),
  team: z.string().trim().min(1).max(100).optional(),
})

export const readWorkloadRoute = readRoute({
  path: '/api/v1/reports/workload',
  action: 'workload.read',
  reads: 'nothing',
  tag: 'Reports',
  summary: 'Read who has how much to do',
  description:
    'The open journeys of the caller’s localities by lead worker, team and locality, with what is due in four weeks and what ' +
    'is overdue. What somebody covers today is counted apart. Who is away or has left is said so, and so is what nobody leads. ' +
    'Numbers, which name no child; practice journeys are left out.',
  params: NONE,
  query,
  answer: { status: 200, description: 'The numbers', schema: workloadSchema },
  problems: ['not-found'],
  async read({ query: { locality, team }, caller }, { db, policy }) {
    refuseUnknownLocality(locality, policy.policy.localities)
    refuseOtherLocality(caller, locality)
    const { work, directory } = await readFor(db, caller, (trx) =>
      readWorkload(trx, {
        scope: caller.scope,
        ...(locality !== undefined && { locality }),
        ...(team !== undefined && { team }),
      }),
    )
    const { today } = directory
    const { byWorker, byTeam, byLocality, ...rest } = workloadOf(work, directory.people, today)
    const counted = listing(caller, { locality, team })
    const amount = amountAnswer(counted, today)
    const body: WorkloadAnswer = {
      asOf: today,
      locality: locality ?? null,
      team: team ?? null,
      all: amount(rest.all),
      byWorker: byWorker.map(({ person, presence, awayUntil = null, leads, covers }) => ({
        worker: person,
        presence,
        awayUntil,
        leads: amount(leads, { worker: person }),
        covers: unlisted(amount(covers)),
      })),
      withoutLead: amount(rest.withoutLead, { lead: 'none' }),
      leadNotHere: amount(rest.leadNotHere, { lead: 'not-here' }),
      byTeam: byTeam.map((one) => ({
        locality: one.locality,
        team: one.team,
        amount:
          one.team === null
            ? unlisted(amount(one.amount))
            : amount(one.amount, { locality: one.locality, team: one.team }),
      })),
      byLocality: byLocality.map((one) => ({
        locality: one.locality,
        amount: amount(one.amount, { locality: one.locality }),
      })),
    }
    return { status: 200, body }
  },
})

function amountAnswer(counted: ReturnType<typeof listing>, today: LocalDate) {
  const ahead = { dueFrom: today, dueBefore: plusDays(today, WEEKS_AHEAD * 7) }
  return (amount: Amount, filters: Readonly<Record<string, string>> = {}): AmountAnswer => ({
    open: counted(amount.journeys, filters),
    due: { ...counted(amount.dueJourneys, { ...filters, ...ahead }), deadlines: amount.dueDeadlines },
    overdue: {
      ...counted(amount.overdueJourneys, { ...filters, status: 'overdue' }),
      deadlines: amount.overdueDeadlines,
      longestDays: amount.longestOverdueDays,
    },
  })
}

// No filter of the list brings them together.
function unlisted({ open, due, overdue }: AmountAnswer): AmountAnswer {
  return {
    open: { ...open, list: null },
    due: { ...due, list: null },
    overdue: { ...overdue, list: null },
  }
}
