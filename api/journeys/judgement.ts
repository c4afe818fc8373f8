import type { SourceReason } from '../../contracts/journey-schema'
import type { LiveStandings } from '../../contracts/live'
import type { RecordedJourney } from '../../db/record'
import type { StandingNow } from '../../domain/standing'
import { versionOf } from './version-of'

/** Who judged where a journey stands. */
export type Judgement =
  | { readonly source: 'workflow'; readonly standing: StandingNow }
  | { readonly source: 'record'; readonly because: SourceReason }

/**
 * Asks a journey's workflow where it stands. When the workflow has not caught up with the record, does not answer, or has
 * ended with the journey, the record is to be judged instead, and why is said.
 */
export async function judgementOf(recorded: RecordedJourney, live: LiveStandings): Promise<Judgement> {
  const { row, state, now } = recorded
  if (state.journey.closed) return { source: 'record', because: 'closed' }
  const standing = await live.standing(row.id, now)
  if (standing === undefined) return { source: 'record', because: 'silent' }
  // Ahead of what was read is no better than behind it: the two would be of different moments.
  if (standing.seq !== versionOf(recorded) || standing.closed) return { source: 'record', because: 'behind' }
  return { source: 'workflow', standing }
}
