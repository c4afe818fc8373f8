import { instant, isLocalDate, wallTime, writeInstant } from '../../domain/time'

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** What a person typed as a date, and a time where they knew one. */
export interface TypedDate {
  readonly day: string
  readonly month: string
  readonly year: string
  readonly time?: string
}

/** A date or moment for the API; undefined when nothing was typed; or what is wrong with it, in words for the person. */
export type ReadDate = { readonly value: string | undefined } | { readonly wrong: string }

/**
 * Reads a date as people type it: months by number or name ("3", "mar", "March"), a year of four figures, a time such as
 * 14:30, 14.30, 9am or 2.30pm. With a time it is a moment in London, without one a date alone.
 */
export function readDate({ day, month, year, time = '' }: TypedDate): ReadDate {
  const parts = [day, month, year].map((part) => part.trim())
  const missing = ['day', 'month', 'year'].filter((_, index) => parts[index] === '')
  if (missing.length === 3)
    return time.trim() === '' ? { value: undefined } : { wrong: 'must include a date' }
  if (missing.length > 0) return { wrong: `must include a ${missing.join(' and a ')}` }
  const on = `${parts[2]}-${monthOf(parts[1] ?? '')}-${(parts[0] ?? '').padStart(2, '0')}`
  if (!isLocalDate(on)) return { wrong: 'must be a real date, such as 27 3 2026' }
  if (time.trim() === '') return { value: on }
  const clock = readTime(time)
  if (clock === undefined) return { wrong: 'must have a time such as 14:30, or none' }
  const minute = wallTime(on, clock.hour, clock.minute)
  return { value: writeInstant(instant(Date.parse(minute) + clock.second * 1000)) }
}

function monthOf(typed: string): string {
  const byName = typed.length < 3 ? -1 : MONTHS.findIndex((month) => month.startsWith(typed.toLowerCase()))
  return (byName === -1 ? typed : String(byName + 1)).padStart(2, '0')
}

function readTime(typed: string): { hour: number; minute: number; second: number } | undefined {
  const found = /^(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2}))?)?\s*(am|pm)?$/i.exec(typed.trim())
  if (found === null) return undefined
  const [, hours, minutes, seconds, half] = found
  if (minutes === undefined && half === undefined) return undefined
  const minute = Number(minutes ?? 0)
  const second = Number(seconds ?? 0)
  const hour = half === undefined ? Number(hours) : afterHalf(Number(hours), half.toLowerCase())
  return hour <= 23 && minute <= 59 && second <= 59 ? { hour, minute, second } : undefined
}

function afterHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return 24
  return (hour % 12) + (half === 'pm' ? 12 : 0)
}
