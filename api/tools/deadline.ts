import { z } from 'zod'
import { occurredAt, readOccurrence } from '../../contracts/event-schemas'
import { whyDate } from '../../contracts/why-words'
import { UncoveredYearError } from '../../domain/calendar'
import { ruleIdsOf, ruleInForce, type Policy, type Within } from '../../domain/policy'
import { clockStartOf, reckon, reckonRule, type Reckoned } from '../../domain/reckoning'
import { writeInstant, type Occurrence } from '../../domain/time'
import { invalidRequest, type Problem } from '../problem'
import { toolRoute } from '../route'

/** What a span can be counted in. */
export const UNITS = ['hours', 'days', 'weeks', 'months', 'working-days'] as const

const body = z
  .strictObject({
    startedAt: occurredAt,
    rule: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'A rule of the policy in force here' }),
    unit: z.enum(UNITS).optional(),
    count: z.int().min(1).max(10_000).optional(),
    calendar: z.string().trim().min(1).max(100).optional().meta({
      description: "Of working days: a calendar of the policy; the policy's own when it is left out",
    }),
  })
  .meta({ id: 'DateToReckon', description: 'Either `rule`, or `unit` and `count`' })

type Asked = z.output<typeof body>

export const reckonDeadlineRoute = toolRoute({
  path: '/api/v1/tools/deadline',
  action: 'tools.use',
  tag: 'Tools',
  summary: 'Reckon a date',
  description:
    'When something is due that started then: by a rule of the policy in force here, or by a span of time. Each step of ' +
    'the arithmetic is said in words, holidays skipped by name. Nothing is recorded.',
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'By a rule': { rule: 'seventy-two-hour-meeting', startedAt: '2026-03-27T15:30:00+00:00' },
    'By working days': { unit: 'working-days', count: 3, calendar: 'scotland', startedAt: '2026-04-02' },
  },
  answer: {
    status: 200,
    description: 'The date, and why',
    schema: z.strictObject({
      dueOn: z.iso.date(),
      dueAt: z.iso.datetime({ offset: true }).nullable().meta({ description: 'Of hours: the exact moment' }),
      because: z.array(z.string()),
    }),
  },
  problems: [],
  reckon(asked, { policy: { policy } }) {
    const startedAt = readOccurrence(asked.startedAt)
    const { reckoned, because } = reckonedBy(asked, startedAt, policy)
    const { dueOn, dueAt } = reckoned
    return { status: 200, body: { dueOn, dueAt: dueAt === undefined ? null : writeInstant(dueAt), because } }
  },
})

function reckonedBy(
  asked: Asked,
  startedAt: Occurrence,
  policy: Policy,
): { reckoned: Reckoned; because: string[] } {
  try {
    return asked.rule === undefined
      ? bySpan(asked, startedAt, policy)
      : byRule(asked, asked.rule, startedAt, policy)
  } catch (error) {
    if (!(error instanceof UncoveredYearError)) throw error
    throw wrong(
      'startedAt',
      `leads into ${error.year}, which calendar ${error.calendar} version ${error.version} does not cover`,
      error.message,
    )
  }
}

function byRule(asked: Asked, id: string, startedAt: Occurrence, policy: Policy) {
  for (const field of ['unit', 'count', 'calendar'] as const)
    if (asked[field] !== undefined)
      throw wrong(field, 'is not given together with a rule', `Leave out ${field}, or rule`)
  const known = ruleIdsOf(policy)
  if (!known.includes(id)) throw oneOf('rule', known)
  const delayed = policy.rules.filter((rule) => rule.id === id)
  const found = delayed
    .map((rule) => ({ rule, start: clockStartOf(rule, startedAt) }))
    .find(({ rule, start }) => ruleInForce(policy, id, start.from.on) === rule)
  if (found === undefined)
    throw wrong('startedAt', `is a day on which no version of ${id} is in force`, 'Give a day on which it is')
  const { rule, start } = found
  const reckoned = reckonRule(rule, start.from, {}, policy)
  const steps = [...start.steps, ...reckoned.steps]
  return { reckoned, because: whyDate(startedAt, { steps, dueOn: reckoned.dueOn }, policy, rule) }
}

function bySpan({ unit, count, calendar }: Asked, startedAt: Occurrence, policy: Policy) {
  if (unit === undefined)
    throw wrong('rule', 'is missing, and so is unit', 'Give a rule, or a unit and a count')
  if (count === undefined) throw wrong('count', 'is missing', 'Give how many, at least 1')
  if (calendar !== undefined && unit !== 'working-days')
    throw wrong('calendar', 'is only for working-days', 'Leave it out')
  const reckoned = reckon(startedAt, withinOf(unit, count, calendar, policy), policy)
  return { reckoned, because: whyDate(startedAt, reckoned, policy) }
}

function withinOf(
  unit: (typeof UNITS)[number],
  count: number,
  given: string | undefined,
  { calendars, workingCalendar }: Policy,
): Within {
  if (unit !== 'working-days') return { [unit]: count } as unknown as Within
  const calendar = given ?? workingCalendar
  if (calendar === undefined || !(calendar in calendars)) throw oneOf('calendar', Object.keys(calendars))
  return { workingDays: count, calendar }
}

function oneOf(field: string, known: readonly string[]): Problem {
  const one = `one of: ${known.join(', ')}`
  return wrong(field, `must be ${one}`, `Give ${one}`)
}

function wrong(field: string, message: string, remedy: string): Problem {
  return invalidRequest([{ field, message, remedy }])
}
