import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow'
import type { JourneyActivities } from '../contracts/activities'
import {
  RECORDED_SIGNAL,
  RENEW_PATCH,
  RENEW_SIGNAL,
  STANDING_QUERY,
  type Conducted,
  type JourneyInput,
  type RecordedSignal,
  type StandingQuery,
} from '../contracts/journey-workflow'
import { standingAt, standingOfToday, type Standing, type StandingNow } from '../domain/standing'
import type { Instant } from '../domain/time'

const atOnce = proxyLocalActivities<JourneyActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { maximumAttempts: 1 },
})
// When the database does not answer at once, the journey waits for it as long as it takes, without holding a worker.
const untilDone = proxyActivities<JourneyActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
})

const recordedSignal = defineSignal<[RecordedSignal]>(RECORDED_SIGNAL)
const renewSignal = defineSignal(RENEW_SIGNAL)
const standingQuery = defineQuery<StandingNow | undefined, [StandingQuery]>(STANDING_QUERY)

/**
 * Conducts one child's journey: a thin, stable loop. It has the record read and what is due written, then waits for a
 * new event or for the next moment, whichever comes first. What is due and when, the activity decides: this code stays
 * the same when rules change, so that journeys of years replay. Every run begins from the record, so nothing is lost
 * with a history. It ends when the journey is closed; a correction after that starts it again.
 */
export async function journey(input: JourneyInput): Promise<void> {
  let recorded = 0
  let renewing = false
  let standing: Standing | undefined
  setHandler(recordedSignal, ({ seq }) => {
    recorded = Math.max(recorded, seq)
  })
  setHandler(renewSignal, () => {
    // Time that was skipped would be counted twice by a new run, so that a practice journey stays in its own. A worker of
    // before let the signal lie, which its history must go on to say.
    if (input.practice !== true && patched(RENEW_PATCH)) renewing = true
  })
  setHandler(standingQuery, ({ now }) => standing && standingAt(standing, now))

  for (;;) {
    const conducted = await conduct(input)
    // silent when a later release has conducted it: the record is asked instead
    standing = standingOfToday(conducted.standing)
    const current = conducted.standing.seq
    const isNews = () => recorded > current
    if (conducted.closed && !isNews()) return
    if ((renewing || isLong(input)) && !isNews()) await continueAsNew<typeof journey>(input)
    await newsOrMoment(() => renewing || isNews(), conducted.next)
  }
}

async function conduct({ journeyId, practice }: JourneyInput): Promise<Conducted> {
  const request = practice ? { journeyId, practiceTime: new Date().toISOString() as Instant } : { journeyId }
  try {
    return await atOnce.conduct(request)
  } catch (error) {
    if (isCancellation(error)) throw error
    return await untilDone.conduct(request)
  }
}

// One timer, labelled with what it waits for and armed anew each time.
async function newsOrMoment(isNews: () => boolean, next: Conducted['next']): Promise<void> {
  if (next === undefined) return condition(isNews)
  const waiting = new CancellationScope()
  try {
    await waiting.run(() =>
      Promise.race([sleep(next.inMilliseconds, { summary: next.label }), condition(isNews)]),
    )
  } finally {
    // Ends the one that lost: a timer nobody waits for, or a condition that would be looked at for ever.
    waiting.cancel()
  }
}

function isLong({ historyLimit }: JourneyInput): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo()
  return continueAsNewSuggested || (historyLimit !== undefined && historyLength >= historyLimit)
}
