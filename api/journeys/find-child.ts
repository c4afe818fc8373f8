import { z } from 'zod'
import { listedJourneySchema } from '../../contracts/listed-journey-schema'
import { readFor } from '../../db/acting'
import { hashesOfName } from '../../db/child-details'
import { listJourneys } from '../../db/journey-list'
import { openJourney } from '../limits/reading-journeys'
import { findRoute, NONE } from '../route'
import { itemAnswer } from './list-journeys'
import { cursorOf, placeIn } from './place'

const body = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, { error: 'must be a name, or a part of one' })
      .max(200, { error: 'must be at most 200 characters' })
      .meta({ description: 'Whole words of the name, without regard to case and accents', example: 'Morag' }),
    limit: z.int().min(1).max(20).default(20),
    cursor: z.string().max(1000).optional().meta({ description: 'The `next` of the page before' }),
  })
  .meta({ id: 'ChildToFind' })

export const findChildRoute = findRoute({
  path: '/api/v1/tools/find-child',
  action: 'child.read',
  tag: 'Journeys',
  summary: 'Find a child by name',
  description:
    'The journeys of children whose name, or what they are known as, has all of these words. It is sent, and not asked for ' +
    'in an address, since addresses are kept in many places. Whoever may not know a child’s name finds nothing by it.',
  params: NONE,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: { 'By the first name': { name: 'Morag' } },
  answer: {
    status: 200,
    description: 'A page of the list; `next` is null on the last one',
    schema: z.strictObject({ items: z.array(listedJourneySchema), next: z.string().nullable() }),
  },
  problems: [],
  async find({ body: { name, limit, cursor }, caller }, services) {
    const { db, keys } = services
    const { items, next } = await readFor(db, caller, (trx) =>
      listJourneys(trx, {
        scope: caller.scope,
        filter: { nameHashes: hashesOfName(keys, name) },
        sort: 'reference',
        descending: false,
        limit,
        after: cursor === undefined ? undefined : placeIn(cursor, 'reference', 'reference'),
      }),
    )
    // a name that leads to a journey opens it as much as its page does
    for (const { id } of items) openJourney(services, caller, id)
    return {
      status: 200,
      journeys: items.map(({ id }) => id),
      body: { items: items.map(itemAnswer), next: next === undefined ? null : cursorOf('reference', next) },
    }
  },
})
