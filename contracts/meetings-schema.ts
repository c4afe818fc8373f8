import { z } from 'zod'
import { DIARY_MEETINGS } from '../domain/codes'
import { EVENT_TYPES } from '../domain/events'
import { PACK_MAIL_STATUSES } from '../domain/pack-mail'
import { localDate, personId } from './event-schemas'

const code = z.string().trim().min(1).max(100)
const day = localDate.meta({ format: 'date' })
const time = z
  .string()
  .trim()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as 10:00' })
  .meta({ description: 'In Scotland, in summer and winter', example: '10:00' })

/** A locality, as it stands in a path. */
export const localityParams = z.strictObject({
  locality: code.meta({ description: 'The id of a locality of the policy', example: 'caithness' }),
})

const change = z
  .strictObject({
    planned: day.meta({ description: 'The day that the rhythm has the meeting on' }),
    on: day.optional().meta({ description: 'The day that it is on instead' }),
    at: time.optional(),
    leftOut: z.literal(true).optional().meta({ description: 'There is no meeting' }),
  })
  .meta({ id: 'MeetingChange' })

const rhythm = {
  first: day.meta({ description: 'The first meeting; those after it are on the same weekday' }),
  at: time,
  weeks: z.int().min(1).max(26).meta({ description: 'From one meeting to the next' }),
  packDaysBefore: z
    .int()
    .min(0)
    .max(10)
    .meta({ description: 'How many working days before a meeting its pack is made' }),
  people: z.array(personId).max(100).meta({ description: 'Who is sent the link of a pack, by id' }),
  agencies: z
    .array(code)
    .max(50)
    .meta({ description: 'Agencies that are sent it, by id: to their contact in the locality' }),
  changes: z.array(change).max(100).meta({ description: 'Single meetings that are moved or left out' }),
  paused: z.boolean().meta({ description: 'No packs are made while it is' }),
}

/** When a locality meets, as it is to be kept. */
export const meetingsToKeepSchema = z
  .strictObject({
    first: rhythm.first,
    at: rhythm.at,
    weeks: rhythm.weeks.default(2),
    packDaysBefore: rhythm.packDaysBefore.default(2),
    people: rhythm.people.default([]),
    agencies: rhythm.agencies.default([]),
    changes: rhythm.changes.default([]),
    paused: rhythm.paused.default(false),
  })
  .meta({ id: 'MeetingsToKeep' })

export type MeetingsGiven = z.output<typeof meetingsToKeepSchema>

const mail = z.strictObject({
  to: z
    .array(z.strictObject({ kind: z.enum(['person', 'agency']), id: z.string(), name: z.string() }))
    .meta({ description: 'Several who read at one address are sent one message' }),
  status: z.enum(PACK_MAIL_STATUSES),
  attempts: z.int(),
  lastError: z.string().nullable().meta({ description: 'In the mail server’s own words' }),
  endedAt: z.string().nullable(),
})

const madePack = z.strictObject({ on: day, at: time, madeAt: z.string(), mails: z.array(mail) })

/** When a locality meets, with the next meetings and what became of the last packs. */
export const meetingsSchema = z
  .strictObject({
    locality: z.string(),
    ...rhythm,
    calendar: z.string().nullable().meta({ description: 'By which working calendar packs are made' }),
    version: z.int(),
    scheduled: z
      .boolean()
      .meta({ description: 'Whether the engine has followed; it does within seconds, once it is there' }),
    next: z.array(z.strictObject({ planned: day, on: day, at: time, packOn: day })),
    packs: z.array(madePack).meta({ description: 'The last ones, the newest first' }),
  })
  .meta({ id: 'Meetings' })

export type MeetingsAnswer = z.output<typeof meetingsSchema>
export type MadePackAnswer = z.output<typeof madePack>

const journey = z.strictObject({ id: z.uuid(), childReference: z.string() })
const deadline = { journey, ruleId: z.string(), title: z.string(), dueOn: day }

/** The pack of a meeting, as far as the caller sees its journeys. */
export const meetingPackSchema = z
  .strictObject({
    locality: z.string(),
    on: day,
    at: time,
    madeAt: z.string(),
    since: z
      .string()
      .meta({ description: 'What was recorded after this moment counts as decided since the last meeting' }),
    until: day.meta({ description: 'The day of the next meeting' }),
    overdue: z.array(
      z.strictObject({ ...deadline, days: z.int().meta({ description: 'Calendar days since it was due' }) }),
    ),
    due: z.array(z.strictObject(deadline)).meta({ description: 'In the four weeks after it was made' }),
    decided: z.array(
      z.strictObject({
        journey,
        event: z.enum(EVENT_TYPES),
        occurredAt: z.string(),
        detail: z.string().nullable(),
      }),
    ),
    diary: z.array(z.strictObject({ journey, meeting: z.enum(DIARY_MEETINGS), at: z.string() })),
  })
  .meta({ id: 'MeetingPack' })

export type MeetingPackAnswer = z.output<typeof meetingPackSchema>
