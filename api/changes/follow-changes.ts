import { z } from 'zod'
import { changeSchema } from '../../contracts/change-schema'
import { readFor } from '../../db/acting'
import { changesAfter, UnknownPlaceError, type Change, type ChangesPage } from '../../db/changes'
import { shownOf } from '../../domain/permissions'
import { writeInstant } from '../../domain/time'
import { eventAnswer } from '../journeys/representation'
import { NONE, readRoute } from '../route'
import { feedCursorOf, placeInFeed, placeIsGone } from './place-in-feed'
import { waitingFor } from './waiting'

const LONGEST_WAIT_SECONDS = 30

const query = z.strictObject({
  after: z
    .string()
    .max(1000)
    .optional()
    .meta({ description: 'The `next` of the answer before. Left out, the feed begins from the start' }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  wait: z.coerce.number().int().min(0).max(LONGEST_WAIT_SECONDS).default(0).meta({
    description: 'Where there is nothing to tell yet: for how many seconds to wait for something',
  }),
})

export const followChangesRoute = readRoute({
  path: '/api/v1/changes',
  action: 'changes.follow',
  reads: 'list',
  unlessEmpty: true,
  tag: 'Changes',
  summary: 'Follow what changes',
  description:
    'Everything that was recorded in the localities of a connected system, in one order that never changes: whoever goes on ' +
    'from `next` misses nothing and is told nothing twice, and can begin again from the start at any time. An empty answer ' +
    'has all there is by now. Events are told in codes and dates, without what people wrote. When a journey comes ' +
    'into the caller’s localities it is told with `entered` and all its events; when it goes, `left` is the last that is ' +
    'told of it; `erased` says that a child was erased. What is not the caller’s to see any more is not told again. Practice ' +
    'journeys are left out. A place that this database does not know, because it was restored from a backup, or that was ' +
    'given for other localities, is answered with 410: begin again from the start.',
  params: NONE,
  query,
  answer: {
    status: 200,
    description: 'The next changes; `next` is where to go on, also when there are none',
    schema: z.strictObject({ items: z.array(changeSchema), next: z.string() }),
  },
  problems: ['place-is-gone'],
  async read({ query: { after, limit, wait }, caller }, services) {
    const { scope, roles } = caller
    const from = after === undefined ? undefined : placeInFeed(after, scope)
    const request = {
      scope,
      limit,
      after: from,
      ...(shownOf(roles, 'words') === 'all' && { keysForDocuments: services.keys }),
    }
    const look = () => readFor(services.db, caller, (trx) => changesAfter(trx, request)).catch(restored)
    const waiting = waitingFor(services, scope, wait)
    try {
      let page = await look()
      // once more when the time is over: not everything that is told is heard of
      for (let more = wait > 0; more && page.items.length === 0; page = await look())
        more = await waiting.untilHeard()
      return answerOf(page, feedCursorOf(scope, page.next))
    } finally {
      waiting.end()
    }
  },
})

function answerOf({ items }: ChangesPage, next: string) {
  return {
    status: 200,
    journeys: [...new Set(items.map(({ journeyId }) => journeyId))],
    body: { items: items.map(changeAnswer), next },
  }
}

function changeAnswer({ id, kind, at, journeyId, locality, team, childReference, event }: Change): object {
  const told = { id, kind, at: writeInstant(at), journeyId, locality }
  if (kind === 'left' || kind === 'erased') return told
  return {
    ...told,
    childReference,
    team,
    ...(event?.imported && { imported: true }),
    ...(event && { event: eventAnswer(event) }),
  }
}

function restored(error: unknown): never {
  throw error instanceof UnknownPlaceError
    ? placeIsGone(
        'restored',
        'This database does not know the place: it was restored from a backup of before that',
      )
    : error
}
