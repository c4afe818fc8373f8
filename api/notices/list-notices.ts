import { z } from 'zod'
import { listedNoticeSchema, mailStateSchema, type MailStateAnswer } from '../../contracts/notice-schema'
import { readFor } from '../../db/acting'
import { listNotices, mailState, type MailState, type NoticePlace } from '../../db/notice-list'
import { readDirectory } from '../../db/people'
import { NOTICE_FILTERS } from '../../domain/notice-list'
import { may } from '../../domain/permissions'
import { instant, writeInstant } from '../../domain/time'
import { refuseUnknownLocality } from '../journeys/list-journeys'
import { invalidRequest } from '../problem'
import { NONE, readRoute } from '../route'
import { listedNoticeAnswer, withOffers } from './representation'

const query = z.strictObject({
  status: z.enum(NOTICE_FILTERS).optional().meta({
    description:
      'How it ended; `failed` is refused or given up. Left out, all that failed or waits, and of the rest what is of the last 30 days',
  }),
  locality: z.string().trim().min(1).max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().meta({ description: 'The `next` of the page before' }),
})

export const listNoticesRoute = readRoute({
  path: '/api/v1/notices',
  action: 'notices.list',
  reads: 'list',
  tag: 'Notices',
  summary: 'List notices',
  description:
    'Who was told of what in the caller’s localities, and how it ended: what failed first, then what waits, then the rest, ' +
    'each the newest first. And how the mail server is. Practice journeys are left out.',
  params: NONE,
  query,
  answer: {
    status: 200,
    description: 'A page of the list; `next` is null on the last one',
    schema: z.strictObject({
      items: z.array(listedNoticeSchema),
      next: z.string().nullable(),
      mail: mailStateSchema,
    }),
  },
  problems: [],
  read: ({ query: { limit, cursor, ...filter }, caller }, { db, policy }) => {
    refuseUnknownLocality(filter.locality, policy.policy.localities)
    const after = cursor === undefined ? undefined : placeIn(cursor)
    return readFor(db, caller, async (trx) => {
      const { scope } = caller
      const { items, next } = await listNotices(trx, { scope, limit, ...filter, ...(after && { after }) })
      const answers = items.map(listedNoticeAnswer)
      return {
        status: 200,
        journeys: [...new Set(items.map(({ journeyId }) => journeyId))],
        body: {
          items: may(caller.roles, 'notices.resend')
            ? await withOffers(trx, await readDirectory(trx), answers)
            : answers,
          next: next === undefined ? null : cursorOf(next),
          mail: mailAnswer(await mailState(trx, scope)),
        },
      }
    })
  },
})

/** How the mail server is, as the API shows it. */
export function mailAnswer({ waiting: { count, since }, failing }: MailState): MailStateAnswer {
  return {
    waiting: { count, ...(since && { since: writeInstant(since) }) },
    ...(failing && { failing: { since: writeInstant(failing.since), words: failing.words } }),
  }
}

const place = z.strictObject({ rank: z.int().min(0).max(2), at: z.iso.datetime(), id: z.uuid() })

function cursorOf(next: NoticePlace): string {
  return Buffer.from(JSON.stringify(next)).toString('base64url')
}

function placeIn(cursor: string): NoticePlace {
  try {
    const { at, ...read } = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { ...read, at: instant(at) }
  } catch {
    // what is no JSON is no cursor of ours, as little as other JSON
    throw invalidRequest([
      {
        field: 'cursor',
        message: 'is not a cursor of this list',
        remedy: 'Give the `next` of the page before, or leave it out to begin again',
      },
    ])
  }
}
