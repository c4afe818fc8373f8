import { z } from 'zod'
import { behindAimSchema } from '../../contracts/aims-schema'
import { readFor } from '../../db/acting'
import { behindAim, type BehindPlace } from '../../db/reports/aims'
import { AIM_CLASSES } from '../../domain/aims'
import { isLocalDate, writeInstant } from '../../domain/time'
import { invalidRequest, Problem } from '../problem'
import { readRoute } from '../route'
import { askedOf, reportQuery } from './asked'
import { aimsInForce } from './read-aims'

export const behindAimRoute = readRoute({
  path: '/api/v1/reports/aims/{aim}/journeys',
  action: 'reports.journeys',
  reads: 'list',
  tag: 'Reports',
  summary: 'List the children behind a number of an aim',
  description:
    'The children whom an aim counts, all of them or of one class, the earliest clock first, as far as the caller may see them; ' +
    '`notShown` says how many more there are. Asked with the same `asOf`, `knownAt` and `locality`, they are those of the number. ' +
    'A child who came to live away from home twice is there twice.',
  params: z.strictObject({
    aim: z.string().max(100).meta({ description: 'The id of an aim', example: '2' }),
  }),
  query: z.strictObject({
    ...reportQuery,
    class: z.enum(AIM_CLASSES).optional().meta({ description: 'Those of one class; all when absent' }),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(1000).optional().meta({ description: 'The `next` of the page before' }),
  }),
  answer: {
    status: 200,
    description: 'A page of the list; `next` is null on the last one',
    schema: behindAimSchema,
  },
  problems: ['not-found'],
  async read({ params, query, caller }, { db, policy }) {
    const { class: only, limit, cursor, ...rest } = query
    const aim = aimsInForce(policy).find(({ id }) => id === params.aim)
    if (aim === undefined) throw new Problem('not-found', `There is no aim ${params.aim}`)
    const asked = await askedOf(rest, { db, policy: policy.policy })
    const { items, next, unseen } = await readFor(db, caller, (trx) =>
      behindAim(trx, aim, {
        ...asked,
        scope: caller.scope,
        limit,
        ...(only !== undefined && { class: only }),
        ...(cursor !== undefined && { after: placeIn(cursor) }),
      }),
    )
    return {
      status: 200,
      journeys: [...new Set(items.map(({ journeyId }) => journeyId))],
      body: {
        asOf: asked.asOf,
        knownAt: writeInstant(asked.knownAt),
        items: items.map(({ journeyId, ...item }) => ({ id: journeyId, ...item })),
        next: next === undefined ? null : cursorOf(next),
        notShown: unseen,
      },
    }
  },
})

const place = z.strictObject({
  startedOn: z.string().refine(isLocalDate),
  journeyId: z.uuid(),
  instance: z.int().positive(),
})

function cursorOf(next: BehindPlace): string {
  return Buffer.from(JSON.stringify(next)).toString('base64url')
}

function placeIn(cursor: string): BehindPlace {
  const read = place.safeParse(jsonIn(cursor))
  if (read.success) return read.data
  throw invalidRequest([
    {
      field: 'cursor',
      message: 'is not a cursor of this list',
      remedy: 'Give the `next` of the page before, or leave it out to begin again',
    },
  ])
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    // What is no JSON is no cursor of ours, as little as other JSON.
    return undefined
  }
}
