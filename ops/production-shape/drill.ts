import { openEngine } from '../../temporal/connection'
import { lastConductor } from './conducting'
import { namespace, type Foundation } from './foundation'
import type { House } from './house'
import { mailAbout, Person, type JourneyNow } from './journey'
import type { Place } from './place'
import { until } from './waiting'

/** An agency that is told of both. */
const partner = 'health@partners.example'

/**
 * A child's journey through this house: started through one API, its worker killed, the 72-hour meeting recorded all the
 * same, conducted by the other worker, seen live through the other API, and the agencies told.
 * @throws Error saying what did not come to pass
 */
export async function drill(place: Place, foundation: Foundation, house: House): Promise<void> {
  const engine = openEngine({ address: foundation.temporalAddress, namespace, keys: house.keys })
  try {
    await follow(place, house, (journeyId) => lastConductor(engine, journeyId, house.workers))
  } finally {
    await engine.connection.close()
  }
}

async function follow(
  { story, stop, processes }: Place,
  house: House,
  conductorOf: (journeyId: string) => ReturnType<typeof lastConductor>,
): Promise<void> {
  const [one, two] = house.apis
  const [caseWorker, reviewer] = [
    await Person.signedIn(house, 'case-worker'),
    await Person.signedIn(house, 'reviewer'),
  ]
  const started = await story.step(
    () => caseWorker.startJourney(one),
    ({ childReference }) => `API 1 has recorded the start of ${childReference}'s journey`,
  )
  const lived = (version: number) =>
    until(
      `the journey's workflow to know of event ${version}`,
      stop,
      async (): Promise<JourneyNow | undefined> => {
        const now = await reviewer.read(two, started.id)
        return now.version === version && now.source === 'workflow' ? now : undefined
      },
    )
  const toldOf = (what: string) =>
    story.step(
      () =>
        until(
          `mail to ${partner}: ${what}`,
          stop,
          async () => {
            const mail = await mailAbout(house, started.childReference, what)
            return mail.some(({ to }) => to.includes(partner)) ? mail : undefined
          },
          120_000,
        ),
      (mail) => `"${what}" was mailed to ${mail.flatMap(({ to }) => to).join(', ')}`,
    )

  await lived(1)
  const first = await story.step(
    () => until('a worker to conduct the journey', stop, () => conductorOf(started.id)),
    ({ name, pid }) => `${name} (process ${pid}) has conducted it, and holds its workflow`,
  )
  await toldOf('The child became looked after')

  await story.step(
    () => processes.kill(first),
    () => `${first.name} was killed with SIGKILL`,
  )
  await story.step(
    () => reviewer.recordMeeting(one, started.id),
    () => 'API 1 has recorded the 72-hour meeting, with the dates that it agreed',
  )
  await story.step(
    () => lived(2),
    ({ stage, deadlines }) =>
      `API 2 has the journey from its workflow: stage ${stage}, with ${deadlines
        .filter(({ ruleId }) => ruleId.includes('meeting'))
        .map(({ ruleId, status, dueOn }) => `${ruleId} ${status} (${dueOn})`)
        .join(', ')}`,
  )
  await story.step(
    () =>
      until('the other worker to conduct the journey', stop, async () => {
        const now = await conductorOf(started.id)
        return now === undefined || now.name === first.name ? undefined : now
      }),
    ({ name, pid }) => `${name} (process ${pid}) has conducted it, says Temporal's history`,
  )
  await toldOf('The 72-hour child plan meeting was held')
}
