import { z } from 'zod'
import { localDate } from '../../contracts/event-schemas'
import { localityParams, meetingPackSchema } from '../../contracts/meetings-schema'
import { readFor } from '../../db/acting'
import { readPack } from '../../db/read-packs'
import { Problem } from '../problem'
import { NONE, readRoute } from '../route'
import { packAnswer } from './representation'

const query = z.strictObject({
  locality: localityParams.shape.locality,
  on: localDate.meta({ format: 'date', description: 'The day of the meeting' }),
})

export const readPackRoute = readRoute({
  path: '/api/v1/reports/meeting-pack',
  action: 'meeting-packs.read',
  reads: 'list',
  tag: 'PACE meetings',
  summary: 'Read the pack of a PACE meeting',
  description:
    'As it was made, once, some working days before the meeting: what is overdue and for how long, what is due in four weeks, ' +
    'what was decided since the last meeting, and the meetings that have a date until the next; by child reference, in codes. ' +
    'Only of journeys that you see; of a partner what your agency is told of. Practice journeys are left out.',
  params: NONE,
  query,
  answer: { status: 200, description: 'The pack', schema: meetingPackSchema },
  problems: ['not-found'],
  async read({ query: { locality, on }, caller }, { db }) {
    const pack = await readFor(db, caller, (trx) => readPack(trx, { locality, on }, caller.scope))
    if (pack === undefined)
      throw new Problem('not-found', 'There is no such pack in your localities', {
        remedy: 'Look at /api/v1/meetings which packs were made',
      })
    const journeys = [...new Set(pack.items.map(({ journey }) => journey.id))]
    return { status: 200, journeys, body: packAnswer(pack) }
  },
})
