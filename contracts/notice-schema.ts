import { z } from 'zod'
import { AGENCIES } from '../domain/codes'
import { NOTICE_STATUSES } from '../domain/notices'
import { SENIORS } from '../domain/policy'

/** A notice of a journey as it is answered. */
export const noticeSchema = z
  .strictObject({
    id: z.uuid(),
    agency: z.enum(AGENCIES),
    recipient: z.enum(['lead-worker', 'contact', ...SENIORS]),
    at: z.iso.datetime({ offset: true }).meta({ description: 'The moment that it belongs to' }),
    about: z.enum(['recorded', 'reminder', 'missed', 'escalation', 'summary']),
    subject: z.string().meta({ description: 'What it says, in one line, without the reference' }),
    status: z.enum(NOTICE_STATUSES),
    endedAt: z.iso.datetime({ offset: true }).optional(),
    sentTo: z.string().optional(),
    attempts: z.int().min(0),
    lastError: z.string().optional().meta({ description: "The mail server's last words, or ours" }),
  })
  .meta({ id: 'Notice' })

export type NoticeAnswer = z.output<typeof noticeSchema>
