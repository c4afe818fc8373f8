import { journeyWorkflowId } from '../../contracts/journey-workflow'
import type { EventDraft } from '../../domain/events'
import { standingAt } from '../../domain/standing'
import { instant } from '../../domain/time'
import { hoursFromNow, occurrence, openHouse, type House } from '../support/house'
import { until } from '../support/until'

let house: House
beforeAll(async () => {
  house = await openHouse()
}, 60_000)
afterAll(() => house.close())

const startedAt = (moment: string): EventDraft => ({
  type: 'looked-after-started',
  occurred: occurrence(moment),
  pathway: 'away-from-home',
  legalBasis: 'cso',
})

describe('Who was told of a date that no longer stands', () => {
  it('is told so once, and told again when the correction is taken back', async () => {
    // 50 hours ago: the reminder 24 hours before the 72-hour meeting has just gone
    const wrong = hoursFromNow(-50)
    const right = hoursFromNow(-10)
    const { row } = await house.start(wrong)
    await house.conducted(row.id)
    const { state } = await house.read(row.id)
    await until('everybody is told', async () => (await sentOf(row.id, 'event/%')).length === 3)

    await house.correct(row.id, state.journey.start.id, startedAt(right))
    await house.conducted(row.id)
    const [correction] = await mailAbout(row.child_reference, /An earlier message was wrong/)
    expect(correction?.text).toMatch(/An earlier message told you:\s+The child became looked after/)
    expect(correction?.text).toMatch(/The record was corrected:/)

    await until('all of them', async () => (await sentOf(row.id, 'corrected/%/1/%')).length === 3)

    await house.correct(row.id, state.journey.start.id, startedAt(wrong))
    await house.conducted(row.id)
    await until('all of them again', async () => (await sentOf(row.id, 'corrected/%/2/%')).length === 3)
    // asked again, nothing more is said
    await house.record(row.id, 'visit-made', hoursFromNow(-1), { childSeen: true })
    await house.conducted(row.id)
    expect(await keysOf(row.id, 'corrected/%/3/%')).toEqual([])
  })

  it('hears of a reminder’s new date from the one who sent the old one', async () => {
    const clockOffset = Date.parse('2040-01-09T10:00:00Z') - Date.now() + 1_000
    const { row, state } = await house.start('2040-01-09T10:00:00Z', { practice: true, clockOffset })
    await house.conducted(row.id)
    // past the reminder of the 6-week review, 14 days before 20 February
    await house.advanceTo(row.id, '2040-02-07T10:00:00Z')
    await until(
      'the reminder is there',
      async () => (await keysOf(row.id, 'deadline/six-week-review/%')).length > 0,
    )
    await house.correct(row.id, state.journey.start.id, startedAt('2040-01-16T10:00:00Z'))
    await house.conducted(row.id)
    const moved = await contentsOf(row.id, 'moved/six-week-review/%')
    expect(moved).toEqual([
      {
        about: 'moved',
        rule: 'six-week-review',
        title: '6-week review',
        was: { dueOn: '2040-02-20' },
        now: { dueOn: '2040-02-27' },
      },
    ])
  }, 60_000)
})

it('A closing that is withdrawn has the journey conducted again, and its workflow answers as the record does', async () => {
  const { row } = await house.start(hoursFromNow(-100))
  await house.record(row.id, 'placement-changed', hoursFromNow(-90), {
    placementType: 'kinship',
    emergency: true,
  })
  await house.record(row.id, 'legal-basis-changed', hoursFromNow(-80), { legalBasis: 'icso' })
  await house.record(row.id, 'visit-made', hoursFromNow(-70), { childSeen: true })
  const closed = await house.record(row.id, 'returned-to-family', hoursFromNow(-20))
  await house.conducted(row.id)
  const handle = house.engine.workflow.getHandle(journeyWorkflowId(row.id))
  await until('the workflow has ended', async () => (await handle.describe()).status.name === 'COMPLETED')

  const closing = closed.state.journey.closed?.by.id ?? ''
  await house.correct(row.id, closing, null)
  const { state } = await house.conducted(row.id)
  await until('the workflow runs again', async () => (await handle.describe()).status.name === 'RUNNING')
  for (const days of [0, 1, 3, 20, 90, 400]) {
    const at = instant(Date.now() + days * 86_400_000)
    const live = await until('it answers', () => house.live.standing(row.id, at))
    expect(live).toEqual(JSON.parse(JSON.stringify(standingAt(state.standing, at))))
  }
})

it('What has not gone out yet says what is so now', async () => {
  const { row, state } = await house.start('2025-01-06')
  await house.conducted(row.id)
  // held back as if the mail server were away
  await house.db
    .updateTable('notice')
    .set({
      status: 'pending',
      ended_at: null,
      next_attempt_at: new Date(Date.parse(house.sendingTime()) + 3_600_000),
    })
    .where('journey_id', '=', row.id)
    .execute()
  await house.correct(row.id, state.journey.start.id, startedAt('2025-01-07'))
  await house.conducted(row.id)
  const [told] = await contentsOf(row.id, `event/${state.journey.start.id}/health`)
  expect(told).toMatchObject({ about: 'recorded', occurredAt: '2025-01-07' })
  expect(await keysOf(row.id, 'corrected/%')).toEqual([])
})

async function keysOf(journeyId: string, like: string): Promise<string[]> {
  const rows = await house.db
    .selectFrom('notice')
    .select('key')
    .where('journey_id', '=', journeyId)
    .where('key', 'like', like)
    .execute()
  return rows.map(({ key }) => key)
}

async function sentOf(journeyId: string, like: string): Promise<unknown[]> {
  return house.db
    .selectFrom('notice')
    .select('agency')
    .where('journey_id', '=', journeyId)
    .where('key', 'like', like)
    .where('status', '=', 'sent')
    .execute()
}

async function contentsOf(journeyId: string, like: string): Promise<unknown[]> {
  const rows = await house.db
    .selectFrom('notice')
    .select('content')
    .where('journey_id', '=', journeyId)
    .where('key', 'like', like)
    .execute()
  return rows.map(({ content }) => content)
}

async function mailAbout(childReference: string, subject: RegExp) {
  return until(`mail about ${childReference}: ${subject.source}`, () => {
    const found = house.mail.mail.filter(
      (mail) => mail.subject.includes(childReference) && subject.test(mail.subject),
    )
    return Promise.resolve(found.length > 0 && found)
  })
}
