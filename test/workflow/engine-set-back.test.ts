import { journeyWorkflowId } from '../../contracts/journey-workflow'
import { standingAt } from '../../domain/standing'
import { tellLastAgain } from '../../db/relaying'
import { hoursFromNow, openHouse, type House } from '../support/house'
import { until } from '../support/until'

let house: House
beforeAll(async () => {
  house = await openHouse()
}, 60_000)
afterAll(() => house.close())

/** The run that the engine has of a journey, and how many signals it has had. */
async function signalsOf(id: string): Promise<{ runId: string; signals: number }> {
  const handle = house.engine.workflow.getHandle(journeyWorkflowId(id))
  const [{ runId }, { events }] = await Promise.all([handle.describe(), handle.fetchHistory()])
  const signals = (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length
  return { runId, signals }
}

it('an engine that has lost what it was told last is told again: who knows it does nothing, and who was lost is begun', async () => {
  const [known, lost] = [await house.start(hoursFromNow(-10)), await house.start(hoursFromNow(-10))]
  await house.conducted(known.row.id)
  await house.conducted(lost.row.id)
  await house.engine.workflow.getHandle(journeyWorkflowId(lost.row.id)).terminate('as if power was lost')
  const before = await signalsOf(known.row.id)

  await tellLastAgain(house.db)

  await until('the one that was lost answers', async () => {
    const { state, now } = await house.read(lost.row.id)
    const live = await house.live.standing(lost.row.id, now)
    return live !== undefined && JSON.stringify(live) === JSON.stringify(standingAt(state.standing, now))
  })
  await until('the other is told', async () => (await signalsOf(known.row.id)).signals > before.signals)
  const { events } = await house.engine.workflow.getHandle(journeyWorkflowId(known.row.id)).fetchHistory()
  expect((await signalsOf(known.row.id)).runId).toBe(before.runId)
  // conducted once, when it began
  expect((events ?? []).filter((event) => event.markerRecordedEventAttributes)).toHaveLength(1)
}, 60_000)
