import { z } from 'zod'
import { DIARY_MEETINGS } from '../domain/codes'
import { RECIPIENTS } from '../domain/notices'
import { invitedSchema } from './journey-schema'

const date = z
  .string()
  .meta({ description: 'A date where no time was set, else a moment', example: '2026-05-28' })

/** Why somebody should look at a meeting to come. */
export const DIARY_CONCERNS = ['conflict', 'chair-declined', 'other-time', 'not-told', 'no-answer'] as const
export type DiaryConcern = (typeof DIARY_CONCERNS)[number]

/** A meeting to come, as the diary shows it. */
export const comingMeetingSchema = z
  .strictObject({
    journeyId: z.uuid(),
    childReference: z.string(),
    locality: z.string(),
    meeting: z.enum(DIARY_MEETINGS),
    date,
    movedFrom: date.optional(),
    chair: z.string().optional().meta({ description: 'The id of who is to chair it' }),
    invited: z.array(invitedSchema),
    conflicts: z
      .array(
        z.strictObject({
          agency: z.string(),
          recipient: z.enum(RECIPIENTS),
          otherAt: date,
          other: z
            .strictObject({ journeyId: z.uuid(), childReference: z.string() })
            .optional()
            .meta({ description: 'The other child, where the caller may know of them' }),
        }),
      )
      .meta({ description: 'Who is invited to another meeting at that time' }),
    concerns: z
      .array(z.enum(DIARY_CONCERNS))
      .meta({ description: 'Why somebody should look at it; empty when all is well' }),
  })
  .meta({ id: 'ComingMeeting' })

export type ComingMeetingAnswer = z.output<typeof comingMeetingSchema>

/** The diary of a span of days. */
export const diarySchema = z
  .strictObject({
    from: z.iso.date(),
    until: z.iso.date(),
    items: z
      .array(comingMeetingSchema)
      .meta({ description: 'By their dates; those with something to look at before those without' }),
    next: z.null(),
  })
  .meta({ id: 'Diary' })

export type DiaryAnswer = z.output<typeof diarySchema>
