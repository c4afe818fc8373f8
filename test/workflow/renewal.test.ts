import { type temporal } from '@temporalio/proto'
import { judgementOf } from '../../api/journeys/judgement'
import { journeyWorkflowId } from '../../contracts/journey-workflow'
import type { KeyRing } from '../../keys/key-ring'
import { standingAt } from '../../domain/standing'
import { openRuns, openUnderKey, renew } from '../../temporal/open-under-key'
import { sealingCodec } from '../../temporal/payload-codec'
import { beginAgain } from '../../worker/begin-again'
import { hoursFromNow, openHouse, type House } from '../support/house'
import { ringOf } from '../support/keys'
import { until } from '../support/until'

const OLD = ringOf('old')
const NEW_AND_OLD = ringOf('new', 'old')
const NEW = ringOf('new')

/** The keys of every part of the house, which change as they do when each is started again with others. */
const keys: { -readonly [Field in keyof KeyRing]: KeyRing[Field] } = { ...OLD }
const startedAgainWith = (ring: KeyRing) => void Object.assign(keys, ring)

let house: House
beforeAll(async () => {
  // two in memory: when two others have come, the first is read from its history
  house = await openHouse({ keys, cachedJourneys: 2 })
}, 60_000)
afterAll(() => house.close())
beforeEach(() => startedAgainWith(OLD))

describe('When another key seals', () => {
  it('a journey that is under way goes on', async () => {
    const id = await begun()
    startedAgainWith(NEW_AND_OLD)
    await twoOthers()
    await house.record(id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await expectLive(id)
    const run = (await openRuns(house.engine)).find(({ workflowId }) => workflowId === journeyWorkflowId(id))
    expect([...(run?.keyIds ?? [])].sort()).toEqual(['new', 'old'])
    expect(run?.plain).toBe(false)
  })

  it('no open journey needs the old one once each has gone on as new, and it can go', async () => {
    const id = await begun()
    startedAgainWith(NEW_AND_OLD)
    const open = await openUnderKey(house.engine, 'old')
    expect(open).toContain(journeyWorkflowId(id))
    await renew(house.engine, open)
    await until('no open workflow needs the old key', async () => {
      return (await openUnderKey(house.engine, 'old')).length === 0
    })
    startedAgainWith(NEW)
    await twoOthers()
    await house.record(id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await expectLive(id)
  })

  it('a practice journey stays in its own run, since a new one would count its time twice', async () => {
    const { row } = await house.start(hoursFromNow(-10), { practice: true })
    await house.conducted(row.id)
    const handle = house.engine.workflow.getHandle(journeyWorkflowId(row.id))
    const { runId } = await handle.describe()
    await renew(house.engine, [journeyWorkflowId(row.id)])
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await house.conducted(row.id)
    expect((await handle.describe()).runId).toBe(runId)
    await handle.terminate('it was asked')
  })

  it('asking a journey that has ended meanwhile is nothing', async () => {
    await expect(renew(house.engine, ['journey/ended'])).resolves.toBeUndefined()
  })
})

describe('When a key is lost', () => {
  it('the journey and its key are named, the record answers for it, and its neighbours go on', async () => {
    const lost = await begun()
    startedAgainWith(NEW)
    const [neighbour] = await twoOthers()
    await house.record(lost, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    const failure = await until('its workflow task has failed', () => failureOf(journeyWorkflowId(lost)))
    expect(failure).toMatch(`${journeyWorkflowId(lost)} has a payload under key old that cannot be read`)
    expect(await openUnderKey(house.engine, 'old')).toContain(journeyWorkflowId(lost))

    expect(await judgementOf(await house.read(lost), house.live)).toEqual({
      source: 'record',
      because: 'silent',
    })
    await expectLive(neighbour)
    await house.record(neighbour, 'child-plan-meeting-held', hoursFromNow(-1), { meeting: '72-hour' })
    await expectLive(neighbour)

    const open = await openRuns(house.engine)
    for (const run of open.filter(({ keyIds }) => keyIds.has('old')))
      await beginAgain(house, run, 'the key is lost')
    await expectLive(lost)
    expect(await openUnderKey(house.engine, 'old')).toEqual([])
    await until('everybody has been told of the meeting, though senders were lost too', async () => {
      const waiting = house.db.selectFrom('notice').select('id').where('status', '=', 'pending')
      return (await waiting.execute()).length === 0
    })
  }, 60_000)
})

async function begun(): Promise<string> {
  const { row } = await house.start(hoursFromNow(-10))
  await house.conducted(row.id)
  return row.id
}

async function twoOthers(): Promise<readonly [string, string]> {
  return [await begun(), await begun()]
}

/** The journey is conducted, and its workflow answers as the record does. */
async function expectLive(id: string): Promise<void> {
  const { state, now } = await house.conducted(id)
  const live = await until('its workflow answers', () => house.live.standing(id, now))
  expect(live).toEqual(JSON.parse(JSON.stringify(standingAt(state.standing, now))))
}

/** What the worker said of the last workflow task of a journey that failed, opened with the key that it has. */
async function failureOf(workflowId: string): Promise<string | undefined> {
  const { events } = await house.engine.workflow.getHandle(workflowId).fetchHistory()
  const failed = events?.findLast((event) => event.workflowTaskFailedEventAttributes)
  const attributes: temporal.api.common.v1.IPayload | null | undefined =
    failed?.workflowTaskFailedEventAttributes?.failure?.encodedAttributes
  if (!attributes) return undefined
  const [opened] = await sealingCodec(NEW).decode([attributes])
  return Buffer.from(opened?.data ?? []).toString()
}
