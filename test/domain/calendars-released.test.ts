import { isWorkingDay, nonWorkingReason } from '../../domain/calendar'
import { plusDays, type LocalDate } from '../../domain/time'
import scotland1 from '../../policies/calendars/scotland/1.json'
import { hashOf } from '../../policies/hash'
import { calendarOf } from '../../policies/released-calendars'

const scotland = calendarOf('scotland', 1)
const hearings = calendarOf('hearings', 1)

// www.gov.uk/bank-holidays, Scotland, as people read it there: each with its weekday, so that a slip shows.
const GOV_UK: Readonly<Record<number, readonly string[]>> = {
  2018: [
    'Monday 1 January: New Year’s Day',
    'Tuesday 2 January: 2nd January',
    'Friday 30 March: Good Friday',
    'Monday 7 May: Early May bank holiday',
    'Monday 28 May: Spring bank holiday',
    'Monday 6 August: Summer bank holiday',
    'Friday 30 November: St Andrew’s Day',
    'Tuesday 25 December: Christmas Day',
    'Wednesday 26 December: Boxing Day',
  ],
  2019: [
    'Tuesday 1 January: New Year’s Day',
    'Wednesday 2 January: 2nd January',
    'Friday 19 April: Good Friday',
    'Monday 6 May: Early May bank holiday',
    'Monday 27 May: Spring bank holiday',
    'Monday 5 August: Summer bank holiday',
    'Monday 2 December: St Andrew’s Day (substitute day)',
    'Wednesday 25 December: Christmas Day',
    'Thursday 26 December: Boxing Day',
  ],
  2020: [
    'Wednesday 1 January: New Year’s Day',
    'Thursday 2 January: 2nd January',
    'Friday 10 April: Good Friday',
    'Friday 8 May: Early May bank holiday (VE day)',
    'Monday 25 May: Spring bank holiday',
    'Monday 3 August: Summer bank holiday',
    'Monday 30 November: St Andrew’s Day',
    'Friday 25 December: Christmas Day',
    'Monday 28 December: Boxing Day (substitute day)',
  ],
  2021: [
    'Friday 1 January: New Year’s Day',
    'Monday 4 January: 2nd January (substitute day)',
    'Friday 2 April: Good Friday',
    'Monday 3 May: Early May bank holiday',
    'Monday 31 May: Spring bank holiday',
    'Monday 2 August: Summer bank holiday',
    'Tuesday 30 November: St Andrew’s Day',
    'Monday 27 December: Christmas Day (substitute day)',
    'Tuesday 28 December: Boxing Day (substitute day)',
  ],
  2022: [
    'Monday 3 January: New Year’s Day (substitute day)',
    'Tuesday 4 January: 2nd January (substitute day)',
    'Friday 15 April: Good Friday',
    'Monday 2 May: Early May bank holiday',
    'Thursday 2 June: Spring bank holiday',
    'Friday 3 June: Platinum Jubilee bank holiday',
    'Monday 1 August: Summer bank holiday',
    'Monday 19 September: Bank Holiday for the State Funeral of Queen Elizabeth II',
    'Wednesday 30 November: St Andrew’s Day',
    'Monday 26 December: Boxing Day',
    'Tuesday 27 December: Christmas Day (substitute day)',
  ],
  2023: [
    'Monday 2 January: New Year’s Day (substitute day)',
    'Tuesday 3 January: 2nd January (substitute day)',
    'Friday 7 April: Good Friday',
    'Monday 1 May: Early May bank holiday',
    'Monday 8 May: Bank holiday for the coronation of King Charles III',
    'Monday 29 May: Spring bank holiday',
    'Monday 7 August: Summer bank holiday',
    'Thursday 30 November: St Andrew’s Day',
    'Monday 25 December: Christmas Day',
    'Tuesday 26 December: Boxing Day',
  ],
  2024: [
    'Monday 1 January: New Year’s Day',
    'Tuesday 2 January: 2nd January',
    'Friday 29 March: Good Friday',
    'Monday 6 May: Early May bank holiday',
    'Monday 27 May: Spring bank holiday',
    'Monday 5 August: Summer bank holiday',
    'Monday 2 December: St Andrew’s Day (substitute day)',
    'Wednesday 25 December: Christmas Day',
    'Thursday 26 December: Boxing Day',
  ],
  2025: [
    'Wednesday 1 January: New Year’s Day',
    'Thursday 2 January: 2nd January',
    'Friday 18 April: Good Friday',
    'Monday 5 May: Early May bank holiday',
    'Monday 26 May: Spring bank holiday',
    'Monday 4 August: Summer bank holiday',
    'Monday 1 December: St Andrew’s Day (substitute day)',
    'Thursday 25 December: Christmas Day',
    'Friday 26 December: Boxing Day',
  ],
  2026: [
    'Thursday 1 January: New Year’s Day',
    'Friday 2 January: 2nd January',
    'Friday 3 April: Good Friday',
    'Monday 4 May: Early May bank holiday',
    'Monday 25 May: Spring bank holiday',
    'Monday 15 June: World Cup bank holiday',
    'Monday 3 August: Summer bank holiday',
    'Monday 30 November: St Andrew’s Day',
    'Friday 25 December: Christmas Day',
    'Monday 28 December: Boxing Day (substitute day)',
  ],
  2027: [
    'Friday 1 January: New Year’s Day',
    'Monday 4 January: 2nd January (substitute day)',
    'Friday 26 March: Good Friday',
    'Monday 3 May: Early May bank holiday',
    'Monday 31 May: Spring bank holiday',
    'Monday 2 August: Summer bank holiday',
    'Tuesday 30 November: St Andrew’s Day',
    'Monday 27 December: Christmas Day (substitute day)',
    'Tuesday 28 December: Boxing Day (substitute day)',
  ],
  2028: [
    'Monday 3 January: New Year’s Day (substitute day)',
    'Tuesday 4 January: 2nd January (substitute day)',
    'Friday 14 April: Good Friday',
    'Monday 1 May: Early May bank holiday',
    'Monday 29 May: Spring bank holiday',
    'Monday 7 August: Summer bank holiday',
    'Thursday 30 November: St Andrew’s Day',
    'Monday 25 December: Christmas Day',
    'Tuesday 26 December: Boxing Day',
  ],
}

const inWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
})
const written = ({ on, name }: { on: string; name: string }) =>
  `${inWords.format(new Date(on)).replace(',', '')}: ${name}`

function daysOf(year: number): LocalDate[] {
  const days: LocalDate[] = []
  for (let on = `${year}-01-01` as LocalDate; on.startsWith(`${year}-`); on = plusDays(on, 1)) days.push(on)
  return days
}

describe('Scotland’s bank holidays', () => {
  const years = Object.entries(GOV_UK).map(([year, holidays]) => [Number(year), holidays] as const)

  test.each(years)('of %i are those that gov.uk lists', (year, holidays) => {
    const ours = scotland.holidays.filter(({ on }) => on.startsWith(`${year}-`))
    expect(ours.map(written)).toEqual(holidays)
  })

  test.each(years)('are the only weekdays of %i that are not worked', (year, holidays) => {
    const notWorked = daysOf(year).flatMap((on) => {
      const name = nonWorkingReason(scotland, on)
      return name === undefined || name === 'Saturday' || name === 'Sunday' ? [] : [{ on, name }]
    })
    expect(notWorked.map(written)).toEqual(holidays)
  })

  test('are those of 2018 to 2028, with no other year and none of every year', () => {
    expect(scotland.years).toEqual({ from: 2018, until: 2028 })
    expect(Object.keys(GOV_UK).map(Number)).toEqual([
      2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028,
    ])
    expect(scotland.holidays).toHaveLength(Object.values(GOV_UK).flat().length)
    expect(scotland.yearly).toEqual([])
  })
})

describe('the calendar of hearings', () => {
  test.each([1999, 2018, 2026, 2028, 2029, 2100])(
    'leaves out weekends, Christmas, Boxing Day and the first two days of %i, and nothing else',
    (year) => {
      const holidays = [`${year}-01-01`, `${year}-01-02`, `${year}-12-25`, `${year}-12-26`]
      for (const on of daysOf(year)) {
        const weekend = /^S/.test(inWords.format(new Date(on)))
        expect([on, isWorkingDay(hearings, on)]).toEqual([on, !weekend && !holidays.includes(on)])
      }
    },
  )
})

describe('a released calendar', () => {
  test('has another hash when one day of it moves', () => {
    const moved = structuredClone(scotland1)
    moved.holidays[0]!.on = '2018-01-03'
    expect(hashOf(moved)).not.toBe(hashOf(scotland1))
  })

  test('of another name or version is an error that says which there are', () => {
    expect(() => calendarOf('atlantis', 1)).toThrow(
      'There is no calendar atlantis version 1: there is hearings version 1, kinlarroch version 1, scotland version 1',
    )
    expect(() => calendarOf('scotland', 99)).toThrow(/no calendar scotland version 99: .*scotland version 1/)
  })
})
