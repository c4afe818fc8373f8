import type { RecordedForAims } from '../../domain/aims-of'
import type { RecordedEvent } from '../../domain/events'
import {
  endOfDay,
  localDateOf,
  plusDays,
  plusHours,
  startOf,
  type Instant,
  type LocalDate,
} from '../../domain/time'
import {
  closed,
  corrected,
  decided,
  fedBack,
  lodged,
  meetingHeld,
  panelHeld,
  pathwayChanged,
  peerReviewHeld,
  recommended,
  recorded,
  returned,
  returnRecommended,
  started,
  transferred,
  type Fact,
} from './journeys'

/** Draws numbers from 0 to less than 1, the same ones from the same seed. */
export type Draw = () => number

/** Mulberry32: small, and good enough to draw journeys with. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const FROM = '2016-01-01' as LocalDate
export const LOCALITIES = ['caithness', 'ross', 'skye'] as const

/** Journeys that came late, were corrected, left, returned, came again, moved, or go on: as no guard but the fold sees them. */
export function randomCohort(draw: Draw, size: number): RecordedForAims[] {
  return Array.from({ length: size }, () => ({
    firstLocality: oneOf(draw, LOCALITIES),
    recorded: randomRecord(draw),
  }))
}

/** A day of those years. */
export function randomDay(draw: Draw): LocalDate {
  return plusDays(FROM, Math.floor(draw() * 6 * 365))
}

function randomRecord(draw: Draw): RecordedEvent[] {
  const begun = randomDay(draw)
  const isHome = draw() < 0.3
  const first = started(begun, { pathway: isHome ? 'at-home' : 'away-from-home' })
  const facts = [first, ...Array.from({ length: Math.floor(draw() * 10) }, () => randomFact(draw, begun))]
  // most is typed within the week; some months later
  const typed = facts
    .map((one, index) => ({ one, at: index === 0 ? startOf(one.occurred) : typedAt(draw, one) }))
    .sort((a, b) => (a.one === first ? -1 : b.one === first ? 1 : a.at < b.at ? -1 : 1))
  let last = startOf(first.occurred)
  let record: RecordedEvent[] = recorded(
    ...typed.map(({ one, at }) => {
      last = at > last ? at : last
      return { ...one, recordedAt: last }
    }),
  )
  for (let made = 0; draw() < 0.3 && made < 3; made++) record = withCorrection(draw, record, begun)
  return record
}

function typedAt(draw: Draw, { occurred }: Fact): Instant {
  return plusHours(endOfDay(occurred.on), draw() < 0.7 ? draw() * 24 * 7 : draw() * 24 * 200)
}

function withCorrection(draw: Draw, record: RecordedEvent[], begun: LocalDate): RecordedEvent[] {
  const facts = record.filter(({ type }) => type !== 'event-corrected')
  const event = oneOf(draw, facts)
  const { recordedAt } = record.at(-1)!
  const at = plusHours(recordedAt, draw() < 0.2 ? 0 : draw() * 24 * 90)
  const isStart = event.type === 'looked-after-started'
  if (!isStart && draw() < 0.4) return corrected(record, event.number, null, at)
  const on = plusDays(isStart ? begun : localDateOf(startOf(event.occurred)), Math.floor(draw() * 60) - 20)
  const { id: _, number, recordedAt: __, recordedBy: ___, ...said } = event as Fact & RecordedEvent
  const other = isStart || draw() < 0.6 ? (said as Fact) : randomFact(draw, begun)
  const replacement = other.type === said.type ? other : (said as Fact)
  return corrected(record, number, { ...replacement, occurred: { on } }, at)
}

function randomFact(draw: Draw, begun: LocalDate): Fact {
  const on = plusDays(begun, Math.floor(draw() ** 2 * 1000))
  const kinds: readonly (() => Fact)[] = [
    () => recommended(on),
    () => recommended(on, 'kinship-care-order'),
    () => returnRecommended(on),
    () => meetingHeld('6-month', on, { recommendation: 'away-from-home' }),
    () =>
      panelHeld(on, oneOf(draw, ['supported', 'not-supported', 'deferred'] as const), [
        oneOf(draw, ['ann', 'bob'] as const),
      ]),
    () => panelHeld(on),
    () => decided(on, 'approve-permanence-order', oneOf(draw, ['ann', 'cat'] as const)),
    () => decided(on, oneOf(draw, ['approve-adoption', 'not-approved', 'approve-permanence-order'] as const)),
    () => lodged(on),
    () => lodged(on, 'adoption'),
    () => pathwayChanged(on, 'at-home', 'cso'),
    () => pathwayChanged(on, 'away-from-home'),
    () => returned(on, { stillLookedAfter: true }),
    () => peerReviewHeld(on),
    () => peerReviewHeld(on),
    () => fedBack(on, 'team-manager'),
    () => fedBack(on, 'service-manager'),
    () => transferred(on, { locality: oneOf(draw, LOCALITIES) }),
    () => (draw() < 0.3 ? returned(on) : recommended(on)),
    () =>
      draw() < 0.3
        ? closed(on, oneOf(draw, ['died', 'returned-to-family', 'recorded-in-error'] as const))
        : lodged(on),
    () => (draw() < 0.3 ? transferred(on, { authority: 'moray' }) : panelHeld(on)),
  ]
  return oneOf(draw, kinds)()
}

function oneOf<T>(draw: Draw, of: readonly T[]): T {
  return of[Math.floor(draw() * of.length)] as T
}
