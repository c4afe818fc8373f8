import { z } from 'zod'
import { localityParams } from '../../contracts/meetings-schema'
import { endPaceMeetings } from '../../db/pace-meetings'
import { writeRoute } from '../route'
import { noMeetings } from './read-meetings'
import { refuseElsewhere } from './replace-meetings'

// nothing needs to be said, nor to be sent
const body = z.strictObject({}).default({})

export const endMeetingsRoute = writeRoute({
  path: '/api/v1/meetings/{locality}/end',
  action: 'meetings.write',
  tag: 'PACE meetings',
  summary: 'End the PACE meetings of a locality',
  description: 'No more packs are made. Those that were made stay. To rest for a while, pause them instead.',
  params: localityParams,
  body,
  fields: () => [],
  bodyExamples: { 'Nothing more is to be said': {} },
  takesIfMatch: false,
  answer: {
    status: 200,
    description: 'The locality that meets no more',
    schema: z.strictObject({ locality: z.string() }),
  },
  problems: ['not-found'],
  async write({ params: { locality }, caller }, services, trx) {
    refuseElsewhere(locality, caller.scope, services)
    if (!(await endPaceMeetings(trx, locality, caller.id))) throw noMeetings()
    return { status: 200, body: { locality } }
  },
})
