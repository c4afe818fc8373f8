import { isDeepStrictEqual } from 'node:util'

import { AUTHORITY } from '../../db/scope'
import { readJourney } from '../../db/read'
import { standingAt } from '../../domain/standing'
import { openEngine } from '../../temporal/connection'
import { liveStandings } from '../../temporal/live-standings'
import type { Ground } from '../ground'

const askedAtOnce = 8

/** How many open journeys were asked of the engine, and in how many the answer is not what the record says. */
export interface LiveAgainstRecord {
  readonly open: number
  readonly asked: number
  readonly different: number
  readonly silent: number
}

/** Asks workflows of open journeys where they stand, at most so many spread over all, and holds it against the record. */
export async function liveAgainstRecord(
  { installation, db, namespace }: Ground,
  most: number,
): Promise<LiveAgainstRecord> {
  const engine = openEngine({ address: installation.engineAddress, namespace, keys: installation.keys })
  const live = liveStandings(engine)
  try {
    const rows = await db
      .selectFrom('journey')
      .select('id')
      .where('closed', '=', false)
      .orderBy('id')
      .execute()
    const every = Math.max(1, Math.ceil(rows.length / most))
    const ids = rows.filter((_, place) => place % every === 0).map(({ id }) => id)
    const asked = ids.length
    let different = 0
    let silent = 0
    const askOneAfterTheOther = async (): Promise<void> => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
        const { state, now } = await readJourney(db, installation.keys, id, AUTHORITY)
        const standing = await live.standing(id, now)
        if (standing === undefined) silent += 1
        else if (!isDeepStrictEqual(standing, standingAt(state.standing, now))) different += 1
      }
    }
    await Promise.all(Array.from({ length: askedAtOnce }, askOneAfterTheOther))
    return { open: rows.length, asked, different, silent }
  } finally {
    await engine.connection.close()
  }
}
