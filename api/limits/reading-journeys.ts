import type { Caller } from '../caller'
import type { Services } from '../services'
import { OpenedJourneys } from './opened-journeys'
import { tooMuch } from './too-much'

const counting = new WeakMap<object, OpenedJourneys>()

/**
 * Somebody opens a journey, by the API or on a page. Throws Problem once they have opened more different ones in ten
 * minutes than anybody's work asks for; that is logged, once in that time, by the person's id.
 */
export function openJourney({ limits, log }: Services, caller: Caller, journey: string): void {
  if (limits === undefined) return
  const opened = counting.get(limits) ?? new OpenedJourneys(limits.journeys)
  counting.set(limits, opened)
  const outcome = opened.open(caller.id, journey, Date.now())
  if (outcome.allowed) return
  if (outcome.first)
    log.warn({ event: 'bulk-reading', caller: caller.id, limit: limits.journeys }, 'bulk reading was held up')
  throw tooMuch(outcome.seconds, 'More journeys were opened in a short time than anybody’s work asks for')
}
