import { z } from 'zod'
import { readFor } from '../../db/acting'
import { noticeSchema } from '../../contracts/notice-schema'
import { headlineOf, writeNotice, type About } from '../../contracts/notice-words'
import { journeyParams } from '../../contracts/journey-schema'
import { namedJourney, noticesOfJourney, type NoticeOfJourney } from '../../db/notices-of-journey'
import { policyOfJourney } from '../../db/read'
import { shownOf } from '../../domain/permissions'
import type { Policy } from '../../domain/policy'
import { writeInstant } from '../../domain/time'
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
    const { told, policy, about } = await readFor(db, caller, async (trx) => {
      const policy = await policyOfJourney(trx, params.id, caller.scope)
      return {
        policy,
        told: await noticesOfJourney(trx, params.id),
        about: { ...(await namedJourney(trx, params.id)), link: `${publicUrl}/journeys/${params.id}` },
      }
    })
    const items = shownTo(caller, told).map((notice) => noticeAnswer(notice, policy, about))
    return { status: 200, body: { items, next: null } }
  },
})

// Whoever is of a partner agency is shown what it was told, not what others were.
function shownTo({ roles, scope }: Caller, notices: readonly NoticeOfJourney[]): readonly NoticeOfJourney[] {
  if (shownOf(roles, 'notices') === 'all') return notices
  return notices.filter(({ agency, status }) => status !== 'withdrawn' && scope.agencies?.includes(agency))
}

function noticeAnswer(
  { content, at, endedAt, ...rest }: NoticeOfJourney,
  { words }: Policy,
  about: Omit<About, 'words'>,
): object {
  return {
    ...rest,
    about: content.about,
    subject: headlineOf(content, words),
    at: writeInstant(at),
    ...(rest.status === 'caught' && { message: messageOf(content, { ...about, words }) }),
    ...(endedAt && { endedAt: writeInstant(endedAt) }),
  }
}

// As text: the page that a mail program may show says the same.
function messageOf(content: NoticeOfJourney['content'], about: About): { subject: string; text: string } {
  const { subject, text } = writeNotice(content, about)
  return { subject, text }
}
