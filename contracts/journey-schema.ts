import { z } from 'zod'
import { agencyCode, correctionToRecord, documentUrl, EVENT_FIELDS } from './event-schemas'
import {
  AUTHORITIES,
  DEADLINE_STATUSES,
  DIARY_MEETINGS,
  LEGAL_BASES,
  PATHWAYS,
  PLACEMENT_TYPES,
  STAGES,
} from '../domain/codes'
import { OWNER_KINDS } from '../domain/owners'
import { EVENT_TYPES, FACT_TYPES } from '../domain/events'
import { MEETING_ANSWERS } from '../domain/answers'
import { NOTICE_STATUSES, RECIPIENTS } from '../domain/notices'
import { PARTS } from '../domain/permissions'
import { practiceClockSchema } from './practice-schema'

/** The id of a journey, as it stands in a path. */
export const journeyParams = z.strictObject({
  id: z
    .uuid()
    .toLowerCase()
    .meta({ description: 'The id of the journey', example: '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e10' }),
})

const date = z.iso
  .date()
  .meta({ description: 'A day of the civil calendar in Europe/London', example: '2026-03-27' })
const moment = z.iso
  .datetime({ offset: true })
  .meta({ description: "A moment, with London's offset of then", example: '2026-03-27T15:30:00+00:00' })
const occurrence = z
  .union([date, moment])
  .meta({ description: 'A date where the time was not recorded, else a moment' })

const eventAsRecorded = {
  id: z.uuid(),
  number: z.int().min(1).meta({ description: 'Counts the events of the journey, in the order of recording' }),
  occurredAt: occurrence,
  recordedAt: moment,
  recordedBy: z.string().meta({ description: 'The id of the person or system that recorded it' }),
  source: z
    .strictObject({ system: z.string(), id: z.string().optional() })
    .optional()
    .meta({ description: 'The system that it came from' }),
  correctedBy: z
    .uuid()
    .optional()
    .meta({ description: 'The last correction of this event: it does not stand as it was recorded' }),
  withdrawn: z.boolean().optional().meta({ description: 'The correction says that it did not happen' }),
  erased: z
    .boolean()
    .optional()
    .meta({ description: 'What people wrote in it was erased for good: codes and dates are left' }),
}

const facts = FACT_TYPES.map((type) =>
  EVENT_FIELDS[type].extend({ type: z.literal(type), documentUrl, ...eventAsRecorded }),
)
const correction = correctionToRecord.extend({
  type: z.literal('event-corrected'),
  ...eventAsRecorded,
  reason: correctionToRecord.shape.reason.optional().meta({ description: 'Absent only when it was erased' }),
})
const events = [...facts, correction]
type AnyEvent = (typeof events)[number]

/** An event as it is answered: with its own fields, and when and by whom it was recorded. */
export const eventSchema = z
  .discriminatedUnion('type', events as [AnyEvent, ...AnyEvent[]])
  .meta({ id: 'Event', description: 'A fact that a person recorded about a journey' })

const basis = z
  .strictObject({
    kind: z.enum(['law', 'local-aim', 'test-of-change']),
    citation: z.string(),
    confidence: z.enum(['confirmed', 'by-analogy', 'unconfirmed']),
    note: z.string().optional(),
  })
  .meta({ id: 'Basis', description: 'On whose authority a rule stands, and how sure we are of it' })

const instance = {
  instance: z.int().min(1).meta({ description: "Counts the starts of the rule's clock in this journey" }),
  dueOn: date
    .nullable()
    .meta({ description: 'Due through the end of this day; null while the clock has not started' }),
  dueAt: moment.optional().meta({ description: 'Of an hours rule: the exact moment' }),
  metOn: date.optional(),
  status: z.enum(DEADLINE_STATUSES),
}

const deadline = z
  .strictObject({
    ruleId: z.string(),
    title: z.string(),
    ...instance,
    basis,
    instances: z
      .array(z.strictObject(instance))
      .optional()
      .meta({ description: 'Of a rule whose clock has started more than once: every instance' }),
  })
  .meta({
    id: 'Deadline',
    description: 'A rule with its current instance: the first that is still to be met, else the last',
  })

const because = z.array(z.string()).meta({ description: 'Each step of the arithmetic, in words' })

/** A deadline as it is answered to "why this date?". */
export const deadlineAnswerSchema = z
  .strictObject({
    ruleId: z.string(),
    title: z.string(),
    ...instance,
    dueAt: moment.nullable().meta({ description: 'Of an hours rule: the exact moment' }),
    basis,
    because,
    instances: z
      .array(z.strictObject({ ...instance, because }))
      .meta({ description: 'Every time that the clock has started' }),
  })
  .meta({ id: 'DeadlineExplained' })

export type DeadlineAnswer = z.output<typeof deadlineAnswerSchema>

/** Somebody who is invited to a meeting, and what they answered. */
export const invitedSchema = z
  .strictObject({
    agency: agencyCode,
    recipient: z.enum(RECIPIENTS),
    person: z.string().optional().meta({ description: 'The id of the lead worker or the chair' }),
    answer: z.enum(MEETING_ANSWERS).nullable().meta({
      description: 'To the date as it stands; null while they have not answered. `counter`: another time',
    }),
    at: moment.optional().meta({ description: 'When they answered' }),
    proposed: occurrence.optional().meta({ description: 'The other time that they propose' }),
    status: z.enum(NOTICE_STATUSES).meta({ description: 'How the invitation itself ended' }),
  })
  .meta({ id: 'Invited' })

