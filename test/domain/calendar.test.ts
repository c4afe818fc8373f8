import fc from 'fast-check'
import {
  isWorkingDay,
  lastWorkingDayOnOrBefore,
  nonWorkingReason,
  overlaid,
  plusWorkingDays,
  UncoveredYearError,
  type Calendar,
  type Overlay,
} from '../../domain/calendar'
import { parseCalendar } from '../../domain/calendar-schema'
import { plusDays, type LocalDate } from '../../domain/time'
import { libraryOf, type ReleasedCalendar } from '../../policies/library'
import { calendarOf } from '../../policies/released-calendars'

const day = (text: string) => text as LocalDate
const scotland = calendarOf('scotland', 1)
const hearings = calendarOf('hearings', 1)

// All that scotland covers, but for the end of its last year, so that counting up to 30 days has somewhere to arrive.
const starts = fc
  .integer({ min: 0, max: 3950 })
  .map((count) => plusDays(day('2018-01-01'), count))
  .filter((on) => on < '2028-11-01')
const counts = fc.integer({ min: 1, max: 30 })
const calendars = fc.constantFrom(scotland, hearings)

/** The days after one and up to another. */
function daysBetween(after: LocalDate, until: LocalDate): LocalDate[] {
  const days: LocalDate[] = []
  for (let on = plusDays(after, 1); on <= until; on = plusDays(on, 1)) days.push(on)
  return days
}

describe('counting working days', () => {
  test.each<[string, Calendar, string, number, string, string[]]>([
    ['within one week', scotland, '2026-03-02', 3, '2026-03-05', []],
    ['over a weekend', scotland, '2026-03-06', 3, '2026-03-11', ['2026-03-07 Saturday', '2026-03-08 Sunday']],
    [
      'from a Saturday, which is not counted and not passed over',
      scotland,
      '2026-03-07',
      1,
      '2026-03-09',
      ['2026-03-08 Sunday'],
    ],
    [
      'over the Easter weekend, whose Monday is worked in Scotland',
      scotland,
      '2026-04-02',
      1,
      '2026-04-06',
      ['2026-04-03 Good Friday', '2026-04-04 Saturday', '2026-04-05 Sunday'],
    ],
    ['over Easter for a hearing', hearings, '2026-04-02', 1, '2026-04-03', []],
    [
      'over Christmas when Boxing Day is on a Saturday',
      scotland,
      '2026-12-23',
      3,
      '2026-12-30',
      [
        '2026-12-25 Christmas Day',
        '2026-12-26 Saturday',
        '2026-12-27 Sunday',
        '2026-12-28 Boxing Day (substitute day)',
      ],
    ],
    [
      'over the same Christmas for a hearing, which knows no substitutes',
      hearings,
      '2026-12-23',
      3,
      '2026-12-29',
      ['2026-12-25 Christmas Day', '2026-12-26 Saturday', '2026-12-27 Sunday'],
    ],
    [
      'over a New Year on a Saturday',
      scotland,
      '2021-12-31',
      1,
      '2022-01-05',
      [
        '2022-01-01 Saturday',
        '2022-01-02 Sunday',
        '2022-01-03 New Year’s Day (substitute day)',
        '2022-01-04 2nd January (substitute day)',
      ],
    ],
    [
      'over New Year for a hearing, in any year',
      hearings,
      '2040-12-31',
      1,
      '2041-01-03',
      ['2041-01-01 New Year’s Day', '2041-01-02 2nd January'],
    ],
    [
      'over a St Andrew’s Day on a Saturday, kept on the Monday',
      scotland,
      '2024-11-29',
      1,
      '2024-12-03',
      ['2024-11-30 Saturday', '2024-12-01 Sunday', '2024-12-02 St Andrew’s Day (substitute day)'],
    ],
    [
      'over a St Andrew’s Day on a Sunday, kept on the Monday',
      scotland,
      '2025-11-28',
      1,
      '2025-12-02',
      ['2025-11-29 Saturday', '2025-11-30 Sunday', '2025-12-01 St Andrew’s Day (substitute day)'],
    ],
    [
      'over St Andrew’s Day in its week',
      scotland,
      '2023-11-29',
      1,
      '2023-12-01',
      ['2023-11-30 St Andrew’s Day'],
    ],
    [
      'over the World Cup holiday',
      scotland,
      '2026-06-12',
      3,
      '2026-06-18',
      ['2026-06-13 Saturday', '2026-06-14 Sunday', '2026-06-15 World Cup bank holiday'],
    ],
    ['up to the very last day that the table covers', scotland, '2028-12-28', 1, '2028-12-29', []],
  ])('%s', (_, calendar, start, count, on, skipped) => {
    const counted = plusWorkingDays(calendar, day(start), count)
    expect(counted.on).toBe(on)
    expect(counted.skipped.map((one) => `${one.on} ${one.because}`)).toEqual(skipped)
  })

  test('lands on a working day', () => {
    fc.assert(
      fc.property(calendars, starts, counts, (calendar, start, count) => {
        expect(isWorkingDay(calendar, plusWorkingDays(calendar, start, count).on)).toBe(true)
      }),
    )
  })

  test('counts as many working days as were asked for, and passes over all others in their order', () => {
    fc.assert(
      fc.property(calendars, starts, counts, (calendar, start, count) => {
        const { on, skipped } = plusWorkingDays(calendar, start, count)
        const days = daysBetween(start, on)
        expect(days.filter((one) => isWorkingDay(calendar, one))).toHaveLength(count)
        expect(skipped).toEqual(
          days
            .filter((one) => !isWorkingDay(calendar, one))
            .map((one) => ({ on: one, because: nonWorkingReason(calendar, one) })),
        )
        expect(skipped.length + count).toBe(days.length)
      }),
    )
  })

  test('in two parts arrives where counting in one does', () => {
    fc.assert(
      fc.property(calendars, starts, counts, counts, (calendar, start, first, second) => {
        fc.pre(start < '2028-10-01')
        const half = plusWorkingDays(calendar, start, first)
        const rest = plusWorkingDays(calendar, half.on, second)
        expect(plusWorkingDays(calendar, start, first + second)).toEqual({
          on: rest.on,
          skipped: [...half.skipped, ...rest.skipped],
        })
      }),
    )
  })

  test.each([0, -1, 1.5, Number.NaN])('of %p days is refused', (count) => {
    expect(() => plusWorkingDays(scotland, day('2026-03-02'), count)).toThrow(RangeError)
  })
})

