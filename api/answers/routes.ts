import { keepAnswer, actorOf } from '../../db/answers'
import { linkedRoute } from '../route'
import { byLink, linkAnswerSchema, linkedInvitationSchema, requireOpen, writeLook } from './open-link'

const PATH = '/api/v1/answers/{token}'

const answer = {
  status: 200,
  description: 'The invitation, with your answer',
  schema: linkedInvitationSchema,
}

/** Shows an invitation to whoever has its link, and changes nothing: programs that look through mail follow links. */
export const showAnswerRoute = linkedRoute({
  method: 'get',
  path: PATH,
  tag: 'Meetings',
  summary: 'See the meeting that you are invited to',
  description:
    'By the signed link of an invitation, without signing in: which meeting, when, of which child reference, and what you ' +
    'answered. It changes nothing. The link ends a week after the meeting; of a meeting that was moved, `now` leads on.',
  answer,
  problems: ['not-found', 'link-ended'],
  answerTo: ({ token, from, isHead }, services) =>
    byLink(token, from, services, async ({ invitation, shown, policy }, trx) => {
      if (!isHead) await writeLook(trx, invitation, PATH)
      return { status: 200, body: shown, policy }
    }),
})

/** Keeps an answer that was given by the link. */
export const giveAnswerRoute = linkedRoute({
  method: 'post',
  path: PATH,
  tag: 'Meetings',
  summary: 'Answer an invitation',
  description:
    'By the signed link of an invitation, without signing in. The last answer stands, and the same one given again changes nothing.',
  answer,
  body: linkAnswerSchema,
  bodyExamples: { 'You will come': { answer: 'accepted' } },
  problems: ['not-found', 'link-ended', 'invitation-is-over'],
  answerTo: ({ token, from, body }, services) =>
    byLink(token, from, services, async ({ invitation, newest, shown, policy }, trx) => {
      requireOpen(shown)
      const { answer } = linkAnswerSchema.parse(body)
      const by = actorOf(invitation)
      const given = { via: 'link', answer, address: invitation.sentTo ?? '', by } as const
      await keepAnswer(trx, invitation, given, newest.id === invitation.id)
      return { status: 200, body: { ...shown, answer }, policy }
    }),
})