const diaryEntry = z
  .strictObject({
    meeting: z.enum(DIARY_MEETINGS),
    date: occurrence,
    movedFrom: occurrence.optional(),
    cancelled: z.boolean(),
    setBy: z.uuid().meta({ description: 'The event that set the date' }),
    heldBy: z.uuid().optional().meta({ description: 'The event that recorded the meeting' }),
    invited: z.array(invitedSchema).meta({
      description: 'Who is invited to it as it stands; a partner agency sees itself',
    }),
  })
  .meta({ id: 'DiaryEntry', description: 'A meeting that has a date' })

const possible = z
  .strictObject({
    type: z.enum(EVENT_TYPES),
    allowed: z.boolean(),
    because: z.string().optional().meta({ description: 'Why it cannot be recorded now' }),
    remedy: z.string().optional().meta({ description: 'What would make it possible' }),
  })
  .meta({ id: 'Possible' })

/** A journey by what people know it by. */
export const namedJourneySchema = z
  .strictObject({ id: z.uuid(), childReference: z.string() })
  .meta({ id: 'NamedJourney' })

const owner = z
  .strictObject({
    person: z.string().nullable().meta({ description: 'The id of a person; null when it is a gap' }),
    as: z.enum(OWNER_KINDS),
    because: z.string(),
  })
  .meta({ id: 'Owner', description: 'Who answers for a journey today: never nobody while a manager is here' })

const warning = z
  .strictObject({ code: z.string(), message: z.string(), eventId: z.uuid() })
  .meta({ id: 'Warning', description: 'Something that is not refused but should not pass unseen' })

const circumstances = z
  .strictObject({
    legalBasis: z.enum(LEGAL_BASES),
    legalBasisUntil: date.optional().meta({ description: 'The last day of an order that says so itself' }),
    placement: z
      .strictObject({
        placementType: z.enum(PLACEMENT_TYPES),
        placedIn: z.enum(AUTHORITIES).optional().meta({ description: 'In the area of another authority' }),
        setBy: z.uuid().meta({ description: 'The event that says so' }),
      })
      .optional()
      .meta({
        description: 'Absent where nobody has said where the child lives, or the placement has ended',
      }),
    cover: z
      .strictObject({ worker: z.string(), until: date.optional() })
      .optional()
      .meta({ description: 'Who covers for the lead worker, as it was said last' }),
    consentRequiredFrom: date
      .optional()
      .meta({ description: "From this day the child's own consent to an order is needed" }),
  })
  .meta({ id: 'Circumstances', description: 'How the child is looked after, by all that stands' })

/** Why a journey's state was judged from the record: the workflow is behind it or silent, or the journey is closed. */
export const SOURCE_REASONS = ['behind', 'closed', 'silent'] as const
export type SourceReason = (typeof SOURCE_REASONS)[number]

const withheld = z.array(z.enum(PARTS)).meta({
  description:
    'The parts of which nothing is shown to the caller: they are absent. `words` are what people wrote in their own words',
})

/** A journey as it is answered. */
export const journeySchema = z
  .strictObject({
    id: z.uuid(),
    childReference: z.string(),
    pathway: z.enum(PATHWAYS),
    stage: z.enum(STAGES),
    locality: z.string(),
    team: z.string().nullable(),
    worker: z.string().nullable(),
    owner,
    siblings: z
      .array(namedJourneySchema)
      .meta({ description: 'The journeys of brothers and sisters that the caller may see' }),
    circumstances,
    version: z.int().min(1).meta({ description: 'The number of its last event; also its ETag' }),
    events: z.array(eventSchema).meta({ description: 'As they were recorded, in that order' }),
    deadlines: z.array(deadline).meta({ description: 'Every rule of the policy, in its order' }),
    diary: z.array(diaryEntry),
    possible: z
      .array(possible)
      .meta({ description: 'What the caller can record now, and why not what they cannot' }),
    warnings: z.array(warning),
    policy: z.strictObject({ id: z.string(), version: z.int().min(1), hash: z.string() }),
    cohort: z.string().nullable().meta({
      description:
        'Of which test of change it is, by where and when it began; adopting a policy changes it not',
    }),
    closed: z.boolean(),
    source: z.enum(['workflow', 'record']).meta({ description: 'Who judged stage and statuses' }),
    sourceBecause: z.enum(SOURCE_REASONS).optional().meta({ description: 'Why the record did, when it did' }),
    asOf: moment.meta({ description: 'The moment for which stage and statuses are judged' }),
    practice: practiceClockSchema
      .optional()
      .meta({ description: 'Of a practice journey, about no child: its clock. Absent of a real one' }),
    withheld,
  })
  .meta({ id: 'Journey' })

export type JourneyAnswer = z.output<typeof journeySchema>

/** A journey as it is answered to a partner agency: its part of it, and nothing else. */
export const agencyJourneySchema = journeySchema
  .pick({
    id: true,
    childReference: true,
    stage: true,
    locality: true,
    version: true,
    policy: true,
    closed: true,
    source: true,
    sourceBecause: true,
    asOf: true,
    practice: true,
    withheld: true,
  })
  .extend({
    agencies: z.array(agencyCode).meta({ description: 'Whose part this is' }),
    deadlines: z.array(deadline).meta({ description: 'Those of which the agency is told' }),
    diary: z.array(diaryEntry).meta({ description: 'Meetings whose date the agency was told' }),
  })
  .meta({ id: 'JourneyForAgency', description: "A partner agency's part of a journey" })

export type AgencyJourneyAnswer = z.output<typeof agencyJourneySchema>

/** A journey as it is answered to whoever reads it. */
export const shownJourneySchema = z.union([journeySchema, agencyJourneySchema])
