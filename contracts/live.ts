import type { StandingNow } from '../domain/standing'
import type { Instant } from '../domain/time'

/** The live state of journeys, asked of their workflows. */
export interface LiveStandings {
  /**
   * Where a journey stands at `now` by its workflow. Undefined when the workflow is silent: no engine, no worker, no
   * such workflow, or no answer soon enough. Never throws for any of these.
   */
  standing(journeyId: string, now: Instant): Promise<StandingNow | undefined>
}

/** Whether the engine answers. */
export interface EngineHealth {
  reachable(): Promise<boolean>
}
