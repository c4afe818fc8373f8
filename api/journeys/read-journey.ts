import { readFor } from '../../db/acting'
import { readJourney } from '../../db/read'
import { NONE, readRoute } from '../route'
import { journeyParams, shownJourneySchema } from '../../contracts/journey-schema'
import { judgementOf } from './judgement'
import { journeyAnswer } from './representation'
import { seenBy } from './seen-by'
import { versionOf } from './version-of'

export const readJourneyRoute = readRoute({
  path: '/api/v1/journeys/{id}',
  action: 'journey.read',
  reads: 'journey',
  tag: 'Journeys',
  summary: 'Read a journey',
  description:
    'Where a journey stands now, asked of its workflow. When the workflow has not caught up with the record, does not ' +
    'answer, or has ended with the journey, the record is judged instead, and `source` and `sourceBecause` say so. ' +
    'Parts that are not for the caller are left out, and `withheld` names them; a partner agency is shown its part alone.',
  params: journeyParams,
  query: NONE,
  answer: { status: 200, description: 'The journey', schema: shownJourneySchema, shows: ['ETag'] },
  problems: ['not-found'],
  async read({ params, caller }, { db, keys, live }) {
    const { recorded, seen } = await readFor(db, caller, async (trx) => {
      const found = await readJourney(trx, keys, params.id, caller.scope)
      return { recorded: found, seen: await seenBy(caller, found, trx) }
    })
    return {
      status: 200,
      version: versionOf(recorded),
      body: journeyAnswer(recorded, await judgementOf(recorded, live), seen),
    }
  },
})
