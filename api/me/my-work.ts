import { readFor } from '../../db/acting'
import { workSchema, type WorkAnswer } from '../../contracts/work-schema'
import { workOf, type OpenDeadline, type OwnedJourney } from '../../db/work'
import type { Database } from '../../db/database'
import { countFailed, listNotices } from '../../db/notice-list'
import { writeInstant } from '../../domain/time'
import { policyOf } from '../../policies/released'
import type { Caller } from '../caller'
import { raisedIn } from '../diary/read-diary'
import { listedNoticeAnswer } from '../notices/representation'
import { NONE, readRoute } from '../route'

export const myWorkRoute = readRoute({
  path: '/api/v1/me/work',
  action: 'work.read',
  reads: 'list',
  tag: 'People',
  summary: 'Read what is due in your own journeys',
  description:
    'The open journeys that are yours today: those you lead, those you cover, and, as a manager, those of people who are ' +
    'away or gone and whom nobody covers. And who could not be told in them; to a manager, in all of their localities. ' +
    'Practice journeys are left out.',
  params: NONE,
  query: NONE,
  answer: { status: 200, description: 'Your work; there is no second page', schema: workSchema },
  problems: [],
  async read({ caller }, { db }) {
    const work = await workAnswer(db, caller)
    const ids = work.items.map(({ id }) => id)
    const raised = await readFor(db, caller, (trx) => raisedIn(trx, caller, ids))
    const shown = [...ids, ...work.untold.map(({ journeyId }) => journeyId)]
    return { status: 200, journeys: [...new Set(shown)], body: { ...work, raised } }
  },
})

/** What failed longer ago has been seen, or is no use any more: it still stands with the journey, and in the list of notices. */
const UNTOLD_DAYS = 30
const UNTOLD_SHOWN = 20

/** What is to be done by somebody today, as the API shows it. */
export async function workAnswer(db: Database, caller: Caller): Promise<Omit<WorkAnswer, 'raised'>> {
  const { scope } = caller
  const { owned, untold, untoldCount } = await readFor(db, caller, async (trx) => ({
    owned: await workOf(trx, caller),
    untold: (await listNotices(trx, { scope, status: 'failed', days: UNTOLD_DAYS, limit: UNTOLD_SHOWN }))
      .items,
    untoldCount: await countFailed(trx, scope, UNTOLD_DAYS),
  }))
  return {
    items: owned.map(itemAnswer),
    untold: untold.map(listedNoticeAnswer),
    counts: countsOf(owned, untoldCount),
    next: null,
  }
}

/** How much is to be done by somebody today, where nothing of it is shown. */
export async function countWork(db: Database, caller: Caller): Promise<WorkAnswer['counts']> {
  return readFor(db, caller, async (trx) =>
    countsOf(await workOf(trx, caller), await countFailed(trx, caller.scope, UNTOLD_DAYS)),
  )
}

function countsOf(owned: readonly OwnedJourney[], untold: number): WorkAnswer['counts'] {
  const statuses = owned.flatMap(({ deadlines }) => deadlines.map(({ status }) => status))
  return {
    overdue: statuses.filter((status) => status === 'overdue').length,
    dueSoon: statuses.filter((status) => status === 'due-soon').length,
    journeys: owned.length,
    untold,
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