describe('a day', () => {
  test.each([
    ['2026-03-06', undefined],
    ['2026-03-07', 'Saturday'],
    ['2026-03-08', 'Sunday'],
    ['2026-04-03', 'Good Friday'],
    ['2026-04-06', undefined],
    ['2026-11-30', 'St Andrew’s Day'],
  ])('%s is not worked in Scotland because of: %s', (on, because) => {
    expect(nonWorkingReason(scotland, day(on))).toBe(because)
    expect(isWorkingDay(scotland, day(on))).toBe(because === undefined)
  })

  test('that is a holiday on a weekend is the weekend', () => {
    expect(nonWorkingReason(hearings, day('2027-12-25'))).toBe('Saturday')
  })

  test.each([
    ['a working day is that day', '2026-03-06', '2026-03-06'],
    ['a Sunday is the Friday', '2026-03-08', '2026-03-06'],
    ['Easter Sunday is the Thursday', '2026-04-05', '2026-04-02'],
    ['2 January 2025 is Hogmanay', '2025-01-02', '2024-12-31'],
    ['a St Andrew’s Monday is the Friday', '2025-12-01', '2025-11-28'],
    ['the World Cup holiday is the Friday', '2026-06-15', '2026-06-12'],
  ])('the last working day on or before %s', (_, on, last) => {
    expect(lastWorkingDayOnOrBefore(scotland, day(on))).toBe(last)
  })

  test('has no working day between it and the last one on or before it', () => {
    fc.assert(
      fc.property(calendars, starts, (calendar, on) => {
        fc.pre(on > '2018-01-02')
        const last = lastWorkingDayOnOrBefore(calendar, on)
        expect(isWorkingDay(calendar, last)).toBe(true)
        expect(last <= on).toBe(true)
        expect(daysBetween(last, on).filter((one) => isWorkingDay(calendar, one))).toEqual([])
      }),
    )
  })
})

