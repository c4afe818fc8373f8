import { childAnswerSchema, childDetailsSchema } from '../../contracts/child-schema'
import { journeyParams } from '../../contracts/journey-schema'
import { keepDetails } from '../../db/child-details'
import { isJourneyInScope } from '../../db/read'
import { UnknownJourneyError } from '../../db/record'
import { replaceRoute } from '../route'
import { childAnswer } from './read-child'

export const replaceChildRoute = replaceRoute({
  path: '/api/v1/journeys/{id}/child',
  action: 'child.write',
  tag: 'Journeys',
  summary: 'Keep what is personal about the child',
  description:
    'Replaces name and details as a whole: what is left out is not kept any more. They belong to the child, so all ' +
    'journeys of the child reference have the same. If-Match is the ETag of the details, `"0"` while nothing is kept.',
  params: journeyParams,
  body: childDetailsSchema,
  fields: () => Object.keys(childDetailsSchema.shape),
  bodyExamples: {
    'A child with a pet name': {
      name: 'Morag Example',
      knownAs: 'Mo',
      birthDate: '2019-05-04',
      language: 'Gaelic',
    },
  },
  answer: {
    status: 200,
    description: 'The child as kept now',
    schema: childAnswerSchema,
    shows: ['ETag'],
  },
  problems: ['not-found', 'not-possible'],
  async checkRepeat({ params, caller }, trx) {
    if (!(await isJourneyInScope(trx, params.id, caller.scope))) throw new UnknownJourneyError(params.id)
  },
  async write({ params, body, caller, ifVersion }, { keys }, trx) {
    const { child, kept } = await keepDetails(trx, keys, {
      journeyId: params.id,
      details: body,
      by: caller.id,
      scope: caller.scope,
      ifVersion,
    })
    return { status: 200, version: kept.version, child, body: childAnswer(kept) }
  },
})
