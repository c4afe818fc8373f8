import { z } from 'zod'
import { personParams } from '../../contracts/people-schema'
import { signOutEverywhere } from '../../db/access'
import { writeRoute } from '../route'

const body = z.strictObject({}).meta({ id: 'SignOut', description: 'Nothing needs to be said' })

/** Signs somebody out everywhere, at once. */
export const signOutRoute = writeRoute({
  path: '/api/v1/people/{id}/sign-out',
  action: 'people.sign-out',
  tag: 'People',
  summary: 'Sign somebody out everywhere',
  description:
    'Ends every session of the person, or of the connected system, and refuses every token of theirs that was issued ' +
    'before: from their next request on. They may sign in again, unless the sign-in or the directory says otherwise. ' +
    'The id need not be known to the directory.',
  params: personParams,
  body,
  fields: () => [],
  bodyExamples: { 'Nothing more': {} },
  takesIfMatch: false,
  answer: {
    status: 200,
    description: 'Whose sign-ins from before which moment count no more',
    schema: z.strictObject({
      person: z.string(),
      sessionsEnded: z.int().min(0),
      before: z.iso.datetime().meta({ description: 'Whatever was issued before it is refused' }),
    }),
  },
  problems: [],
  async write({ params: { id }, caller }, _services, trx) {
    const { sessions, at } = await signOutEverywhere(trx, id, caller.id)
    return { status: 200, body: { person: id, sessionsEnded: sessions, before: at.toISOString() } }
  },
})
