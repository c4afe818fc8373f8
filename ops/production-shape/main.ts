import { ExplainedError } from '../explained-error'
import { aborted } from '../launcher/running-parts'
import { StopRequests } from '../launcher/stop-requests'
import { drill } from './drill'
import { layFoundation } from './foundation'
import { openHouse } from './house'
import { Place } from './place'
import { Story } from './story'

/**
 * Runs the shape of docker-compose.yml once on this machine, without containers: PostgreSQL, Temporal's server on it, and
 * two of each part of PACE; one worker is killed, and a journey goes on. Everything is ended and removed afterwards,
 * however it ends.
 * @throws ExplainedError when somebody stops it, or with what did not come to pass
 */
export async function main(): Promise<void> {
  // a terminal that is gone must not end us in the middle of ending the parts
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  const { stop } = new StopRequests()
  const story = new Story((text) => process.stdout.write(text))
  const place = await Place.open(story, stop)
  try {
    const whole = run(place)
    // while it is being ended, what is under way fails in whatever way; its first reason is the true one
    whole.catch(() => undefined)
    await Promise.race([whole, aborted(place.stop).then(() => Promise.reject(reasonOf(place.stop)))])
  } finally {
    story.say('Ending everything in order')
    await place.clear()
  }
  story.say('Everything was seen, and everything has ended: the production shape works on this machine')
}

async function run(place: Place): Promise<void> {
  const foundation = await layFoundation(place)
  const house = await openHouse(place, foundation)
  await drill(place, foundation, house)
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof ExplainedError
    ? reason
    : new ExplainedError('It was stopped before everything was seen.')
}
