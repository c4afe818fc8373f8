import { z } from 'zod'
import { agencyCode } from './event-schemas'
import { FAILED_STATUSES } from '../domain/notice-list'
import { NOTICE_STATUSES, NOTICE_SUBJECTS, RECIPIENTS } from '../domain/notices'

const moment = z.iso.datetime({ offset: true })

const noticeTry = z
  .strictObject({
    number: z.int().min(1),
    status: z.enum(['sent', ...FAILED_STATUSES]),
    endedAt: moment,
    sentTo: z.string().optional(),
    lastError: z.string().optional(),
    resentBy: z.string().meta({ description: 'Who had it sent again after that' }),
  })
  .meta({ id: 'NoticeTry' })

const offered = z
  .strictObject({
    to: z.string().meta({ description: 'To be given as `to` when it is sent again' }),
    name: z.string().optional(),
    address: z.string(),
  })
  .meta({ id: 'OfferedReceiver' })

/** A notice of a journey as it is answered. */
export const noticeSchema = z
  .strictObject({
    id: z.uuid(),
    agency: agencyCode,
    recipient: z.enum(RECIPIENTS),
    at: moment.meta({ description: 'The moment that it belongs to' }),
    about: z.enum(NOTICE_SUBJECTS),
    subject: z.string().meta({ description: 'What it says, in one line, without the reference' }),
    status: z.enum(NOTICE_STATUSES),
    message: z
      .strictObject({ subject: z.string(), text: z.string() })
      .optional()
      .meta({ description: 'Of practice, where nothing is sent: what would have been, as it would be read' }),
    endedAt: moment.optional(),
    sentTo: z.string().optional(),
    attempts: z.int().min(0),
    lastError: z.string().optional().meta({ description: "The mail server's last words, or ours" }),
    waitsUntil: moment
      .optional()
      .meta({ description: 'It waits for a working day of its receiver: until then' }),
    tries: z
      .array(noticeTry)
      .optional()
      .meta({ description: 'How it ended before, each time that somebody had it sent again' }),
    offered: z.array(offered).optional().meta({
      description:
        'Of one that failed, for somebody who may have it sent again: who else can be told, the nearest first',
    }),
  })
  .meta({ id: 'Notice' })

export type NoticeAnswer = z.output<typeof noticeSchema>

/** A notice in a list of several journeys. */
export const listedNoticeSchema = noticeSchema
  .extend({ journeyId: z.uuid(), childReference: z.string(), locality: z.string() })
  .meta({ id: 'ListedNotice' })

export type ListedNoticeAnswer = z.output<typeof listedNoticeSchema>

/** How the mail server is. */
export const mailStateSchema = z
  .strictObject({
    waiting: z.strictObject({
      count: z.int().min(0).meta({ description: 'Notices of these journeys that should have gone by now' }),
      since: moment.optional(),
    }),
    failing: z
      .strictObject({
        since: moment,
        words: z.string().meta({ description: 'What it said last' }),
      })
      .optional()
      .meta({ description: 'The mail server takes nothing; absent while it does' }),
  })
  .meta({ id: 'MailState' })

export type MailStateAnswer = z.output<typeof mailStateSchema>
