import type { Client, Connection } from '@temporalio/client'
import { journeyWorkflowId, STANDING_QUERY, type StandingQuery } from '../contracts/journey-workflow'
import type { LiveStandings } from '../contracts/live'
import type { StandingNow } from '../domain/standing'

const ANSWER_LIMIT_MS = 1_500
/** After the engine was silent, it is not asked again for a while: each page would wait for nothing. */
const PAUSE_AFTER_SILENCE_MS = 3_000

/** Asks the workflows of journeys where they stand. */
export function liveStandings(client: Client, clock: () => number = Date.now): LiveStandings {
  const connection = client.connection as Connection
  let silentUntil = 0
  return {
    async standing(journeyId, now) {
      if (clock() < silentUntil) return undefined
      try {
        return await connection.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
          client.workflow
            .getHandle(journeyWorkflowId(journeyId))
            .query<StandingNow | undefined, [StandingQuery]>(STANDING_QUERY, { now }),
        )
      } catch (error) {
        if (isSilence(error)) silentUntil = clock() + PAUSE_AFTER_SILENCE_MS
        return undefined
      }
    },
  }
}

// gRPC's DEADLINE_EXCEEDED and UNAVAILABLE: nobody answers, whichever journey is asked for.
function isSilence(error: unknown): boolean {
  const code = codeOf(error)
  return code === 4 || code === 14
}

function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error) return error.code
  return 'cause' in error ? codeOf(error.cause) : undefined
}
