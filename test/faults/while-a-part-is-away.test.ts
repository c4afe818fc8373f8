import type { JourneyAnswer } from '../../contracts/journey-schema'
import { isRunning } from '../../ops/processes/identity'
import { until } from '../support/until'
import { begin } from './support/beginning'
import { Installation } from './support/installation'
import { copiesOf, messageIdsOf, outcomeOf, untilSettled } from './support/outcome'

const installation = new Installation()
const frozen = new Set<number>()
beforeAll(() => installation.start(), 150_000)
afterEach(() => {
  for (const pid of frozen) process.kill(pid, 'SIGCONT')
  frozen.clear()
})
afterAll(() => installation.close(), 60_000)

// Stopped, not killed: it is there and does not answer.
function stop(pid: number): () => void {
  process.kill(pid, 'SIGSTOP')
  frozen.add(pid)
  return () => {
    process.kill(pid, 'SIGCONT')
    frozen.delete(pid)
  }
}

describe('While Temporal is away', () => {
  it('recording goes on, the record answers and says so; all of it is conducted when Temporal is back', async () => {
    const thaw = stop((await installation.untilAtWork('temporal')).pid)
    const begun = await begin(installation, 'while-temporal-is-away', 'caithness')
    const journey = await installation.read<JourneyAnswer>(`/api/v1/journeys/${begun.journeyId}`)
    expect(journey).toMatchObject({
      version: 2,
      stage: 'assessment',
      source: 'record',
      sourceBecause: 'silent',
    })
    const list = await installation.read<{ items: unknown[] }>('/api/v1/journeys?q=while-temporal')
    expect(list.items).toHaveLength(1)

    thaw()
    await untilSettled(installation, begun)
    expect(Object.keys(await copiesOf(installation, begun)).sort()).toEqual(
      await messageIdsOf(installation, begun),
    )
  }, 120_000)
})

describe('While PostgreSQL is away', () => {
  it('a request is told to come again, and the same request then records once', async () => {
    // the launcher would start it again at once
    const thaw = stop(installation.launcherPid)
    process.kill((await installation.untilAtWork('postgres')).pid, 'SIGKILL')
    await until('health says so', async () => (await installation.ask('/health/ready')).status === 503)
    const beginning = begin(installation, 'while-postgresql-is-away', 'ross')
    await until('it was asked for', async () => (await installation.ask('/api/v1/journeys')).status === 503)
    thaw()
    const begun = await beginning
    const refused = begun.attempts.filter((attempt) => attempt !== 'no answer' && attempt.status === 503)
    expect(refused.length).toBeGreaterThan(0)
    for (const attempt of refused) expect(attempt).toMatchObject({ retryAfter: '5' })
    await untilSettled(installation, begun)
    expect(await outcomeOf(installation, begun)).toMatchObject({
      listed: 1,
      events: ['1 looked-after-started event-1', '2 child-plan-meeting-held event-2'],
    })
  }, 120_000)
})

describe('A launcher that is killed', () => {
  it('leaves nothing that stops the next start, which finds its data and its ports again', async () => {
    const begun = await begin(installation, 'before-the-launcher-died', 'skye')
    await untilSettled(installation, begun)
    const before = await outcomeOf(installation, begun)
    const [ports, processes] = [installation.ports(), installation.processes()]

    await installation.killLauncher()
    await installation.start()

    expect(installation.ports()).toEqual(ports)
    await until('nothing of the killed one runs', async () => !processes.some(isRunning))
    await untilSettled(installation, begun)
    expect(await outcomeOf(installation, begun)).toEqual(before)
    const after = await begin(installation, 'after-the-launcher-died', 'nairn')
    await untilSettled(installation, after)
  }, 180_000)
})
