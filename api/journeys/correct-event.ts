import { z } from 'zod'
import { correctionToRecord, draftOf } from '../../contracts/event-schemas'
import { eventSchema, journeyParams, journeySchema } from '../../contracts/journey-schema'
import { isJourneyInScope } from '../../db/read'
import { recordCorrection, UnknownJourneyError } from '../../db/record'
import { may, rolesThatMay } from '../../domain/permissions'
import { notInReach } from '../not-allowed'
import { Problem } from '../problem'
import { judgeById } from '../reach'
import { writeRoute } from '../route'
import { addressOf } from './address'
import { refuseOtherHosts } from './document-hosts'
import { eventAnswer, journeyAnswer, versionOf } from './representation'
import { seenBy } from './seen-by'

export const correctEventRoute = writeRoute({
  path: '/api/v1/journeys/{id}/corrections',
  action: 'record.event-corrected',
  tag: 'Journeys',
  summary: 'Correct an event',
  description:
    'Says how an event was, or with `null` that it did not happen. What was recorded stays to be seen; everything is ' +
    'derived again; who was told of a date that no longer stands is told so. Whoever may record an event may correct it. ' +
    'A closed journey takes corrections too.',
  params: journeyParams,
  body: correctionToRecord,
  fields: () => Object.keys(correctionToRecord.shape),
  bodyExamples: {
    'It did not happen': {
      eventId: '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e11',
      replacement: null,
      reason: 'Recorded for the wrong child',
    },
    'It was on another day': {
      eventId: '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e11',
      replacement: { type: 'review-held', occurredAt: '2026-05-07', review: '6-week' },
      reason: 'The date of the letter was typed instead of that of the review',
    },
  },
  takesIfMatch: true,
  check({ body: { replacement } }, services) {
    refuseOtherHosts(services, replacement?.documentUrl, 'replacement.documentUrl')
  },
  answer: {
    status: 201,
    description: 'The correction as it was recorded, and the journey as it stands with it',
    schema: z.strictObject({ event: eventSchema, journey: journeySchema }),
    shows: ['ETag', 'Location'],
  },
  problems: ['not-found', 'not-possible', 'journey-open-already', 'recorded-meanwhile'],
  async checkRepeat({ params, caller }, trx) {
    if (!(await isJourneyInScope(trx, params.id, caller.scope))) throw new UnknownJourneyError(params.id)
  },
  async write({ params, body, caller, ifVersion }, services, trx) {
    const { eventId, replacement, reason } = body
    const refused = await judgeById(caller, params.id, trx)
    const recorded = await recordCorrection(trx, services.keys, {
      journeyId: params.id,
      eventId,
      replacement: replacement === null ? null : draftOf(replacement),
      reason,
      by: caller.id,
      scope: caller.scope,
      ifVersion,
      permit(type) {
        const refusal = refused(`record.${type}`)
        if (refusal === undefined) return
        if (may(caller.roles, `record.${type}`)) throw notInReach(refusal)
        const roles = rolesThatMay(`record.${type}`)
        throw new Problem('not-allowed', `${type} is corrected by: ${roles.join(', ')}`, {
          roles,
          remedy: 'Ask one of them to correct it',
        })
      },
    })
    const because = recorded.state.journey.closed ? 'closed' : 'behind'
    return {
      status: 201,
      location: addressOf(params.id),
      version: versionOf(recorded),
      child: recorded.child,
      body: {
        event: eventAnswer(recorded.event),
        journey: journeyAnswer(recorded, { source: 'record', because }, await seenBy(caller, recorded, trx)),
      },
    }
  },
})
