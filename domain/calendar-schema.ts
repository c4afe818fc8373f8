import { z } from 'zod'
import type { Calendar, Overlay } from './calendar'
import { DocumentError, faultsOf, type DocumentFault } from './document-faults'
import { isLocalDate } from './time'

/** A document of changes, and which calendar it is laid over. */
export interface OverlayDocument extends Overlay {
  readonly base: { readonly id: string; readonly version: number }
}

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const count = z.int('must be a whole number').positive('must be more than 0')
const words = z.string().trim().min(1, 'must not be empty')
const year = z.int('must be a year').min(1900, 'must be a year from 1900').max(2999, 'must be a year to 2999')
const localDate = z.string().refine(isLocalDate, 'must be a date, YYYY-MM-DD')
// 2000 was a leap year, so that 29 February can be yearly
const isMonthDay = (text: string) => isLocalDate(`2000-${text}`)
const monthDay = z.string().refine(isMonthDay, 'must be a month and a day, MM-DD')
const holiday = z.strictObject({ on: localDate, name: words })

const table = z.strictObject({
  id: code,
  version: count,
  title: words,
  years: z.strictObject({ from: year, until: year }).optional(),
  holidays: z.array(holiday),
  yearly: z.array(z.strictObject({ monthDay, name: words })).default([]),
})

const overlay = z.strictObject({
  id: code,
  version: count,
  title: words,
  base: z.strictObject({ id: code, version: count }),
  add: z.array(holiday),
  remove: z.array(localDate),
})

/**
 * Reads a calendar document: a table of holidays, or a council's changes to a calendar, which have a `base`. Throws
 * DocumentError with all that is wrong in it, each fault by its place in the document (`holidays.3.on`), when it is neither.
 *
 * @param name what to call the document in the error
 */
export function parseCalendar(document: unknown, name: string): Calendar | OverlayDocument {
  const changes = isOverlay(document)
  const result = (changes ? overlay : table).safeParse(document)
  const faults = [
    ...(result.success ? [] : faultsOf(result.error.issues, document)),
    ...(changes ? faultsOfOverlay(document) : faultsOfTable(document)),
  ]
  if (!result.success || faults.length > 0) throw new DocumentError(name, 'a calendar', faults)
  return result.data
}

function isOverlay(document: unknown): boolean {
  if (typeof document !== 'object' || document === null) return false
  return ['base', 'add', 'remove'].some((name) => name in document)
}

/** A day as it stands in a document, and where. */
interface Dated {
  readonly path: string
  readonly day: string
}

function faultsOfTable(document: unknown): DocumentFault[] {
  const holidays = daysIn(document, 'holidays', 'on')
  const yearly = daysIn(document, 'yearly', 'monthDay', isMonthDay)
  return [
    ...faultsOfOrder(holidays),
    ...faultsOfOrder(yearly),
    ...faultsOfYearly(holidays, yearly),
    ...faultsOfYears(document, holidays, yearly.length > 0),
  ]
}

function faultsOfOverlay(document: unknown): DocumentFault[] {
  return [...faultsOfOrder(daysIn(document, 'add', 'on')), ...faultsOfOrder(daysIn(document, 'remove'))]
}

// What is misshapen is passed over here: the schema tells of it.
function daysIn(
  document: unknown,
  list: string,
  name?: string,
  isDay: (text: string) => boolean = isLocalDate,
): Dated[] {
  const entries = (document as Readonly<Record<string, unknown>> | null)?.[list]
  if (!Array.isArray(entries)) return []
  return entries.flatMap((entry: unknown, index) => {
    const day = name === undefined ? entry : (entry as Readonly<Record<string, unknown>> | null)?.[name]
    const path = name === undefined ? `${list}.${index}` : `${list}.${index}.${name}`
    return typeof day === 'string' && isDay(day) ? [{ path, day }] : []
  })
}

// Days are listed in their order, which shows what is missing, and each once.
function faultsOfOrder(days: readonly Dated[]): DocumentFault[] {
  return days.flatMap(({ path, day }, index) => {
    const previous = days[index - 1]
    if (previous === undefined || previous.day < day) return []
    if (previous.day === day)
      return [{ path, message: `${day} is there twice`, remedy: 'Leave one of the two out' }]
    return [
      { path, message: `${day} must come before ${previous.day}`, remedy: 'List the days in their order' },
    ]
  })
}

function faultsOfYearly(holidays: readonly Dated[], yearly: readonly Dated[]): DocumentFault[] {
  return holidays
    .filter(({ day }) => yearly.some((one) => one.day === day.slice(5)))
    .map(({ path, day }) => ({
      path,
      message: `${day} is a yearly holiday already`,
      remedy: 'Leave it out of the dated holidays',
    }))
}

// A year without its holidays would be taken for one of weekdays only, and nobody would know.
function faultsOfYears(document: unknown, holidays: readonly Dated[], hasYearly: boolean): DocumentFault[] {
  const given = (document as { readonly years?: unknown } | null)?.years
  if (given === undefined) {
    if (holidays.length === 0) return []
    const message = 'must say which years the dated holidays are complete for'
    return [{ path: 'years', message, remedy: 'Give the first and the last year, as from and until' }]
  }
  const { from, until } = (given ?? {}) as { readonly from?: unknown; readonly until?: unknown }
  if (!isYear(from) || !isYear(until)) return []
  if (from > until) {
    const message = `must not be before ${from}`
    return [{ path: 'years.until', message, remedy: `Give ${from} or a later year` }]
  }
  const outside = holidays
    .filter(({ day }) => yearOf(day) < from || yearOf(day) > until)
    .map(({ path, day }) => ({
      path,
      message: `${day} is not in the years ${from} to ${until}`,
      remedy: 'Leave it out, or have its year among the years, with all of its holidays',
    }))
  if (hasYearly) return outside
  const listed = new Set(holidays.map(({ day }) => yearOf(day)))
  const empty = Array.from({ length: until - from + 1 }, (_, index) => from + index)
    .filter((one) => !listed.has(one))
    .map((one) => ({
      path: 'years',
      message: `${one} has no holidays`,
      remedy: `List the holidays of ${one}, or leave the year out`,
    }))
  return [...outside, ...empty]
}

function isYear(given: unknown): given is number {
  return year.safeParse(given).success
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}
