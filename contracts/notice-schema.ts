import { z } from 'zod'
import { agencyCode } from './event-schemas'
import { NOTICE_STATUSES, NOTICE_SUBJECTS, RECIPIENTS } from '../domain/notices'

/** A notice of a journey as it is answered. */
export const noticeSchema = z
  .strictObject({
    id: z.uuid(),
    agency: agencyCode,
    recipient: z.enum(RECIPIENTS),
    at: z.iso.datetime({ offset: true }).meta({ description: 'The moment that it belongs to' }),
    about: z.enum(NOTICE_SUBJECTS),
    subject: z.string().meta({ description: 'What it says, in one line, without the reference' }),
    status: z.enum(NOTICE_STATUSES),
    message: z
      .strictObject({ subject: z.string(), text: z.string() })
      .optional()
      .meta({ description: 'Of practice, where nothing is sent: what would have been, as it would be read' }),
    endedAt: z.iso.datetime({ offset: true }).optional(),
    sentTo: z.string().optional(),
    attempts: z.int().min(0),
    lastError: z.string().optional().meta({ description: "The mail server's last words, or ours" }),
  })
  .meta({ id: 'Notice' })

export type NoticeAnswer = z.output<typeof noticeSchema>
