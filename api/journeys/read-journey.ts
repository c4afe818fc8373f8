import { readFor } from '../../db/acting'
import { readJourney } from '../../db/read'
import { surroundingsOf } from '../../db/surroundings'
import { NONE, readRoute } from '../route'
import { journeyParams, journeySchema } from '../../contracts/journey-schema'
import { judgementOf } from './judgement'
import { journeyAnswer, versionOf } from './representation'

export const readJourneyRoute = readRoute({
  path: '/api/v1/journeys/{id}',
  action: 'journey.read',
  reads: 'journey',
  tag: 'Journeys',
  summary: 'Read a journey',
  description:
    'Where a journey stands now, asked of its workflow. When the workflow has not caught up with the record, does not ' +
    'answer, or has ended with the journey, the record is judged instead, and `source` and `sourceBecause` say so.',
  params: journeyParams,
  query: NONE,
  answer: { status: 200, description: 'The journey', schema: journeySchema, shows: ['ETag'] },
  problems: ['not-found'],
  async read({ params, caller }, { db, keys, live }) {
    const { recorded, surroundings } = await readFor(db, caller, async (trx) => {
      const found = await readJourney(trx, keys, params.id, caller.scope)
      return { recorded: found, surroundings: await surroundingsOf(trx, found, caller.scope) }
    })
    return {
      status: 200,
      version: versionOf(recorded),
      body: journeyAnswer(recorded, caller, await judgementOf(recorded, live), surroundings),
    }
  },
})
