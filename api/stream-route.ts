import { z } from 'zod'
import { readFor } from '../db/acting'
import { isJourneyInScope } from '../db/read'
import { isJourneyOf } from '../db/scope'
import { unavailable } from './problem'
import { NONE, type StreamRoute } from './route'

/** Tells whoever listens that a journey that they may see has changed: what it is now they read as ever. */
export const streamRoute: StreamRoute = {
  kind: 'stream',
  method: 'get',
  path: '/api/v1/stream',
  action: 'journey.list',
  tag: 'Journeys',
  summary: 'Listen for changes',
  description:
    'Server-sent events, one named `journey` with `{"id", "version"}` whenever a journey that the caller may see was recorded ' +
    'in or conducted. It is a hint to read again: what happens while nobody is connected is not told later.',
  params: NONE,
  answer: {
    status: 200,
    description: 'The events, as long as somebody listens',
    contentType: 'text/event-stream',
    schema: z.string(),
  },
  problems: [],
  open(caller, { changes, db, log }, send) {
    const { scope } = caller
    if (changes === undefined) throw unavailable('Changes are not told of here', 60)
    return changes.listen(({ id, locality, version }) => {
      if (!isJourneyOf(scope, { id, locality })) return
      const tell = () => send('journey', { id, version })
      if (scope.within === undefined) {
        tell()
        return
      }
      // a change says where the journey is, and not whose: the record does. What cannot be asked now is not told
      readFor(db, caller, (trx) => isJourneyInScope(trx, id, scope)).then(
        (theirs) => theirs && tell(),
        (error: unknown) => log.warn({ reason: String(error) }, 'a change was not told'),
      )
    })
  },
}
