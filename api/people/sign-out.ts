import { z } from 'zod'
import { personParams } from '../../contracts/people-schema'
import { signOutEverywhere } from '../../db/access'
import type { DatabaseTransaction } from '../../db/database'
import { readPeople } from '../../db/people'
import type { Scope } from '../../db/scope'
import { Problem } from '../problem'
import { writeRoute } from '../route'

const body = z.strictObject({}).meta({ id: 'SignOut', description: 'Nothing needs to be said' })

/** Signs somebody out everywhere, at once: somebody of the caller's localities, unless the caller acts for the authority. */
export const signOutRoute = writeRoute({
  path: '/api/v1/people/{id}/sign-out',
  action: 'people.sign-out',
  tag: 'People',
  summary: 'Sign somebody out everywhere',
  description:
    'Ends every session of the person, or of the connected system, and refuses every token of theirs that was issued ' +
    'before: from their next request on. They may sign in again, unless the sign-in or the directory says otherwise. ' +
    'A manager of some localities signs out people of these; for anybody else, and for ids that the directory does not know, ' +
    'ask an administrator.',
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
    await refuseElsewhere(trx, id, caller.scope)
    const { sessions, at } = await signOutEverywhere(trx, id, caller.id)
    return { status: 200, body: { person: id, sessionsEnded: sessions, before: at.toISOString() } }
  },
})

async function refuseElsewhere(trx: DatabaseTransaction, id: string, scope: Scope): Promise<void> {
  if (scope.localities === 'authority') return
  const locality = (await readPeople(trx, [id])).get(id)?.locality
  if (locality !== undefined && scope.localities.includes(locality)) return
  throw new Problem(
    'not-allowed',
    `${id} is not of your localities: ${scope.localities.join(', ') || 'none'}`,
    {
      localities: scope.localities,
      remedy: 'Ask an administrator, or a manager of that locality',
    },
  )
}
