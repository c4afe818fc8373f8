import { z } from 'zod'
import { readFor } from '../../db/acting'
import { noticeSchema } from '../../contracts/notice-schema'
import { writeNotice, type About } from '../../contracts/notice-words'
import { journeyParams } from '../../contracts/journey-schema'
import { namedJourney, noticesOfJourney, type NoticeOfJourney } from '../../db/notices-of-journey'
import { policyOfJourney } from '../../db/read'
import { readDirectory } from '../../db/people'
import { may, shownOf } from '../../domain/permissions'
import { noticeAnswer, withOffers } from '../notices/representation'
import type { Caller } from '../caller'
import { NONE, readRoute } from '../route'

export const readNoticesRoute = readRoute({
  path: '/api/v1/journeys/{id}/notices',
  action: 'journey.read',
  reads: 'journey',
  tag: 'Journeys',
  summary: 'Read the notices of a journey',
  description:
    'Who was told of what, when, and how it ended; the newest first. What is still to be sent is `pending`. A partner ' +
    'agency reads those to itself.',
  params: journeyParams,
  query: NONE,
  answer: {
    status: 200,
    description: 'The notices. They are few: there is no second page, and `next` is always null',
    schema: z.strictObject({ items: z.array(noticeSchema), next: z.null() }),
  },
  problems: ['not-found'],
  async read({ params, caller }, { db, publicUrl }) {
    const items = await readFor(db, caller, async (trx) => {
      const { words } = await policyOfJourney(trx, params.id, caller.scope)
      const told = shownTo(caller, await noticesOfJourney(trx, params.id))
      const link = `${publicUrl}/journeys/${params.id}`
      const about = { ...(await namedJourney(trx, params.id)), words, link }
      const answers = told.map((notice) => ({
        ...noticeAnswer(notice, words),
        ...(notice.status === 'caught' && { message: messageOf(notice.content, about) }),
      }))
      if (!may(caller.roles, 'notices.resend')) return answers
      return withOffers(trx, await readDirectory(trx), answers)
    })
    return { status: 200, body: { items, next: null } }
  },
})

// Whoever is of a partner agency is shown what it was told, not what others were.
function shownTo({ roles, scope }: Caller, notices: readonly NoticeOfJourney[]): readonly NoticeOfJourney[] {
  if (shownOf(roles, 'notices') === 'all') return notices
  return notices.filter(({ agency, status }) => status !== 'withdrawn' && scope.agencies?.includes(agency))
}

// As text: the page that a mail program may show says the same.
function messageOf(content: NoticeOfJourney['content'], about: About): { subject: string; text: string } {
  const { subject, text } = writeNotice(content, about)
  return { subject, text }
}
