import { z } from 'zod'
import { journeyParams, namedJourneySchema } from '../../contracts/journey-schema'
import { isJourneyInScope } from '../../db/read'
import { lockJourney, UnknownJourneyError } from '../../db/record'
import { linkSiblings, NotLinkableError, siblingsOf } from '../../db/siblings'
import { invalidRequest, type Problem } from '../problem'
import { inReachOf } from '../reach'
import { replaceRoute } from '../route'

const body = z
  .strictObject({
    siblings: z.array(z.uuid().toLowerCase()).max(20).meta({
      description: 'The journeys of the child’s brothers and sisters; none, to take the links back',
    }),
  })
  .meta({ id: 'SiblingsToLink' })

export const linkSiblingsRoute = replaceRoute({
  path: '/api/v1/journeys/{id}/siblings',
  action: 'siblings.link',
  tag: 'Journeys',
  summary: 'Link the journeys of brothers and sisters',
  description:
    'Makes these the siblings of the child, and links them to each other, so that what concerns all of them is recorded ' +
    'once, with `alsoFor`. Siblings whom the caller may not see stay linked. If-Match is the ETag of the journey.',
  params: journeyParams,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: { Nobody: { siblings: [] } },
  answer: {
    status: 200,
    description: 'The siblings that are linked now, as far as the caller may see them',
    schema: z.strictObject({ siblings: z.array(namedJourneySchema) }),
    shows: ['ETag'],
  },
  problems: ['not-found', 'not-possible'],
  async checkRepeat({ params, caller }, trx) {
    if (!(await isJourneyInScope(trx, params.id, caller.scope))) throw new UnknownJourneyError(params.id)
  },
  async write({ params, body: { siblings }, caller, ifVersion }, _services, trx) {
    // the journey itself is within the reach of linking; its siblings need only be journeys that the caller may see
    const { scope } = await inReachOf(caller, 'journey.read', trx)
    await linkSiblings(trx, {
      journeyId: params.id,
      siblings: [...new Set(siblings)],
      by: caller.id,
      scope,
      ifVersion,
    }).catch((error: unknown) => {
      throw error instanceof NotLinkableError ? notLinkable(error, siblings, params.id) : error
    })
    const { seq } = await lockJourney(trx, params.id, scope)
    return { status: 200, version: seq, body: { siblings: await siblingsOf(trx, params.id, scope) } }
  },
})

function notLinkable({ journeys }: NotLinkableError, asked: readonly string[], journeyId: string): Problem {
  return invalidRequest(
    journeys.map((id) => ({
      field: `siblings.${asked.indexOf(id)}`,
      message: id === journeyId ? 'is the child itself' : 'is no journey that you may see',
      remedy: 'Give the ids of the journeys of brothers and sisters',
    })),
  )
}