describe('a year that the table does not cover', () => {
  test.each([
    ['a Tuesday of 2029', '2029-03-06', 2029],
    ['a Saturday of 2029', '2029-03-10', 2029],
    ['New Year’s Day of 2029', '2029-01-01', 2029],
    ['Christmas of 2017', '2017-12-25', 2017],
    ['a Sunday of 2017', '2017-12-31', 2017],
  ])('is an error and no weekday: %s', (_, on, year) => {
    const fault = faultOf(() => nonWorkingReason(scotland, day(on)))
    expect(fault).toBeInstanceOf(UncoveredYearError)
    expect(fault).toMatchObject({ calendar: 'scotland', version: 1, year, name: 'UncoveredYearError' })
    expect(() => isWorkingDay(scotland, day(on))).toThrow(UncoveredYearError)
  })

  test('is named with the calendar, what it covers and the remedy', () => {
    expect(() => isWorkingDay(scotland, day('2029-03-06'))).toThrow(
      'Calendar scotland version 1 does not cover 2029 (it covers 2018 to 2028): release a version of it that lists the holidays of 2029',
    )
  })

  test('stops counting across 31 December 2028', () => {
    expect(() => plusWorkingDays(scotland, day('2028-12-28'), 2)).toThrow(UncoveredYearError)
    expect(() => plusWorkingDays(scotland, day('2028-12-29'), 1)).toThrow(/does not cover 2029/)
  })

  test('stops looking back across 1 January 2018', () => {
    expect(() => lastWorkingDayOnOrBefore(scotland, day('2018-01-02'))).toThrow(/does not cover 2017/)
  })

  test('is none of a calendar that holds for every year', () => {
    expect(isWorkingDay(hearings, day('1999-12-24'))).toBe(true)
    expect(isWorkingDay(hearings, day('2100-12-24'))).toBe(true)
  })
})

describe('a council’s changes', () => {
  const changes = (change: Partial<Overlay>): Overlay => ({
    id: 'council',
    version: 2,
    title: 'A council',
    add: [],
    remove: [],
    ...change,
  })
  const add = (on: string, name: string) => ({ add: [{ on: day(on), name }] })
  const remove = (...days: string[]) => ({ remove: days.map(day) })

  test('add a local holiday in its place among the others, and leave the base as it was', () => {
    const local = overlaid(scotland, changes(add('2026-10-05', 'Autumn holiday')))
    expect(local).toMatchObject({ id: 'council', version: 2, title: 'A council', years: scotland.years })
    expect(plusWorkingDays(local, day('2026-10-02'), 1)).toEqual({
      on: '2026-10-06',
      skipped: [
        { on: '2026-10-03', because: 'Saturday' },
        { on: '2026-10-04', because: 'Sunday' },
        { on: '2026-10-05', because: 'Autumn holiday' },
      ],
    })
    const days = local.holidays.map(({ on }) => on)
    expect(days).toEqual([...days].sort())
    expect(isWorkingDay(scotland, day('2026-10-05'))).toBe(true)
  })

  test('remove a bank holiday that the council works, and no other', () => {
    const local = overlaid(scotland, changes(remove('2026-08-03')))
    expect(isWorkingDay(local, day('2026-08-03'))).toBe(true)
    expect(isWorkingDay(local, day('2027-08-02'))).toBe(false)
    expect(isWorkingDay(scotland, day('2026-08-03'))).toBe(false)
  })

  test('remove a yearly holiday in one year alone', () => {
    const local = overlaid(hearings, changes(remove('2025-12-26')))
    expect(nonWorkingReason(local, day('2025-12-26'))).toBeUndefined()
    expect(nonWorkingReason(local, day('2024-12-26'))).toBe('Boxing Day')
    expect(nonWorkingReason(hearings, day('2025-12-26'))).toBe('Boxing Day')
  })

  test('may be changed again: what was removed is added under another name, and removed once more', () => {
    const without = overlaid(hearings, changes(remove('2025-12-26')))
    const renamed = overlaid(without, changes(add('2025-12-26', 'Staff day')))
    expect(nonWorkingReason(renamed, day('2025-12-26'))).toBe('Staff day')
    const again = overlaid(renamed, changes(remove('2025-12-26')))
    expect(nonWorkingReason(again, day('2025-12-26'))).toBeUndefined()
  })

  test('differ from the base on the changed days alone', () => {
    const local = overlaid(
      scotland,
      changes({ ...add('2026-10-05', 'Autumn holiday'), ...remove('2026-08-03', '2026-06-15') }),
    )
    const changed = daysBetween(day('2017-12-31'), day('2028-12-31')).filter(
      (on) => isWorkingDay(local, on) !== isWorkingDay(scotland, on),
    )
    expect(changed).toEqual(['2026-06-15', '2026-08-03', '2026-10-05'])
  })

  test.each<[string, Calendar, Partial<Overlay>, string]>([
    [
      'removing what is no holiday',
      scotland,
      remove('2026-08-04'),
      'Calendar council version 2 removes 2026-08-04, which is no holiday of scotland version 1',
    ],
    ['removing a holiday twice', scotland, remove('2026-08-03', '2026-08-03'), 'removes 2026-08-03'],
    ['removing a yearly holiday twice', hearings, remove('2026-12-25', '2026-12-25'), 'removes 2026-12-25'],
    ['removing a weekend', scotland, remove('2026-08-01'), 'removes 2026-08-01, which is no holiday'],
    [
      'adding what is a holiday',
      scotland,
      add('2026-08-03', 'Fair Monday'),
      'adds 2026-08-03 (Fair Monday), which is a holiday already (Summer bank holiday)',
    ],
    [
      'adding what is a yearly holiday',
      hearings,
      add('2026-12-25', 'Yule'),
      'a holiday already (Christmas Day)',
    ],
    [
      'adding in a year that is not covered',
      scotland,
      add('2029-10-01', 'Autumn holiday'),
      'does not cover 2029',
    ],
    ['removing in a year that is not covered', scotland, remove('2017-12-25'), 'does not cover 2017'],
  ])('are refused when %s', (_, base, change, message) => {
    expect(() => overlaid(base, changes(change))).toThrow(message)
  })
})

