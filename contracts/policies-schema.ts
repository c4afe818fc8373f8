import { z } from 'zod'
import { DEADLINE_STATUSES } from '../domain/codes'
import { SENIORS } from '../domain/policy'
import { DEADLINE_CHANGES, type DeadlineChange } from '../domain/what-if'

const date = z.iso.date()
const moment = z.iso.datetime({ offset: true })
const code = z.string()
const named = z.strictObject({ id: code, name: z.string() })

/** A policy in a version. */
const policyVersion = z.strictObject({ id: code, version: z.int().min(1) })
const titledPolicy = policyVersion.extend({ title: z.string() }).meta({ id: 'PolicyVersion' })

const part = z
  .strictObject({ field: z.string(), name: z.string(), words: z.string() })
  .meta({ id: 'RulePart', description: 'A part of a rule: its field, what that is called, and what it says' })

const rule = z
  .strictObject({
    ruleId: code,
    title: z.string(),
    basis: z.strictObject({
      kind: z.enum(['law', 'local-aim', 'test-of-change']),
      citation: z.string(),
      confidence: z.enum(['confirmed', 'by-analogy', 'unconfirmed']),
      note: z.string().optional(),
    }),
    clock: z.string().meta({ description: 'What starts the clock, by its code' }),
    within: z.record(z.string(), z.union([z.int(), z.string()])),
    metBy: z.string().meta({ description: 'What meets it, by its code' }),
    concerns: z.array(code),
    effectiveFrom: date.optional(),
    effectiveUntil: date.optional(),
    inWords: z.array(part),
  })
  .meta({ id: 'PolicyRule' })

const holiday = z.strictObject({ on: date, name: z.string() })

/** A calendar as it is answered. */
export const calendarSchema = z
  .strictObject({
    id: code,
    version: z.int().min(1),
    title: z.string(),
    hash: z.string(),
    base: policyVersion.optional().meta({ description: 'What it is laid over, of a council’s own changes' }),
    years: z
      .strictObject({ from: z.int(), until: z.int() })
      .optional()
      .meta({ description: 'The years that it covers; every year when absent' }),
    holidays: z.array(holiday),
    yearly: z.array(z.strictObject({ monthDay: z.string(), name: z.string() })),
    removed: z.array(date).optional().meta({ description: 'Yearly holidays that are worked after all' }),
  })
  .meta({ id: 'Calendar' })

export type CalendarAnswer = z.output<typeof calendarSchema>

/** A policy in one version, as it is answered. */
export const policySchema = z
  .strictObject({
    id: code,
    version: z.int().min(1),
    hash: z.string().meta({ description: 'Of the document, which never changes' }),
    title: z.string(),
    authority: z.string(),
    inForce: z.boolean().meta({ description: 'New journeys begin under it' }),
    newest: z.boolean().meta({ description: 'No version of it is newer' }),
    variantOf: policyVersion.optional(),
    testOfChange: z
      .strictObject({
        title: z.string(),
        localities: z.array(code),
        cohort: code,
        from: date,
        until: date.optional(),
      })
      .optional(),
    variants: z
      .array(policyVersion)
      .meta({ description: 'The variants under which changes are tried, of this version' }),
    localities: z.array(named),
    agencies: z.array(named),
    rules: z.array(rule),
    calendars: z.array(policyVersion.extend({ title: z.string() })),
    workingCalendar: code.optional(),
    reminders: z.array(z.union([z.strictObject({ days: z.int() }), z.strictObject({ hours: z.int() })])),
    noticeHour: z.int(),
    escalation: z.array(z.strictObject({ after: z.strictObject({ days: z.int() }), to: z.enum(SENIORS) })),
    told: z.record(z.string(), z.array(code)),
    words: z.record(z.string(), z.string()).meta({ description: 'What this council calls things' }),
  })
  .meta({ id: 'Policy' })

export type PolicyAnswer = z.output<typeof policySchema>

