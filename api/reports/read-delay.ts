import { z } from 'zod'
import { delaySchema } from '../../contracts/delay-schema'
import { readFor } from '../../db/acting'
import { readDelay, type LostByClock } from '../../db/reports/delay'
import { isLocalDate } from '../../domain/time'
import type { ReleasedPolicy } from '../../policies/released'
import { refuseUnknownLocality } from '../journeys/list-journeys'
import { invalidRequest } from '../problem'
import { NONE, readRoute } from '../route'
import { ruleKnownAs } from './lists'

const day = z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' })

const query = z.strictObject({
  locality: z.string().trim().min(1).max(100).optional(),
  from: day.optional().meta({
    format: 'date',
    description: 'The first day that is looked at; a year before the last when absent',
  }),
  to: day.optional().meta({ format: 'date', description: 'The last day; today when absent, or later' }),
})

export const readDelayRoute = readRoute({
  path: '/api/v1/reports/delay',
  action: 'reports.read',
  reads: 'nothing',
  tag: 'Reports',
  summary: 'Read where weeks are lost, and why',
  description:
    'The weeks of a span past each due date until it was met, was no longer needed or, while it is open, until its end: a ' +
    'child who still waits counts, since whenever. By the stage in which a journey waits meanwhile, by the reason that was explained last, and by rule; the ' +
    'law’s clock and the local one apart. Several deadlines of a journey run side by side, so that their weeks are no length ' +
    'of time. Numbers of the whole authority, which name no child; practice journeys are left out.',
  params: NONE,
  query,
  answer: { status: 200, description: 'Weeks lost', schema: delaySchema },
  problems: [],
  async read({ query: { locality, from, to }, caller }, { db, policy }) {
    refuseUnknownLocality(locality, policy.policy.localities)
    if (from !== undefined && to !== undefined && to < from)
      throw invalidRequest([
        { field: 'to', message: 'must not be before from', remedy: 'Give the days in their order' },
      ])
    const asked = {
      ...(locality !== undefined && { locality }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    }
    const { law, local, ...span } = await readFor(db, caller, (trx) => readDelay(trx, asked))
    return {
      status: 200,
      body: {
        locality: locality ?? null,
        ...span,
        law: titled(law, policy),
        local: titled(local, policy),
      },
    }
  },
})

function titled(lost: LostByClock, policy: ReleasedPolicy): object {
  return {
    ...lost,
    byRule: lost.byRule.map((one) => ({
      ...one,
      title: ruleKnownAs(one.ruleId, policy)?.title ?? one.ruleId,
    })),
  }
}
