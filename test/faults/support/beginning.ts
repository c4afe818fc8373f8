import type { JourneyAnswer } from '../../../contracts/journey-schema'
import { hoursFromNow } from '../../support/house'
import { until } from '../../support/until'
import type { Installation } from './installation'

/** How one attempt at a request ended: without an answer, or with this one. */
export type Attempt =
  'no answer' | { readonly status: number; readonly retryAfter: string | null; readonly words: string }

/** A journey as the API has acknowledged it. */
export interface Begun {
  readonly child: string
  readonly journeyId: string
  /** The ids of its events, in the order of recording. */
  readonly events: readonly string[]
  /** Every attempt that it took. */
  readonly attempts: readonly Attempt[]
}

const ACKNOWLEDGED_LIMIT_MS = 60_000

// The same for every journey of a test file, so that all that follows from them is the same too.
const STARTED = hoursFromNow(-20)
const MET = hoursFromNow(-1)

/** Starts a journey and records its 72-hour meeting, as a client does that people work with: until it is acknowledged. */
export async function begin(installation: Installation, child: string, locality: string): Promise<Begun> {
  const started = await acknowledged<JourneyAnswer>(installation, '/api/v1/journeys', `${child}/start`, {
    childReference: child,
    pathway: 'away-from-home',
    locality,
    legalBasis: 'voluntary-s25',
    occurredAt: STARTED,
  })
  const { id, events } = started.answer
  const met = await acknowledged<{ event: { id: string } }>(
    installation,
    `/api/v1/journeys/${id}/events`,
    `${child}/72-hour-meeting`,
    {
      type: 'child-plan-meeting-held',
      occurredAt: MET,
      meeting: '72-hour',
      agreedDates: { threeMonth: '2030-02-26', sixMonth: '2030-05-28' },
      views: [{ of: 'child', how: 'in-person' }],
    },
  )
  return {
    child,
    journeyId: id,
    events: [...events.map((event) => event.id), met.answer.event.id],
    attempts: [...started.attempts, ...met.attempts],
  }
}

/**
 * Sends a request again, under its Idempotency-Key, until it is acknowledged. Throws when it is answered with anything
 * but 201, or a 503 that says to come again.
 */
async function acknowledged<Answer>(
  installation: Installation,
  where: string,
  key: string,
  body: object,
): Promise<{ answer: Answer; attempts: Attempt[] }> {
  const request = { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(body) }
  const attempts: Attempt[] = []
  await until(
    `${key} is acknowledged`,
    async () => {
      const attempt = await attemptAt(installation, where, request)
      attempts.push(attempt)
      if (attempt === 'no answer' || attempt.status === 503) return false
      if (attempt.status === 201) return true
      throw new Error(`${key} was answered ${attempt.status}: ${attempt.words}`)
    },
    ACKNOWLEDGED_LIMIT_MS,
  )
  const last = attempts.at(-1) as Exclude<Attempt, 'no answer'>
  return { answer: JSON.parse(last.words) as Answer, attempts }
}

async function attemptAt(installation: Installation, where: string, request: RequestInit): Promise<Attempt> {
  try {
    const response = await installation.ask(where, request)
    const words = await response.text()
    return { status: response.status, retryAfter: response.headers.get('retry-after'), words }
  } catch {
    // Killed before it could answer, or not there again yet: whether it was recorded, only asking again can tell.
    return 'no answer'
  }
}
