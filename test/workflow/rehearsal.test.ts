import { awaitedAfter, stateOf } from '../../domain/state'
import { noticesAt } from '../../domain/notices'
import { COURSES, type Course } from '../../domain/rehearsal'
import { instant, type Instant } from '../../domain/time'
import { rehearse, type Rehearsal } from '../../db/rehearsing'
import { releasedPolicies, type ReleasedPolicy } from '../../policies/released'
import { openHouse, type House } from '../support/house'
import { testKeys } from '../support/keys'

let house: House
let rehearsals: Map<string, Rehearsal>
beforeAll(async () => {
  house = await openHouse()
  // side by side: most of the time the engine waits for one of them
  rehearsals = new Map(
    await Promise.all(
      REHEARSALS.map(async ([name, course, policy]): Promise<[string, Rehearsal]> => [
        name,
        await rehearsed(policy, course),
      ]),
    ),
  )
}, 120_000)
afterAll(() => house.close())

// Another clock than today's, over both changes of the clocks.
const START = instant('2040-01-09T10:00:00Z')

const REHEARSALS = releasedPolicies().flatMap((policy) =>
  COURSES.map((course): [string, Course, ReleasedPolicy] => [
    `${policy.reference.id} version ${policy.reference.version}, ${course},`,
    course,
    policy,
  ]),
)

describe('A rehearsal of a policy on the engine', () => {
  it.each(REHEARSALS)(
    'of %s makes each notice that the rules derive, at its instant and for whom, and no other',
    async (name, course, policy) => {
      const rehearsal = rehearsals.get(name) as Rehearsal
      const made = await madeBy(rehearsal)
      console.log(
        name,
        course,
        rehearsal.recorded.state.journey.events.length,
        made.length,
        rehearsal.recorded.now,
      )
      expect(made).toEqual(derivedFor(rehearsal, policy))
    },
  )
})

interface Told {
  readonly at: Instant
  readonly key: string
  readonly to: string
}

async function madeBy({ journeyId }: Rehearsal): Promise<Told[]> {
  const rows = await house.db
    .selectFrom('notice')
    .select(['at', 'key', 'agency', 'recipient'])
    .where('journey_id', '=', journeyId)
    .execute()
  return inOrder(
    rows.map(({ at, key, agency, recipient }) => ({ at: instant(at), key, to: `${agency}/${recipient}` })),
  )
}

// A run of the rules alone over the same events: at every moment of the journey, what is true then.
function derivedFor({ recorded }: Rehearsal, { policy }: ReleasedPolicy): Told[] {
  const events = recorded.state.journey.recorded
  const told = new Map<string, Told>()
  for (const [index, event] of events.entries()) {
    const state = stateOf(events.slice(0, index + 1), policy)
    const until = events[index + 1]?.recordedAt ?? recorded.now
    for (
      let now: Instant | undefined = event.recordedAt;
      now && now < until;
      now = awaitedAfter(state, policy, now)?.at
    )
      for (const { key, at, agency, to } of noticesAt(state, policy, now))
        if (!told.has(key)) told.set(key, { at, key, to: `${agency}/${to}` })
  }
  return inOrder([...told.values()])
}

function inOrder(told: readonly Told[]): Told[] {
  return [...told].sort((a, b) => (a.at + a.key < b.at + b.key ? -1 : 1))
}

async function rehearsed(policy: ReleasedPolicy, course: Course): Promise<Rehearsal> {
  return rehearse(house.db, testKeys, {
    policy,
    course,
    locality: policy.policy.localities[0]?.id ?? '',
    startsAt: START,
    by: 'manager-1',
    keep: true,
  })
}
