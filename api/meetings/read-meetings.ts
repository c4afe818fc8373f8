import { z } from 'zod'
import { localityParams, meetingsSchema, type MeetingsAnswer } from '../../contracts/meetings-schema'
import type { Queryable } from '../../db/database'
import { readPaceMeetings } from '../../db/pace-meetings'
import { todayOf } from '../../db/people'
import { madePacks } from '../../db/read-packs'
import { Problem } from '../problem'
import { NONE, readRoute } from '../route'
import type { Services } from '../services'
import { namesIn } from './names'
import { meetingsAnswer } from './representation'

const PACKS_SHOWN = 100

export const readMeetingsRoute = readRoute({
  path: '/api/v1/meetings',
  action: 'meetings.read',
  reads: 'nothing',
  tag: 'PACE meetings',
  summary: 'Read when each locality has its PACE meeting',
  description:
    'The rhythm of each locality that meets, its next meetings with the days on which their packs are made, and what became of ' +
    'the messages about the last packs. What is in a pack is read by itself.',
  params: NONE,
  query: NONE,
  answer: {
    status: 200,
    description: 'The localities that meet. They are few: there is no second page, and `next` is always null',
    schema: z.strictObject({ items: z.array(meetingsSchema), next: z.null() }),
  },
  problems: [],
  read: async (_asked, services) => ({
    status: 200,
    body: { items: await meetingAnswers(services.db, services), next: null },
  }),
})

export const readMeetingsOfRoute = readRoute({
  path: '/api/v1/meetings/{locality}',
  action: 'meetings.read',
  reads: 'nothing',
  tag: 'PACE meetings',
  summary: 'Read when a locality has its PACE meeting',
  description: 'As in the list of all. The ETag is that of its rhythm.',
  params: localityParams,
  query: NONE,
  answer: { status: 200, description: 'Its rhythm', schema: meetingsSchema, shows: ['ETag'] },
  problems: ['not-found'],
  async read({ params: { locality } }, services) {
    const [body] = await meetingAnswers(services.db, services, locality)
    if (body === undefined) throw noMeetings()
    return { status: 200, version: body.version, body }
  },
})

/** The localities that meet, or one of them, as they are answered. */
export async function meetingAnswers(
  db: Queryable,
  services: Pick<Services, 'policy'>,
  locality?: string,
): Promise<MeetingsAnswer[]> {
  const meetings = await readPaceMeetings(db, locality)
  if (meetings.length === 0) return []
  const packs = await madePacks(db, { ...(locality !== undefined && { locality }), limit: PACKS_SHOWN })
  const [today, names] = [await todayOf(db), await namesIn(db, services)]
  return meetings.map((one) => meetingsAnswer(one, packs, today, names))
}

/** 404: the locality does not meet. */
export function noMeetings(): Problem {
  return new Problem('not-found', 'This locality has no PACE meetings that are known here')
}
