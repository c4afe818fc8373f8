import { openedSchema, toOpenSchema } from '../../contracts/break-glass-schema'
import { openWithReason } from '../../db/break-glass'
import { UnknownJourneyError } from '../../db/record'
import { OPENED_AT_ONCE, OPENED_HOURS } from '../../domain/break-glass'
import { writeInstant } from '../../domain/time'
import { NONE, writeRoute } from '../route'
import { invalidRequest } from '../problem'
import { openJourney } from '../limits/reading-journeys'
import { addressOf } from './address'

export const breakGlassRoute = writeRoute({
  path: '/api/v1/break-glass',
  action: 'journey.open-with-reason',
  tag: 'Journeys',
  summary: 'Open a journey that is not yours, with a reason',
  description:
    `For ${OPENED_HOURS} hours you may do in that journey what your role may do in your own, of at most ${OPENED_AT_ONCE} ` +
    'at a time. Whoever manages its work is told at once, and everything that you do there is marked in the audit.',
  params: NONE,
  body: toOpenSchema,
  fields: () => Object.keys(toOpenSchema.shape),
  bodyExamples: {
    'Somebody on duty at night': {
      journey: 'CH-2026-0142',
      reason: 'On duty tonight: the carers have called, and nobody of Skye answers',
    },
  },
  takesIfMatch: false,
  answer: {
    status: 201,
    description: 'The journey is opened',
    schema: openedSchema,
    shows: ['Location'],
  },
  problems: ['not-possible'],
  async write({ body: { journey, reason }, caller }, services, trx) {
    const { keys } = services
    const opened = await openWithReason(trx, keys, { given: journey, reason, by: caller }).catch(
      (error: unknown) => {
        // whoever tries one reference after the other is held up, and named in the log
        openJourney(services, caller, `tried ${journey}`)
        return naming(journey)(error)
      },
    )
    const { journeyId, childReference, until, child } = opened
    return {
      status: 201,
      location: addressOf(journeyId),
      child,
      body: { journey: journeyId, childReference, until: writeInstant(until) },
    }
  },
})

// What was sent named it: a mistake in the request, and not an address that leads nowhere.
function naming(journey: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof UnknownJourneyError)) throw error
    throw invalidRequest([
      {
        field: 'journey',
        message: `There is no journey of ${journey}`,
        remedy: 'Give the id of a journey, or the reference of its child as it is written',
      },
    ])
  }
}
