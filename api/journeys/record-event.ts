import { z } from 'zod'
import { draftOf, EVENT_FIELDS, eventToRecordForSeveral } from '../../contracts/event-schemas'
import { isJourneyInScope } from '../../db/read'
import { UnknownJourneyError } from '../../db/record'
import { NotSiblingsError, recordForSiblings } from '../../db/siblings'
import { FACT_TYPES, type FactType } from '../../domain/events'
import type { Action } from '../../domain/permissions'
import { invalidRequest, type Problem } from '../problem'
import { writeRoute } from '../route'
import { addressOf } from './address'
import { refuseOtherHosts } from './document-hosts'
import { eventSchema, journeyParams, journeySchema, namedJourneySchema } from '../../contracts/journey-schema'
import { eventAnswer, journeyAnswer, versionOf } from './representation'
import { seenBy } from './seen-by'

const EXAMPLES: Readonly<Record<string, unknown>> = {
  'The 72-hour meeting, with the agreed dates': {
    type: 'child-plan-meeting-held',
    occurredAt: '2026-03-30T10:00:00+01:00',
    meeting: '72-hour',
    chair: 'practice-reviewer',
    attendance: { 'social-work': 'attended', health: 'attended', education: 'apologies' },
    agreedDates: { threeMonth: '2026-06-24', sixMonth: '2026-09-23' },
    views: [{ of: 'child', how: 'in-person' }],
  },
  'A permanence panel': {
    type: 'panel-held',
    occurredAt: '2026-10-14',
    members: ['panel-member-1', 'panel-member-2'],
    outcome: 'supported',
  },
}

const alsoRecorded = namedJourneySchema
  .extend({ event: eventSchema })
  .meta({ id: 'AlsoRecorded', description: 'The same, as it was recorded for a sibling' })

export const recordEventRoute = writeRoute({
  path: '/api/v1/journeys/{id}/events',
  action: {
    oneOf: FACT_TYPES.map((type): Action => `record.${type}`),
    of: ({ type }: { type: FactType }) => `record.${type}`,
  },
  tag: 'Journeys',
  summary: 'Record an event',
  description:
    'Records what has happened, late or out of order as it may come in. What cannot have happened in this order is ' +
    'refused, with the reason and what would make it possible. With `alsoFor` the same is recorded for linked siblings, ' +
    'for all or for none; a refusal then names the child.',
  params: journeyParams,
  body: eventToRecordForSeveral,
  fields: fieldsOfType,
  bodyExamples: EXAMPLES,
  takesIfMatch: true,
  check({ body }, services) {
    refuseOtherHosts(services, body.documentUrl, 'documentUrl')
  },
  answer: {
    status: 201,
    description: 'The event as it was recorded, and the journey with it',
    schema: z.strictObject({ event: eventSchema, journey: journeySchema, also: z.array(alsoRecorded) }),
    shows: ['ETag', 'Location'],
  },
  problems: ['not-found', 'not-possible', 'recorded-meanwhile'],
  async checkRepeat({ params, body, caller }, trx) {
    for (const id of [params.id, ...(body.alsoFor ?? [])])
      if (!(await isJourneyInScope(trx, id, caller.scope))) throw new UnknownJourneyError(id)
  },
  async write({ params, body, caller, ifVersion }, services, trx) {
    const siblings = [...new Set(body.alsoFor)]
    const request = {
      journeyId: params.id,
      draft: draftOf(body),
      by: caller.id,
      scope: caller.scope,
      ifVersion,
    }
    const { recorded, also } = await recordForSiblings(trx, services.keys, request, siblings).catch(
      (error: unknown) => {
        throw error instanceof NotSiblingsError ? notSiblings(error, body.alsoFor ?? []) : error
      },
    )
    const because = recorded.state.journey.closed ? 'closed' : 'behind'
    return {
      status: 201,
      location: addressOf(params.id),
      version: versionOf(recorded),
      child: recorded.child,
      body: {
        event: eventAnswer(recorded.event),
        journey: journeyAnswer(recorded, { source: 'record', because }, await seenBy(caller, recorded, trx)),
        also: also.map(({ row, event }) => ({
          id: row.id,
          childReference: row.child_reference,
          event: eventAnswer(event),
        })),
      },
    }
  },
})

/** The fields that an event of the type that is sent may have. */
export function fieldsOfType(sent: unknown): readonly string[] {
  if (typeof sent !== 'object' || sent === null || !('type' in sent)) return []
  const type = FACT_TYPES.find((known) => known === sent.type)
  return type === undefined
    ? []
    : ['type', 'occurredAt', 'documentUrl', 'alsoFor', ...Object.keys(EVENT_FIELDS[type].shape)]
}

function notSiblings({ journeys }: NotSiblingsError, asked: readonly string[]): Problem {
  return invalidRequest(
    journeys.map((id) => ({
      field: `alsoFor.${asked.indexOf(id)}`,
      message: 'is no linked sibling of this child for whom you may record',
      remedy: 'Link the journeys as siblings first, or leave it out',
    })),
  )
}
