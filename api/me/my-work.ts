import { readFor } from '../../db/acting'
import { workSchema, type WorkAnswer } from '../../contracts/work-schema'
import { workOf, type OpenDeadline, type OwnedJourney } from '../../db/work'
import type { Database } from '../../db/database'
import { writeInstant } from '../../domain/time'
import { policyOf } from '../../policies/released'
import type { Caller } from '../caller'
import { NONE, readRoute } from '../route'

export const myWorkRoute = readRoute({
  path: '/api/v1/me/work',
  action: 'work.read',
  reads: 'list',
  tag: 'People',
  summary: 'Read what is due in your own journeys',
  description:
    'The open journeys that are yours today: those you lead, those you cover, and, as a manager, those of people who are ' +
    'away or gone and whom nobody covers. Practice journeys are left out.',
  params: NONE,
  query: NONE,
  answer: { status: 200, description: 'Your work; there is no second page', schema: workSchema },
  problems: [],
  async read({ caller }, { db }) {
    const work = await workAnswer(db, caller)
    return { status: 200, journeys: work.items.map(({ id }) => id), body: work }
  },
})

/** What is to be done by somebody today, as the API shows it. */
export async function workAnswer(db: Database, caller: Caller): Promise<WorkAnswer> {
  const owned = await readFor(db, caller, (trx) => workOf(trx, caller))
  const statuses = owned.flatMap(({ deadlines }) => deadlines.map(({ status }) => status))
  return {
    items: owned.map(itemAnswer),
    counts: {
      overdue: statuses.filter((status) => status === 'overdue').length,
      dueSoon: statuses.filter((status) => status === 'due-soon').length,
      journeys: owned.length,
    },
    next: null,
  }
}

function itemAnswer(journey: OwnedJourney): WorkAnswer['items'][number] {
  const { owner, deadlines, ...rest } = journey
  return {
    ...rest,
    // of a journey that is somebody's, never nobody
    as: owner.as as Exclude<typeof owner.as, 'nobody'>,
    because: owner.because,
    deadlines: toShow(deadlines).map((deadline) => deadlineAnswer(deadline, journey)),
  }
}

// All that presses, and of what does not yet only the next.
function toShow(deadlines: readonly OpenDeadline[]): OpenDeadline[] {
  const next = deadlines.find(({ status }) => status === 'pending')
  return deadlines.filter((deadline) => deadline.status !== 'pending' || deadline === next)
}

function deadlineAnswer({ ruleId, dueOn, lastMoment, status }: OpenDeadline, { policy }: OwnedJourney) {
  const rule = policyOf(policy).rules.find(({ id }) => id === ruleId)
  return {
    ruleId,
    title: rule?.title ?? ruleId,
    dueOn,
    // An hours rule is due at its last moment; of the others the day says all.
    ...(rule !== undefined && 'hours' in rule.within && { dueAt: writeInstant(lastMoment) }),
    status,
  }
}
