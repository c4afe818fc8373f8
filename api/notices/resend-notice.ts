import { z } from 'zod'
import { noticeSchema } from '../../contracts/notice-schema'
import type { Receiver } from '../../db/contacts'
import { childKeyOf } from '../../db/child-keys'
import type { Queryable } from '../../db/database'
import { noticesOfJourney } from '../../db/notices-of-journey'
import type { LeasedNotice } from '../../db/outbox'
import { readDirectory } from '../../db/people'
import { policyOfJourney } from '../../db/read'
import { journeyOfNotice, nameOfReceiver, offeredFor, readNotice, resend } from '../../db/resend'
import { canBeResent } from '../../domain/notice-list'
import type { NoticeStatus } from '../../domain/notices'
import type { Caller } from '../caller'
import { invalidRequest, Problem } from '../problem'
import { inReachOf, inReachOfJourney } from '../reach'
import { writeRoute } from '../route'
import { noticeAnswer } from './representation'

export const noticeParams = z.strictObject({ id: z.uuid().toLowerCase() })

const body = z
  .strictObject({
    to: z.string().trim().min(1).max(320).optional().meta({
      description:
        'One of those who are `offered`: the id of a contact or a person, or an address. Left out, it goes to whom the directory names today',
    }),
  })
  .default({})
  .meta({ id: 'Resending' })

export const resendNoticeRoute = writeRoute({
  path: '/api/v1/notices/{id}/resend',
  action: 'notices.resend',
  tag: 'Notices',
  summary: 'Have a notice sent again',
  description:
    'For one that failed or was sent: it goes at once, as a message of its own with a new Message-ID, and how it ended ' +
    'before stays with it. One that is not true any more is withdrawn instead. Those of practice journeys are never sent.',
  params: noticeParams,
  body,
  fields: () => ['to'],
  bodyExamples: {
    'To whom the directory names': {},
    'To another contact': { to: 'health.contact.caithness' },
  },
  takesIfMatch: false,
  answer: { status: 202, description: 'The notice, which waits to be sent', schema: noticeSchema },
  problems: ['not-found', 'not-possible'],
  async checkRepeat({ params, caller }, trx) {
    const { scope } = await inReachOf(caller, 'notices.resend', trx)
    if ((await journeyOfNotice(trx, params.id, scope)) === undefined) throw unknown()
  },
  async write({ params, body: { to }, caller }, services, trx) {
    const journey = await journeyWithinReach(trx, params.id, caller)
    const notice = await readNotice(trx, params.id)
    if (notice === undefined) throw unknown()
    refuse(notice.status, journey.practice)
    const directory = await readDirectory(trx)
    const receiver = chosen(await offeredFor(trx, directory, notice), to, notice)
    const isSent = await resend(trx, notice, { by: caller.id, ...(to !== undefined && { to: receiver }) })
    if (!isSent) throw notPossible('resent-meanwhile', 'Somebody has had it sent again just now', WAIT)
    const policy = await policyOfJourney(trx, journey.id, caller.scope)
    const now = (await noticesOfJourney(trx, journey.id)).find(({ id }) => id === notice.id)
    if (now === undefined) throw unknown()
    return {
      status: 202,
      body: noticeAnswer(now, policy.words),
      child: await childKeyOf(trx, services.keys, journey.child_id),
    }
  },
})

async function journeyWithinReach(trx: Queryable, noticeId: string, caller: Caller) {
  const reader = await inReachOf(caller, 'journey.read', trx)
  const journey = await journeyOfNotice(trx, noticeId, reader.scope)
  if (journey === undefined) throw unknown()
  await inReachOfJourney(caller, 'notices.resend', journey.id, trx, (look) => look(trx))
  return journey
}

const WAIT = 'Wait until it has ended'

function refuse(status: NoticeStatus, practice: boolean): void {
  if (practice || status === 'caught')
    throw notPossible(
      'practice',
      'It is of a practice journey, of which nothing is ever sent',
      'Read it where it is shown',
    )
  if (status === 'withdrawn')
    throw notPossible(
      'withdrawn',
      'It was withdrawn, because it is not so any more',
      'Record what is so: those concerned are told of that',
    )
  if (!canBeResent(status)) throw notPossible('still-to-be-sent', 'It is still to be sent', WAIT)
}

// Whom the directory names, unless it was asked for somebody else who is offered.
function chosen(
  { usual, others }: { readonly usual?: Receiver; readonly others: readonly Receiver[] },
  to: string | undefined,
  { agency, locality }: LeasedNotice,
): Receiver {
  const all = usual === undefined ? others : [usual, ...others]
  if (to === undefined) {
    if (usual !== undefined) return usual
    throw notPossible(
      'nobody-known',
      `The directory knows nobody to tell for ${agency} in ${locality}`,
      'Add a contact to the directory, or say to whom it is to go',
    )
  }
  const found = all.find(
    (one) => nameOfReceiver(one) === to || one.address.toLowerCase() === to.toLowerCase(),
  )
  if (found !== undefined) return found
  const names = all.map(nameOfReceiver)
  throw invalidRequest([
    {
      field: 'to',
      message: 'is nobody who can be told of this',
      remedy:
        names.length === 0 ? 'Add a contact to the directory first' : `Give one of: ${names.join(', ')}`,
    },
  ])
}

function notPossible(code: string, reason: string, remedy: string): Problem {
  return new Problem('not-possible', reason, { code, reason, remedy })
}

function unknown(): Problem {
  return new Problem('not-found', 'There is no notice with this id')
}
