import type { KeptStanding } from '../domain/standing'
import type { Instant } from '../domain/time'

/** The workflow that conducts one child's journey: name, id, messages and task queue. Only plain names and types. */
export const JOURNEY_WORKFLOW = 'journey'
export const JOURNEYS_TASK_QUEUE = 'journeys'

/** The workflow id of a journey: the one place that makes it. */
export function journeyWorkflowId(journeyId: string): string {
  return `journey/${journeyId}`
}

/** The journey that a workflow id is of; undefined when it is of something else. */
export function journeyIdOf(workflowId: string): string | undefined {
  return workflowId.startsWith('journey/') ? workflowId.slice('journey/'.length) : undefined
}

export interface JourneyInput {
  readonly journeyId: string
  /** A practice journey runs on its own clock, which the engine moves. */
  readonly practice?: boolean
  /** Continue as new when the history has this many events; the engine's own suggestion when absent. For tests. */
  readonly historyLimit?: number
}

/** Signal: events up to this number have been recorded. */
export const RECORDED_SIGNAL = 'recorded'
export interface RecordedSignal {
  readonly seq: number
}

/** Signal, of journeys and of notices: go on as new, so that nothing is left that an old key has sealed. */
export const RENEW_SIGNAL = 'renew'
/** Runs that are older than the signal do not know it: the patch by which a history says that it was taken up. */
export const RENEW_PATCH = 'renew'

/** Query: where the journey stands at `now`. A query's own clock would be the last task's, which may be weeks old. */
export const STANDING_QUERY = 'standing'
export interface StandingQuery {
  readonly now: Instant
}

/** What the activity `conduct` answers to the workflow. */
export interface Conducted {
  /** As the release that answers has it: a run reads it with `standingOfToday`. */
  readonly standing: KeptStanding
  /** What the journey waits for, and how long from now; absent when only a new event can bring something. */
  readonly next?: { readonly inMilliseconds: number; readonly label: string }
  readonly closed: boolean
}
