import { isPlanned, meetingsFrom, momentOfMeeting, packsDue, type Rhythm } from '../../domain/pace-meetings'
import type { LocalDate } from '../../domain/time'
import { calendarOf } from '../../policies/released-calendars'

const scotland = calendarOf('scotland', 1)
const day = (text: string) => text as LocalDate

function rhythm(more: Partial<Rhythm> = {}): Rhythm {
  return { first: day('2026-01-06'), at: '10:00', weeks: 2, packDaysBefore: 2, changes: [], ...more }
}

const daysOf = (of: Rhythm, from: string, count: number) =>
  meetingsFrom(of, scotland, day(from), count).map(({ on }) => on)

describe('a locality that meets every second week', () => {
  it('meets on the same weekday, however far on, and never before the first', () => {
    expect(daysOf(rhythm(), '2020-01-01', 3)).toEqual(['2026-01-06', '2026-01-20', '2026-02-03'])
    expect(daysOf(rhythm(), '2026-01-06', 1)).toEqual(['2026-01-06'])
    expect(daysOf(rhythm(), '2026-01-07', 1)).toEqual(['2026-01-20'])
    expect(isPlanned(rhythm(), day('2027-06-22'))).toBe(true)
    expect(isPlanned(rhythm(), day('2027-06-15'))).toBe(false)
  })

  it.each([
    ['spring', '2026-03-17', ['2026-03-17T10:00:00.000Z', '2026-03-31T09:00:00.000Z']],
    ['autumn', '2026-10-13', ['2026-10-13T09:00:00.000Z', '2026-10-27T10:00:00.000Z']],
  ])('meets at the same time of day over the change of the clocks in %s', (_when, from, moments) => {
    expect(meetingsFrom(rhythm(), scotland, day(from), 2).map(momentOfMeeting)).toEqual(moments)
  })

  it('has its pack made two working days before, holidays and weekends not counted', () => {
    const packs = (from: string) => meetingsFrom(rhythm(), scotland, day(from), 1).map(({ packOn }) => packOn)
    // a Tuesday: the Friday before; with Good Friday and a weekend between, the Thursday
    expect(packs('2026-01-20')).toEqual(['2026-01-16'])
    const easter = rhythm({ first: day('2026-04-06') })
    expect(meetingsFrom(easter, scotland, day('2026-04-06'), 1)[0]?.packOn).toBe('2026-04-01')
    // on New Year's Day and the second of January nobody works
    const newYear = rhythm({ first: day('2026-01-05') })
    expect(meetingsFrom(newYear, scotland, day('2026-01-05'), 1)[0]?.packOn).toBe('2025-12-30')
  })

  it('has a pack that is made on the day itself made on the working day before a holiday', () => {
    const christmas = rhythm({ first: day('2026-12-25'), packDaysBefore: 0 })
    expect(meetingsFrom(christmas, scotland, day('2026-12-25'), 1)[0]?.packOn).toBe('2026-12-24')
  })

  it('goes on past the years that the calendar covers, by weekdays', () => {
    const [meeting] = meetingsFrom(rhythm(), scotland, day('2031-01-01'), 1)
    expect(meeting).toMatchObject({ on: '2031-01-14', packOn: '2031-01-10' })
    expect(meetingsFrom(rhythm(), undefined, day('2026-01-20'), 1)[0]?.packOn).toBe('2026-01-16')
  })

  it('moves a single meeting, or leaves it out, and keeps the others', () => {
    const changed = rhythm({
      changes: [
        { planned: day('2026-01-20'), on: day('2026-01-22'), at: '14:00' },
        { planned: day('2026-02-03'), leftOut: true },
        { planned: day('2026-02-17'), at: '09:30' },
      ],
    })
    expect(meetingsFrom(changed, scotland, day('2026-01-07'), 3)).toEqual([
      { planned: '2026-01-20', on: '2026-01-22', at: '14:00', packOn: '2026-01-20' },
      { planned: '2026-02-17', on: '2026-02-17', at: '09:30', packOn: '2026-02-13' },
      { planned: '2026-03-03', on: '2026-03-03', at: '10:00', packOn: '2026-02-27' },
    ])
    expect(daysOf(changed, '2026-01-21', 1)).toEqual(['2026-01-22'])
  })

  it('has one that is moved beyond the next in its order', () => {
    const changes = [{ planned: day('2026-01-20'), on: day('2026-02-05') }]
    expect(daysOf(rhythm({ changes }), '2026-01-10', 3)).toEqual(['2026-02-03', '2026-02-05', '2026-02-17'])
  })
})

describe('a pack is due', () => {
  const dueOn = (today: string, of = rhythm()) => packsDue(of, scotland, day(today)).map(({ on }) => on)

  it('from the day on that it is planned for until the meeting, so that a missed day is made up for', () => {
    expect(dueOn('2026-01-15')).toEqual([])
    for (const today of ['2026-01-16', '2026-01-17', '2026-01-20'])
      expect(dueOn(today)).toEqual(['2026-01-20'])
    expect(dueOn('2026-01-21')).toEqual([])
  })

  it('at once when the meeting is moved to tomorrow, and not at all when it is left out', () => {
    const moved = rhythm({ changes: [{ planned: day('2026-01-20'), on: day('2026-01-13') }] })
    expect(dueOn('2026-01-12', moved)).toEqual(['2026-01-13'])
    expect(dueOn('2026-01-20', rhythm({ changes: [{ planned: day('2026-01-20'), leftOut: true }] }))).toEqual(
      [],
    )
  })
})
