import { isForAgency, packItemsOf, type PackItem } from '../../domain/meeting-pack'
import type { RecordedEvent } from '../../domain/events'
import type { LocalDate } from '../../domain/time'
import {
  at,
  closed,
  corrected,
  decided,
  imported,
  meetingHeld,
  panelHeld,
  recommended,
  recorded,
  started,
  typed,
  visited,
  wholeState,
  wholeTimetable,
} from '../support/journeys'

const SPAN = {
  now: at('2026-06-12T07:00:00+01:00'),
  since: at('2026-05-29T07:00:00+01:00'),
  until: '2026-06-30' as LocalDate,
}

const itemsOf = (record: readonly RecordedEvent[]) => packItemsOf(wholeState(record), wholeTimetable, SPAN)

function partOf<P extends PackItem['part']>(part: P, record: readonly RecordedEvent[]) {
  return itemsOf(record).filter((item): item is Extract<PackItem, { part: P }> => item.part === part)
}

const began = started('2026-03-02')
const seventyTwo = meetingHeld('72-hour', '2026-03-04', {
  agreedDates: { threeMonth: '2026-06-15T10:00:00+01:00', sixMonth: '2026-08-27' },
})

describe('the pack of a meeting', () => {
  it('says what is overdue and for how long, and what is due in the four weeks to come', () => {
    const record = recorded(began, seventyTwo, recommended('2026-05-27'), panelHeld('2026-06-10'))
    const review = partOf('overdue', record).find(({ ruleId }) => ruleId === 'six-week-review')
    expect(review).toMatchObject({ dueOn: '2026-04-13', days: 60 })
    // the 45 weeks and the visits of later months are not for this meeting
    expect(partOf('due', record).map(({ ruleId, dueOn }) => [ruleId, dueOn])).toEqual([
      ['agency-decision', '2026-06-24'],
    ])
  })

  it('says what was decided since the last, by when it was recorded and as it is known now', () => {
    const panel = typed('2026-06-02T12:00:00+01:00', panelHeld('2026-05-20'))
    const before = typed('2026-05-28T12:00:00+01:00', recommended('2026-05-27'))
    const from = imported('2026-06-03T12:00:00+01:00', decided('2026-05-25'))
    const record = recorded(began, seventyTwo, before, panel, from, visited('2026-06-01'))
    expect(partOf('decided', record)).toMatchObject([
      { event: 'panel-held', occurredAt: '2026-05-20', detail: 'supported' },
    ])
    const withdrawnPanel = corrected(record, 4, null, '2026-06-10T12:00:00+01:00')
    expect(partOf('decided', withdrawnPanel)).toEqual([])
  })

  it('says which meetings have a date until the next', () => {
    expect(partOf('diary', recorded(began, seventyTwo))).toEqual([
      { part: 'diary', meeting: '3-month', at: '2026-06-15T10:00:00+01:00' },
    ])
    const held = recorded(began, seventyTwo, meetingHeld('3-month', '2026-06-11'))
    expect(partOf('diary', held)).toEqual([])
  })

  it('says of a closed journey only what was decided', () => {
    const record = recorded(began, seventyTwo, typed('2026-06-11T12:00:00+01:00', closed('2026-06-10')))
    expect(itemsOf(record).map((item) => item.part)).toEqual(['decided'])
  })

  it('has for a partner agency what it is told of, and the diary', () => {
    const items = itemsOf(recorded(began, seventyTwo))
    const theirs = items.filter((item) => isForAgency(item, ['hearings']))
    expect(theirs.map(({ part }) => part)).toContain('diary')
    expect(theirs.length).toBeLessThan(items.length)
  })
})
