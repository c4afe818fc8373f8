import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { KeptAnswer } from '../../db/idempotency'
import { isJourneyOf } from '../../db/scope'
import type { EventType } from '../../domain/events'
import type { Person } from './session'

/** Where a person goes who has recorded something: to the journey, unless it has gone where they may not see it. */
export function afterRecording({ text }: KeptAnswer, type: EventType, { scope }: Person): { to: string } {
  const { journey } = JSON.parse(text) as { journey: Pick<JourneyAnswer, 'id' | 'locality'> }
  const { id, locality } = journey
  if (isJourneyOf(scope, { id, locality })) return { to: `/journeys/${id}?recorded=${type}` }
  return { to: `/children?gone=${encodeURIComponent(locality)}` }
}
