import { z } from 'zod'
import { DEADLINE_STATUSES, STAGES } from '../domain/codes'
import { OWNER_KINDS } from '../domain/owners'
import { listedNoticeSchema } from './notice-schema'
import { comingMeetingSchema } from './diary-schema'

const deadline = z
  .strictObject({
    ruleId: z.string(),
    title: z.string(),
    dueOn: z.iso.date(),
    dueAt: z.iso.datetime({ offset: true }).optional(),
    status: z.enum(DEADLINE_STATUSES),
  })
  .meta({ id: 'DueDeadline' })

/** What is to be done by somebody today. */
export const workSchema = z
  .strictObject({
    items: z
      .array(
        z
          .strictObject({
            id: z.uuid(),
            childReference: z.string(),
            locality: z.string(),
            stage: z.enum(STAGES),
            as: z.enum(OWNER_KINDS).exclude(['nobody']),
            because: z.string().meta({ description: 'Why it is the caller’s today' }),
            deadlines: z
              .array(deadline)
              .meta({ description: 'What is overdue, due soon, and next, the earliest first' }),
            policy: z.strictObject({ id: z.string(), version: z.int().min(1), hash: z.string() }),
          })
          .meta({ id: 'OwnedJourney' }),
      )
      .meta({ description: 'By the earliest deadline' }),
    untold: z.array(listedNoticeSchema).meta({
      description:
        'Whom a notice could not be delivered to in the last 30 days, of these journeys; the newest first, at most 20',
    }),
    raised: z
      .array(comingMeetingSchema)
      .meta({ description: 'Meetings to come in these journeys about which somebody must do something' }),
    counts: z.strictObject({
      overdue: z.int().min(0).meta({ description: 'Deadlines that are overdue' }),
      dueSoon: z.int().min(0).meta({ description: 'Deadlines that are due soon' }),
      journeys: z.int().min(0),
      untold: z.int().min(0).meta({ description: 'Notices that could not be delivered in the last 30 days' }),
    }),
    next: z.null(),
  })
  .meta({ id: 'Work' })

export type WorkAnswer = z.output<typeof workSchema>