const difference = z
  .strictObject({
    field: z.string(),
    name: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({
    id: 'PolicyDifference',
    description: 'What is otherwise, in words; null where a policy says nothing',
  })
const differences = z.array(difference)
const ruleAlone = z.strictObject({ ruleId: code, title: z.string(), parts: z.array(part) })

/** What is otherwise between two policies, as it is answered. */
export const comparisonSchema = z
  .strictObject({
    from: titledPolicy,
    to: titledPolicy,
    same: z.boolean(),
    rules: z.strictObject({
      added: z.array(ruleAlone),
      removed: z.array(ruleAlone),
      changed: z.array(z.strictObject({ ruleId: code, title: z.string(), fields: differences })),
    }),
    about: differences,
    localities: differences,
    agencies: differences,
    calendars: differences,
    told: differences,
    reminders: differences,
    escalation: differences,
    words: differences,
  })
  .meta({ id: 'PolicyComparison' })

export type ComparisonAnswer = z.output<typeof comparisonSchema>

const under = z.strictObject({
  dueOn: date,
  dueAt: moment.optional().meta({ description: 'Of an hours rule: the exact moment' }),
  status: z.enum(DEADLINE_STATUSES),
})

const changedDeadline = z
  .strictObject({
    ruleId: code,
    title: z.string(),
    instance: z.int().min(1),
    change: z.enum(DEADLINE_CHANGES).meta({
      description:
        '`stands-otherwise`: the same date, another status; `no-date`: the calendar of the policy does not cover the year',
    }),
    was: under.nullable(),
    wouldBe: under.nullable(),
  })
  .meta({ id: 'ChangedDeadline' })

const count = z.int().min(0)
const BY_CHANGE: Record<DeadlineChange, typeof count> = {
  moves: count,
  'stands-otherwise': count,
  begins: count,
  ends: count,
  'no-date': count,
}

const counts = z
  .strictObject({
    of: z.int().meta({ description: 'All open journeys that are to be looked at' }),
    lookedAt: z.int(),
    changed: z.int().meta({ description: 'Journeys with a deadline that would be another' }),
    alreadyUnder: z.int().meta({ description: 'Journeys that are under this very policy already' }),
    elsewhere: z.int().meta({ description: 'Journeys in a locality that the policy does not have' }),
    byRule: z.array(
      z.strictObject({
        ruleId: code,
        title: z.string(),
        ...BY_CHANGE,
      }),
    ),
  })
  .meta({ id: 'WhatIfCounts', description: 'From the first page to this one' })

/** What would change in open journeys, as it is answered. */
export const whatIfSchema = z
  .strictObject({
    policy: titledPolicy.extend({ draft: z.boolean() }),
    counts,
    items: z.array(
      z.strictObject({
        id: z.uuid(),
        childReference: z.string(),
        locality: z.string(),
        policy: policyVersion,
        changes: z.array(changedDeadline),
      }),
    ),
    withheld: z.array(z.literal('items')).meta({
      description: '`items`: the journeys are not for the caller, who may read none; the counts are',
    }),
    next: z.string().nullable(),
  })
  .meta({ id: 'WhatIf' })

export type WhatIfAnswer = z.output<typeof whatIfSchema>

/** What came of adopting a policy in open journeys, as it is answered. */
export const adoptionSchema = z
  .strictObject({
    policy: titledPolicy,
    adopted: z.int().min(0),
    journeys: z.array(z.uuid()).meta({ description: 'Those that have adopted it with this request' }),
    refused: z.array(
      z.strictObject({
        id: z.uuid(),
        childReference: z.string(),
        because: z.string(),
        remedy: z.string(),
      }),
    ),
    left: z.int().min(0).meta({
      description: 'How many can still adopt it: the same request, with another key, goes on with them',
    }),
  })
  .meta({ id: 'Adoption' })

export type AdoptionAnswer = z.output<typeof adoptionSchema>
