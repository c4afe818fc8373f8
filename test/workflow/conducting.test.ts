import { Worker } from '@temporalio/worker'
import { journeyWorkflowId } from '../../contracts/journey-workflow'
import { standingAt } from '../../domain/standing'
import { instant } from '../../domain/time'
import { dataConverter } from '../../temporal/data-converter'
import { testKeys } from '../support/keys'
import { hoursFromNow, openHouse, type House } from '../support/house'
import { until } from '../support/until'

let house: House
beforeAll(async () => {
  house = await openHouse({ cachedJourneys: 2 })
}, 60_000)
afterAll(() => house.close())

describe('What is recorded is conducted', () => {
  it('answers live where the journey stands, the same as the record, at any moment asked for', async () => {
    const { row } = await house.start(hoursFromNow(-10))
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-2), { meeting: '72-hour' })
    const { state } = await house.conducted(row.id)
    for (const days of [0, 1, 5, 40, 100, 400]) {
      const at = instant(Date.now() + days * 86_400_000)
      expect(await house.live.standing(row.id, at)).toEqual(
        JSON.parse(JSON.stringify(standingAt(state.standing, at))),
      )
    }
  })

  it('ends with the journey, and conducts again what is recorded late', async () => {
    const { row } = await house.start('2025-01-06')
    await house.record(row.id, 'journey-closed', '2025-06-02', { reason: 'kinship-order-granted' })
    await house.conducted(row.id)
    await until('the workflow has ended', async () => (await statusOf(row.id)) === 'COMPLETED')

    await house.record(row.id, 'review-held', '2025-02-03', { review: '6-week' })
    const { state } = await house.conducted(row.id)
    expect(state.standing.deadlines.find(({ ruleId }) => ruleId === 'six-week-review')?.metOn).toBe(
      '2025-02-03',
    )
    await until('the workflow has ended again', async () => (await statusOf(row.id)) === 'COMPLETED')
  })

  it('is the same with twenty journeys in the hands of a worker that keeps two in memory', async () => {
    const started = await Promise.all(Array.from({ length: 20 }, () => house.start(hoursFromNow(-30))))
    await Promise.all(
      started.map(({ row }) =>
        house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' }),
      ),
    )
    for (const { row } of started) {
      const { state, now } = await house.conducted(row.id)
      await until('its workflow answers', async () => {
        const live = await house.live.standing(row.id, now)
        return live?.seq === state.standing.seq
      })
    }
  }, 60_000)

  it('tells nobody one by one of what was past when it was recorded: one summary says it', async () => {
    const { row } = await house.start('2025-01-06')
    await house.conducted(row.id)
    const notices = await house.db
      .selectFrom('notice')
      .select(['key', 'content'])
      .where('journey_id', '=', row.id)
      .where('key', 'not like', 'event/%')
      .execute()
    expect(notices.map(({ key }) => key.split('/')[0])).toEqual(['summary'])
    expect(notices[0]?.content).toMatchObject({
      about: 'summary',
      deadlines: expect.arrayContaining([
        { title: '6-week review', dueOn: '2025-02-17', overdue: true },
      ]) as unknown,
    })
  })
})

describe('The history of a journey', () => {
  it('replays with the code of today', async () => {
    const { row } = await house.start(hoursFromNow(-50))
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await house.conducted(row.id)
    const history = await house.engine.workflow.getHandle(journeyWorkflowId(row.id)).fetchHistory()
    await expect(
      Worker.runReplayHistory(
        { workflowBundle: house.bundle, dataConverter: dataConverter(testKeys) },
        history,
      ),
    ).resolves.not.toThrow()
  })

  it('goes on as new when it is long, from the record', async () => {
    const { row } = await house.start(hoursFromNow(-50))
    await house.conducted(row.id)
    const handle = house.engine.workflow.getHandle(journeyWorkflowId(row.id))
    await handle.terminate('to be started with a small limit')
    await house.engine.workflow.signalWithStart('journey', {
      workflowId: journeyWorkflowId(row.id),
      taskQueue: 'journeys',
      args: [{ journeyId: row.id, historyLimit: 12 }],
      signal: 'recorded',
      signalArgs: [{ seq: 1 }],
    })
    const { runId } = await handle.describe()
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await house.record(row.id, 'review-held', hoursFromNow(-1), { review: '6-week' })
    await house.conducted(row.id)
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '3-month' })
    const { state, now } = await house.conducted(row.id)
    await until('another run', async () => (await handle.describe()).runId !== runId)
    const live = await until('the new run answers', () => house.live.standing(row.id, now))
    expect(live).toEqual(JSON.parse(JSON.stringify(standingAt(state.standing, now))))
  })
})

async function statusOf(journeyId: string): Promise<string> {
  const { status } = await house.engine.workflow.getHandle(journeyWorkflowId(journeyId)).describe()
  return status.name
}
