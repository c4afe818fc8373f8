import fc from 'fast-check'
import type { RecordedEvent } from '../../domain/events'
import { possibleNow, refusalOf, refusalOfCorrection } from '../../domain/guards'
import { follows, journeyOf } from '../../domain/journey'
import { milestonesAt } from '../../domain/milestones'
import { noticesAt } from '../../domain/notices'
import { isBefore } from '../../domain/order'
import { standingAt, type Standing } from '../../domain/standing'
import { awaitedAfter, stateOf } from '../../domain/state'
import { corrected, highland, wholeState, wholeTimetable, type Fact } from '../support/journeys'
import {
  acceptedCorrections,
  anyRecords,
  attempts,
  moments,
  NOW,
  often,
  records,
  replacementIn,
  retypedRecord,
} from './arbitraries'
import { asFacts } from './as-facts'

const typingOrder = fc.array(fc.nat(), { minLength: 20, maxLength: 20 })
const said = (record: readonly RecordedEvent[]) => asFacts(wholeState(record))

describe('a record with corrections', () => {
  test('gives the same state in any order of entry in which a correction follows its event', () => {
    fc.assert(
      fc.property(records, typingOrder, ({ record }, order) => {
        expect(said(retypedRecord(record, order))).toEqual(said(record))
      }),
      often,
    )
  })

  test('is read the same in whatever order it comes', () => {
    fc.assert(
      fc.property(records, ({ record }) => {
        expect(wholeState([...record].reverse())).toEqual(wholeState(record))
      }),
    )
  })

  test('stands in an order in which nothing is before what occurred before it', () => {
    fc.assert(
      fc.property(records, ({ record }) => {
        const journey = journeyOf(record)
        for (const event of journey.events) {
          for (const other of journey.events) {
            if (isBefore(event.occurred, other.occurred)) expect(follows(journey, other, event)).toBe(true)
          }
        }
      }),
    )
  })

  test('corrected, and corrected back, says what it said before', () => {
    fc.assert(
      fc.property(records, ({ record, corrections: [correcting] }) => {
        const { number, replacement } = replacementIn(record, correcting!)
        const before = journeyOf(record).events.find((event) => event.number === number)
        const there = corrected(record, number, replacement)
        const back = corrected(there, number, before === undefined ? null : asDraft(before))
        expect(said(back)).toEqual(said(record))
      }),
      often,
    )
  })

  test('says the same however often the same correction is made', () => {
    fc.assert(
      fc.property(records, ({ record, corrections: [correcting] }) => {
        const { number, replacement } = replacementIn(record, correcting!)
        const once = corrected(record, number, replacement)
        expect(said(corrected(once, number, replacement))).toEqual(said(once))
      }),
    )
  })

  test('says what it would, had the event been recorded so in the first place', () => {
    fc.assert(
      fc.property(records, ({ record, corrections: [correcting] }) => {
        const facts = record.filter(({ type }) => type !== 'event-corrected')
        const { number, replacement } = replacementIn(facts, correcting!)
        const atFirst = facts.flatMap((event): RecordedEvent[] => {
          if (event.number !== number) return [event]
          const { id, recordedAt, recordedBy } = event
          return replacement === null ? [] : [{ ...replacement, id, number, recordedAt, recordedBy }]
        })
        expect(said(corrected(facts, number, replacement))).toEqual(said(atFirst))
      }),
    )
  })

  test('keeps all that was ever recorded', () => {
    fc.assert(
      fc.property(records, ({ record, corrections }) => {
        const more = acceptedCorrections(record, corrections)
        const { journey, standing } = wholeState(more)
        expect(journey.recorded).toEqual(more)
        expect(standing.seq).toBe(more.length)
      }),
    )
  })

  test('starts no clock with what it flags', () => {
    fc.assert(
      fc.property(records, ({ record, corrections }) => {
        const { journey, deadlines, warnings } = wholeState(acceptedCorrections(record, corrections))
        for (const [event] of journey.flagged) {
          expect(deadlines.filter(({ startedBy }) => startedBy === event)).toEqual([])
          expect(warnings).toContainEqual(
            expect.objectContaining({ code: 'antecedent-missing', eventId: event.id }),
          )
        }
      }),
      often,
    )
  })

  test('can always be corrected further, but the start is never withdrawn', () => {
    fc.assert(
      fc.property(records, ({ record }) => {
        const journey = journeyOf(record)
        const start = { eventId: journey.start.id, replacement: null }
        expect(refusalOfCorrection(journey, start, NOW)?.code).toBe('start-withdrawn')
        for (const { id } of journey.events) {
          if (id === journey.start.id) continue
          expect(refusalOfCorrection(journey, { eventId: id, replacement: null }, NOW)).toBeUndefined()
        }
      }),
    )
  })

  test('is accepted again as it stands: no guard refuses what another let through, unless it is flagged', () => {
    fc.assert(
      fc.property(records, ({ record }) => {
        const journey = journeyOf(record)
        const sound = journey.flagged.size === 0
        for (const event of journey.events) {
          if (!sound || event.id === journey.start.id) continue
          const again = { eventId: event.id, replacement: asDraft(event) }
          expect(refusalOfCorrection(journey, again, NOW)).toBeUndefined()
        }
      }),
    )
  })
})

describe('whatever is in a record, accepted or not', () => {
  test.each([
    ['Highland’s first policy', highland],
    ['the whole timetable', wholeTimetable],
  ])('all of it can be read and judged under %s', (_, policy) => {
    fc.assert(
      fc.property(anyRecords, moments, (record, now) => {
        const state = stateOf(record, policy)
        standingAt(state.standing, now)
        noticesAt(state, policy, now)
        milestonesAt(state.deadlines, now)
        awaitedAfter(state, policy, now)
        possibleNow(state.journey, now)
        expect(state.journey.periods.length).toBeGreaterThan(0)
      }),
      often,
    )
  })

  test('a standing that was kept says what judging the record afresh says', () => {
    fc.assert(
      fc.property(anyRecords, moments, (record, now) => {
        const kept = JSON.parse(JSON.stringify(wholeState(record).standing)) as Standing
        expect(standingAt(kept, now)).toEqual(standingAt(wholeState([...record]).standing, now))
      }),
    )
  })

  test('the guards answer every attempt, each refusal with a remedy', () => {
    fc.assert(
      fc.property(anyRecords, attempts, (record, drafts) => {
        const journey = journeyOf(record)
        for (const draft of drafts) {
          const refused = refusalOf(journey, draft, NOW)
          if (refused) expect([refused.because, refused.remedy].every(Boolean)).toBe(true)
        }
      }),
    )
  })
})

function asDraft({ id: _, number: __, recordedAt: ___, recordedBy: ____, ...draft }: RecordedEvent): Fact {
  const { correctedBy: _____, ...fact } = draft as typeof draft & { correctedBy?: string }
  return fact as Fact
}
