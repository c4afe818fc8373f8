import { openEngine } from '../../temporal/connection'
import type { Ground } from '../ground'
import type { Figure } from '../report/figure'
import { historyFigure } from './figure'
import { historyOf } from './history'
import { PracticeJourney } from './practice'

/** Goes through the reference journey and measures what it leaves in the engine. */
export async function measureHistory({ installation, db, namespace, say }: Ground): Promise<Figure> {
  say('Going through the reference journey')
  const engine = openEngine({ address: installation.engineAddress, namespace, keys: installation.keys })
  try {
    const journey = await PracticeJourney.start(db, installation.keys, engine)
    await journey.goThrough()
    const notices = await db.selectFrom('notice').select('id').where('journey_id', '=', journey.id).execute()
    return historyFigure(await historyOf(engine, journey.id), notices.length)
  } finally {
    await engine.connection.close()
  }
}