describe('a calendar document', () => {
  type Document = Record<string, unknown> & { holidays: Record<string, unknown>[] }
  const table = (): Document => ({
    id: 'practice',
    version: 1,
    title: 'Practice',
    years: { from: 2026, until: 2027 },
    holidays: [
      { on: '2026-04-03', name: 'Good Friday' },
      { on: '2026-12-28', name: 'Boxing Day (substitute day)' },
      { on: '2027-03-26', name: 'Good Friday' },
    ],
    yearly: [
      { monthDay: '01-01', name: 'New Year’s Day' },
      { monthDay: '12-25', name: 'Christmas Day' },
    ],
  })
  const council = () => ({
    id: 'council',
    version: 1,
    title: 'A council',
    base: { id: 'practice', version: 1 },
    add: [{ on: '2026-10-05', name: 'Autumn holiday' }],
    remove: ['2026-12-25', '2027-03-26'],
  })

  test('of a table is the calendar', () => {
    expect(parseCalendar(table(), 'draft.json')).toEqual(table())
  })

  test('may leave out what it has none of', () => {
    const { id, version, title } = table()
    const calendar = parseCalendar({ id, version, title, holidays: [] }, 'draft.json')
    expect(calendar).toEqual({ id, version, title, holidays: [], yearly: [] })
  })

  test.each<[string, RegExp, (document: Document) => void]>([
    ['30 February', /holidays\.0\.on: must be a date/, ({ holidays }) => (holidays[0]!['on'] = '2026-02-30')],
    ['a moment for a day', /holidays\.1\.on: /, ({ holidays }) => (holidays[1]!['on'] = '2026-12-28T00:00Z')],
    ['a holiday without a name', /holidays\.2\.name: /, ({ holidays }) => delete holidays[2]!['name']],
    [
      'a misspelt name',
      /holidays\.2\.nmae: is not known here/,
      ({ holidays }) => (holidays[2]!['nmae'] = 'Good Friday'),
    ],
    [
      'a day that is there twice',
      /holidays\.1\.on: 2026-04-03 is there twice/,
      ({ holidays }) => (holidays[1]!['on'] = '2026-04-03'),
    ],
    [
      'a day out of order',
      /holidays\.1\.on: 2026-01-02 must come before 2026-04-03/,
      ({ holidays }) => (holidays[1]!['on'] = '2026-01-02'),
    ],
    [
      'a day outside its years',
      /holidays\.2\.on: 2028-03-26 is not in the years 2026 to 2027/,
      ({ holidays }) => (holidays[2]!['on'] = '2028-03-26'),
    ],
    [
      'a day that is yearly already',
      /holidays\.1\.on: 2026-12-25 is a yearly holiday already/,
      ({ holidays }) => (holidays[1]!['on'] = '2026-12-25'),
    ],
    [
      'a yearly day that is none',
      /yearly\.0\.monthDay: must be a month and a day/,
      (one) => (one['yearly'] = [{ monthDay: '13-01', name: 'Christmas Day' }]),
    ],
    [
      'a yearly day that is there twice',
      /yearly\.1\.monthDay: 12-25 is there twice/,
      (one) =>
        (one['yearly'] = [
          { monthDay: '12-25', name: 'Christmas Day' },
          { monthDay: '12-25', name: 'Yule' },
        ]),
    ],
    [
      'years that end before they begin',
      /years\.until: /,
      (one) => (one['years'] = { from: 2027, until: 2026 }),
    ],
    ['dated holidays of no years', /years: must say which years/, (one) => delete one['years']],
    [
      'a year of no holidays at all',
      /years: 2028 has no holidays/,
      (one) => {
        one['years'] = { from: 2026, until: 2028 }
        delete one['yearly']
      },
    ],
    ['an id that is not kebab-case', /id: must be in kebab-case/, (one) => (one['id'] = 'Practice')],
    ['a version that is none', /version: /, (one) => (one['version'] = 0)],
    ['no list of holidays', /holidays: /, (one) => delete (one as Partial<Document>).holidays],
  ])('with %s is refused, and the error points into it', (_, expected, change) => {
    const changed = table()
    change(changed)
    expect(() => parseCalendar(changed, 'draft.json')).toThrow(/^draft\.json is not a calendar: /)
    expect(() => parseCalendar(changed, 'draft.json')).toThrow(expected)
  })

  test('that is no document at all is refused', () => {
    expect(() => parseCalendar(null, 'draft.json')).toThrow(/draft\.json is not a calendar: document: /)
  })

  test.each([
    ['no base', /base: /, { base: undefined }],
    ['a base of no version', /base\.version: /, { base: { id: 'practice' } }],
    [
      'an added day that is none',
      /add\.0\.on: must be a date/,
      { add: [{ on: '5 October', name: 'Autumn' }] },
    ],
    ['a removed day that is none', /remove\.1: must be a date/, { remove: ['2026-12-25', '2027-02-29'] }],
    ['a day removed twice', /remove\.1: 2026-12-25 is there twice/, { remove: ['2026-12-25', '2026-12-25'] }],
    ['a list of holidays', /holidays: is not known here/, { holidays: [] }],
  ])('of a council’s changes with %s is refused, and the error points into it', (_, expected, change) => {
    expect(() => parseCalendar({ ...council(), ...change }, 'council.json')).toThrow(expected)
  })

  test('of a council’s changes is laid over the calendar that it names', () => {
    const both = released([
      { document: table(), name: 'practice.json' },
      { document: council(), name: 'council.json' },
    ])
    const local = both.find(({ calendar }) => calendar.id === 'council')!.calendar
    expect(nonWorkingReason(local, day('2026-10-05'))).toBe('Autumn holiday')
    expect(isWorkingDay(local, day('2026-12-25'))).toBe(true)
    expect(isWorkingDay(local, day('2027-03-26'))).toBe(true)
    expect(nonWorkingReason(local, day('2026-12-28'))).toBe('Boxing Day (substitute day)')
    expect(() => isWorkingDay(local, day('2028-10-05'))).toThrow(/council version 1 does not cover 2028/)
  })

  test('of changes to a calendar that is not there, or to days that are not, is refused by its name', () => {
    expect(() => released([{ document: council(), name: 'council.json' }])).toThrow(
      'council.json: base: There is no calendar practice version 1: there is none. Name a calendar that there is',
    )
    expect(() =>
      released([
        { document: table(), name: 'practice.json' },
        { document: { ...council(), remove: ['2026-12-24'] }, name: 'council.json' },
      ]),
    ).toThrow(
      /council\.json: remove\.0: Calendar council version 1 removes 2026-12-24, which is no holiday of practice/,
    )
  })

  test('whose id and version are taken is refused', () => {
    const document = table()
    expect(() =>
      released([
        { document, name: 'practice.json' },
        { document, name: 'copy.json' },
      ]),
    ).toThrow(
      'copy.json: calendar practice version 1 is there already, in practice.json. Give yours an id of its own',
    )
  })
})

function released(
  documents: readonly { readonly document: Record<string, unknown>; readonly name: string }[],
): readonly ReleasedCalendar[] {
  const calendars = documents.map(({ document, name }) => ({
    name,
    id: String(document['id']),
    version: Number(document['version']),
    content: document,
  }))
  return libraryOf([{ policies: [], calendars, aims: [] }]).calendars
}

function faultOf(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
