import { z } from 'zod'
import { personId } from '../../contracts/event-schemas'
import { namedJourneySchema } from '../../contracts/journey-schema'
import { personParams } from '../../contracts/people-schema'
import type { DatabaseTransaction } from '../../db/database'
import { handOver, leadsAny, NotLedError } from '../../db/handover'
import { readPeople, todayOf } from '../../db/people'
import { isHere } from '../../domain/people'
import { invalidRequest, Problem } from '../problem'
import { writeRoute } from '../route'

const body = z
  .strictObject({
    to: personId.meta({ description: 'Who leads from now on: known to the directory, and here today' }),
    journeys: z
      .array(z.uuid().toLowerCase())
      .min(1)
      .max(500)
      .optional()
      .meta({ description: 'Only these; all open ones that the person leads when left out' }),
    reason: z
      .string()
      .trim()
      .max(500, { error: 'must be at most 500 characters' })
      .optional()
      .meta({ description: 'Kept with each journey, sealed with the child’s key' }),
  })
  .meta({ id: 'Handover' })

export const handOverRoute = writeRoute({
  path: '/api/v1/people/{id}/handover',
  action: 'people.handover',
  tag: 'People',
  summary: 'Hand over the journeys that somebody leads',
  description:
    'Records `worker-assigned` as lead in every open journey that the person leads and the caller may see, or in those ' +
    'that are given: in all of them, or in none.',
  params: personParams,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: { 'To a colleague': { to: 'practice-case-worker', reason: 'Moved to another team' } },
  takesIfMatch: false,
  answer: {
    status: 200,
    description: 'The journeys that were handed over',
    schema: z.strictObject({ journeys: z.array(namedJourneySchema) }),
  },
  problems: ['not-found', 'not-possible'],
  async write({ params, body: { to, journeys, reason }, caller }, services, trx) {
    await refuseUnknown(trx, params.id)
    await refuseAbsent(trx, params.id, to)
    try {
      const handed = await handOver(trx, services.keys, {
        from: params.id,
        to,
        ...(journeys && { journeys: [...new Set(journeys)] }),
        ...(reason && { reason }),
        by: caller.id,
        scope: caller.scope,
      })
      return { status: 200, body: { journeys: handed } }
    } catch (error) {
      throw error instanceof NotLedError ? notLed(error, journeys ?? []) : error
    }
  },
})

// Who leads a journey may be nobody whom the directory knows: their work can be handed over all the same.
async function refuseUnknown(trx: DatabaseTransaction, id: string): Promise<void> {
  if ((await readPeople(trx, [id])).size > 0 || (await leadsAny(trx, id))) return
  throw new Problem('not-found', 'There is nobody with this id')
}

async function refuseAbsent(trx: DatabaseTransaction, from: string, to: string): Promise<void> {
  if (to === from) throw wrong('to', 'must be somebody else', 'Give the id of another person')
  const person = (await readPeople(trx, [to])).get(to)
  if (person === undefined)
    throw wrong('to', 'is nobody whom the directory knows', 'Give the id of a person in the directory')
  if (!isHere(person, await todayOf(trx)))
    throw wrong('to', 'is not here today', 'Give the id of somebody who is neither away nor gone')
}

function notLed({ journeys, lead }: NotLedError, asked: readonly string[]): Problem {
  return invalidRequest(
    journeys.map((id) => ({
      field: `journeys.${asked.indexOf(id)}`,
      message: `is no open journey that ${lead} leads and you may see`,
      remedy: 'Give journeys that this person leads, or leave them all out',
    })),
  )
}

function wrong(field: string, message: string, remedy: string): Problem {
  return invalidRequest([{ field, message, remedy }])
}
