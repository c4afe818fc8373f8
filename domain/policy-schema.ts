import { z } from 'zod'
import type { Calendar } from './calendar'
import { AGENCIES } from './codes'
import { EVENT_TYPES } from './events'
import { CLOCKS, OUTCOMES, SENIORS, type Policy } from './policy'
import { isLocalDate } from './time'

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const count = z.int().positive()
const localDate = z.string().refine(isLocalDate, 'must be a date, YYYY-MM-DD')

const within = z.union([
  z.strictObject({ hours: count }),
  z.strictObject({ days: count }),
  z.strictObject({ weeks: count }),
  z.strictObject({ months: count }),
  z.strictObject({ workingDays: count, calendar: code }),
])
const before = z.union([z.strictObject({ days: count }), z.strictObject({ hours: count })])
const agencies = z.array(z.enum(AGENCIES)).min(1)

const rule = z.strictObject({
  id: code,
  title: z.string().min(1),
  clock: z.enum(CLOCKS),
  within,
  startsAfter: z.strictObject({ months: count, notBefore: localDate.optional() }).optional(),
  inAll: z.strictObject({ days: count }).optional(),
  metBy: z.enum(OUTCOMES),
  basis: z.strictObject({
    kind: z.enum(['law', 'local-aim', 'test-of-change']),
    citation: z.string().min(1),
    confidence: z.enum(['confirmed', 'by-analogy', 'unconfirmed']),
    note: z.string().optional(),
  }),
  concerns: agencies,
  reminders: z.array(before).optional(),
  effectiveFrom: localDate.optional(),
  effectiveUntil: localDate.optional(),
})

const policy = z
  .strictObject({
    id: code,
    version: count,
    authority: z.string().min(1),
    title: z.string().min(1),
    localities: z.array(z.strictObject({ id: code, name: z.string().min(1) })).min(1),
    rules: z.array(rule).min(1),
    calendars: z.record(code, count).default({}),
    workingCalendar: code.optional(),
    reminders: z.array(before),
    noticeHour: z.int().min(0).max(23),
    escalation: z.array(z.strictObject({ after: z.strictObject({ days: count }), to: z.enum(SENIORS) })),
    told: z.partialRecord(z.enum(EVENT_TYPES), agencies),
  })
  .superRefine((document, context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    document.localities.forEach(({ id }, index) => {
      if (document.localities.findIndex((other) => other.id === id) !== index)
        fault(['localities', index, 'id'], `${id} is there twice`)
    })
    document.rules.forEach((one, index) => {
      const { within } = one
      if ('workingDays' in within && !(within.calendar in document.calendars))
        fault(
          ['rules', index, 'within', 'calendar'],
          `${within.calendar} is not among the policy's calendars`,
        )
      const other = document.rules
        .slice(0, index)
        .find((before) => before.id === one.id && overlap(before, one))
      if (other !== undefined)
        fault(
          ['rules', index, 'id'],
          `${one.id} is there twice for the same days: versions follow one another`,
        )
    })
    const { workingCalendar, calendars } = document
    if (workingCalendar !== undefined && !(workingCalendar in calendars))
      fault(['workingCalendar'], `${workingCalendar} is not among the policy's calendars`)
  })

interface InForce {
  readonly effectiveFrom?: string
  readonly effectiveUntil?: string
}

// The versions of a rule that changed in law follow one another.
function overlap(a: InForce, b: InForce): boolean {
  const startsInTime = (one: InForce, other: InForce) =>
    (one.effectiveFrom ?? '') <= (other.effectiveUntil ?? '9999-12-31')
  return startsInTime(a, b) && startsInTime(b, a)
}

/** Gives a calendar in a version; throws an Error when there is none. */
export type CalendarOf = (id: string, version: number) => Calendar

const noCalendars: CalendarOf = (id, version) => {
  throw new Error(`there is no calendar ${id} version ${version}`)
}

/**
 * Reads a policy document. Throws an Error that points into the document (`rules.3.within: ...`) when it is not one.
 *
 * @param name what to call the document in the error
 * @param calendarOf the calendars that the document may pin
 */
export function parsePolicy(document: unknown, name: string, calendarOf: CalendarOf = noCalendars): Policy {
  const result = policy.safeParse(document)
  if (!result.success) throw notAPolicy(name, result.error.issues)
  const calendars: Record<string, Calendar> = {}
  for (const [id, version] of Object.entries(result.data.calendars)) {
    try {
      calendars[id] = calendarOf(id, version)
    } catch (error) {
      throw notAPolicy(name, [{ path: ['calendars', id], message: (error as Error).message }])
    }
  }
  return { ...result.data, calendars }
}

function notAPolicy(
  name: string,
  issues: readonly { readonly path: PropertyKey[]; readonly message: string }[],
): Error {
  const faults = issues.map(({ path, message }) => `${path.map(String).join('.') || 'document'}: ${message}`)
  return new Error(`${name} is not a policy: ${faults.join('; ')}`)
}
