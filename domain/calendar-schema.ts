import { z } from 'zod'
import type { Calendar, Overlay } from './calendar'
import { isLocalDate } from './time'

/** A document of changes, and which calendar it is laid over. */
export interface OverlayDocument extends Overlay {
  readonly base: { readonly id: string; readonly version: number }
}

type Table = Pick<Calendar, 'years' | 'holidays' | 'yearly'>
interface Fault {
  path: (string | number)[]
  message: string
}

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const count = z.int().positive()
const words = z.string().min(1)
const year = z.int().min(1900).max(2999)
const localDate = z.string().refine(isLocalDate, 'must be a date, YYYY-MM-DD')
// 2000 was a leap year, so that 29 February can be yearly
const monthDay = z.string().refine((text) => isLocalDate(`2000-${text}`), 'must be a month and a day, MM-DD')
const holiday = z.strictObject({ on: localDate, name: words })

const table = z
  .strictObject({
    id: code,
    version: count,
    title: words,
    years: z.strictObject({ from: year, until: year }).optional(),
    holidays: z.array(holiday),
    yearly: z.array(z.strictObject({ monthDay, name: words })).default([]),
  })
  .superRefine((document, context) => {
    const faults = [
      ...faultsOfOrder(
        document.holidays.map(({ on }) => on),
        (index) => ['holidays', index, 'on'],
      ),
      ...faultsOfOrder(
        document.yearly.map((one) => one.monthDay),
        (index) => ['yearly', index, 'monthDay'],
      ),
      ...faultsOfYearly(document),
      ...faultsOfYears(document),
    ]
    for (const fault of faults) context.addIssue({ code: 'custom', ...fault })
  })

const overlay = z
  .strictObject({
    id: code,
    version: count,
    title: words,
    base: z.strictObject({ id: code, version: count }),
    add: z.array(holiday),
    remove: z.array(localDate),
  })
  .superRefine(({ add, remove }, context) => {
    const faults = [
      ...faultsOfOrder(
        add.map(({ on }) => on),
        (index) => ['add', index, 'on'],
      ),
      ...faultsOfOrder(remove, (index) => ['remove', index]),
    ]
    for (const fault of faults) context.addIssue({ code: 'custom', ...fault })
  })

/**
 * Reads a calendar document: a table of holidays, or a council's changes to a calendar, which have a `base`. Throws an Error
 * that points into the document (`holidays.3.on: ...`) when it is neither.
 *
 * @param name what to call the document in the error
 */
export function parseCalendar(document: unknown, name: string): Calendar | OverlayDocument {
  const result = (isOverlay(document) ? overlay : table).safeParse(document)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `${issue.path.join('.') || 'document'}: ${issue.message}`)
  throw new Error(`${name} is not a calendar: ${faults.join('; ')}`)
}

function isOverlay(document: unknown): boolean {
  if (typeof document !== 'object' || document === null) return false
  return ['base', 'add', 'remove'].some((name) => name in document)
}

// Days are listed in their order, which shows what is missing, and each once.
function faultsOfOrder(days: readonly string[], pathOf: (index: number) => Fault['path']): Fault[] {
  return days.flatMap((day, index) => {
    const previous = days[index - 1]
    if (previous === undefined || previous < day) return []
    const message = previous === day ? `${day} is there twice` : `${day} must come before ${previous}`
    return [{ path: pathOf(index), message }]
  })
}

function faultsOfYearly({ holidays, yearly }: Table): Fault[] {
  return holidays.flatMap(({ on }, index) =>
    yearly.some((one) => one.monthDay === on.slice(5))
      ? [{ path: ['holidays', index, 'on'], message: `${on} is a yearly holiday already` }]
      : [],
  )
}

// A year without its holidays would be taken for one of weekdays only, and nobody would know.
function faultsOfYears({ years, holidays, yearly }: Table): Fault[] {
  if (years === undefined) {
    if (holidays.length === 0) return []
    return [{ path: ['years'], message: 'must say which years the dated holidays are complete for' }]
  }
  const { from, until } = years
  if (from > until) return [{ path: ['years', 'until'], message: `must not be before ${from}` }]
  const outside = holidays.flatMap(({ on }, index) =>
    yearOf(on) < from || yearOf(on) > until
      ? [{ path: ['holidays', index, 'on'], message: `${on} is not in the years ${from} to ${until}` }]
      : [],
  )
  if (yearly.length > 0) return outside
  const listed = new Set(holidays.map(({ on }) => yearOf(on)))
  const empty = Array.from({ length: until - from + 1 }, (_, index) => from + index)
    .filter((one) => !listed.has(one))
    .map((one) => ({ path: ['years'], message: `${one} has no holidays` }))
  return [...outside, ...empty]
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4))
}
