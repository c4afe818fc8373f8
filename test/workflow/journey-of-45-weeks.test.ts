import { releasedPolicy, type ReleasedPolicy } from '../../policies/released'
import { sealingCodec } from '../../temporal/payload-codec'
import { openHouse, type House } from '../support/house'
import { testKeys } from '../support/keys'

// Dates far ahead, so that they are the same whenever the tests run: the engine's own clock is moved there.
const START = '2040-01-09T10:00:00+00:00'

// The steps to permanence alone: the first policy, which journeys that were started under it keep.
const policy = releasedPolicy('highland', 1) as ReleasedPolicy

let house: House
beforeAll(async () => {
  house = await openHouse()
}, 60_000)
afterAll(() => house.close())

describe('A journey of more than 45 weeks, on the engine by its own time skipping', () => {
  let id: string

  beforeAll(async () => {
    id = await practiceJourneyAt(START)
    await goOn(id, '2040-01-11T14:00:00Z', 'child-plan-meeting-held', {
      meeting: '72-hour',
      agreedDates: { threeMonth: '2040-04-03', sixMonth: '2040-07-03' },
      views: [{ of: 'child', how: 'in-person' }],
    })
    await goOn(id, '2040-02-15T10:00:00Z', 'review-held', { review: '6-week' })
    await goOn(id, '2040-04-03T10:00:00Z', 'child-plan-meeting-held', { meeting: '3-month' })
    // The 6-month meeting comes to no recommendation; it is made on the last day but one of the 45 weeks.
    await goOn(id, '2040-07-03T10:00:00Z', 'child-plan-meeting-held', {
      meeting: '6-month',
      recommendation: 'none',
    })
    await goOn(id, '2040-11-18T10:00:00Z', 'permanence-recommended', {
      recommendation: 'away-from-home',
      route: 'permanence-order',
    })
    await goOn(id, '2041-01-15T10:00:00Z', 'panel-held', { members: ['member-1'], outcome: 'supported' })
    await goOn(id, '2041-01-31T10:00:00Z', 'agency-decision-made', {
      decisionMaker: 'decision-maker-1',
      decision: 'approve-permanence-order',
    })
    await goOn(id, '2041-04-01T10:00:00Z', 'order-lodged', {})
  }, 120_000)

  it('tells of each reminder, missed deadline and escalation at its own instant', async () => {
    expect(await deadlineNotices(id)).toEqual(
      [
        // 72 hours end on 12 January at 10:00: a reminder 24 hours before, and the meeting is held in time
        '2040-01-11T10:00:00.000Z seventy-two-hour-meeting reminder-24-hours social-work/lead-worker',
        // 6 weeks end on 20 February
        '2040-02-06T09:00:00.000Z six-week-review reminder-14-days social-work/lead-worker',
        '2040-02-13T09:00:00.000Z six-week-review reminder-7-days social-work/lead-worker',
        // 3 months end on 9 April, after the clocks went forward on 25 March: 09:00 is 08:00 UTC
        '2040-03-26T08:00:00.000Z three-month-meeting reminder-14-days social-work/lead-worker',
        '2040-04-02T08:00:00.000Z three-month-meeting reminder-7-days social-work/lead-worker',
        // 6 months end on 9 July, and the meeting brought no recommendation
        '2040-06-25T08:00:00.000Z six-month-meeting reminder-14-days social-work/lead-worker',
        '2040-07-02T08:00:00.000Z six-month-meeting reminder-7-days social-work/lead-worker',
        '2040-07-08T08:00:00.000Z six-month-meeting reminder-1-day social-work/lead-worker',
        '2040-07-10T08:00:00.000Z six-month-meeting missed social-work/lead-worker',
        '2040-07-10T08:00:00.000Z six-month-meeting escalation-1-day social-work/team-manager',
        '2040-07-16T08:00:00.000Z six-month-meeting escalation-7-days social-work/service-manager',
        '2040-08-06T08:00:00.000Z six-month-meeting escalation-28-days social-work/head-of-service',
        // 45 weeks end on 19 November, after the clocks went back on 28 October: 09:00 is 09:00 UTC again
        '2040-11-05T09:00:00.000Z permanence-recommendation reminder-14-days social-work/lead-worker',
        '2040-11-12T09:00:00.000Z permanence-recommendation reminder-7-days social-work/lead-worker',
        '2040-11-18T09:00:00.000Z permanence-recommendation reminder-1-day social-work/lead-worker',
        // 12 weeks after the recommendation would end on 10 February: the panel is held before any reminder.
        // 14 days after the panel end on 29 January
        '2041-01-22T09:00:00.000Z agency-decision reminder-7-days social-work/lead-worker',
        '2041-01-22T09:00:00.000Z agency-decision reminder-7-days panel/contact',
        '2041-01-28T09:00:00.000Z agency-decision reminder-1-day social-work/lead-worker',
        '2041-01-28T09:00:00.000Z agency-decision reminder-1-day panel/contact',
        '2041-01-30T09:00:00.000Z agency-decision missed social-work/lead-worker',
        '2041-01-30T09:00:00.000Z agency-decision missed panel/contact',
        '2041-01-30T09:00:00.000Z agency-decision escalation-1-day social-work/team-manager',
        // 16 weeks after the approval would end on 23 May: lodged before any reminder
      ].sort(),
    )
  })

  it('makes each notice when the engine comes to its instant, never before and not long after', async () => {
    const rows = await house.db
      .selectFrom('notice')
      .select(['at', 'created_at', 'key'])
      .where('journey_id', '=', id)
      .execute()
    const late = rows.map(({ at, created_at, key }) => ({ key, ms: created_at.getTime() - at.getTime() }))
    expect(late.filter(({ ms }) => ms < -1_000 || ms > 30_000)).toEqual([])
  })

  it('keeps a milestone of each deadline for the aims', async () => {
    const rows = await house.db
      .selectFrom('milestone')
      .select(['rule_id', 'kind', 'started_on', 'reached_on'])
      .where('journey_id', '=', id)
      .where('superseded_at', 'is', null)
      .execute()
    expect(
      rows.map((row) => `${row.rule_id} ${row.kind} ${row.started_on} ${row.reached_on}`).sort(),
    ).toEqual(
      [
        'seventy-two-hour-meeting met 2040-01-09 2040-01-11',
        'six-week-review met 2040-01-09 2040-02-15',
        'three-month-meeting met 2040-01-09 2040-04-03',
        'six-month-meeting missed 2040-01-09 2040-07-09',
        'six-month-meeting met-late 2040-01-09 2040-11-18',
        'permanence-recommendation met 2040-01-09 2040-11-18',
        'permanence-panel met 2040-11-18 2041-01-15',
        'agency-decision missed 2041-01-15 2041-01-29',
        'agency-decision met-late 2041-01-15 2041-01-31',
        'order-lodging met 2041-01-31 2041-04-01',
      ].sort(),
    )
  })

  it('answers from the workflow as the fold of the record does', async () => {
    const { state, now } = await house.conducted(id)
    const live = await house.live.standing(id, now)
    expect(live?.stage).toBe('in-court')
    expect(live?.seq).toBe(state.standing.seq)
    expect(live?.deadlines.map(({ ruleId, status }) => `${ruleId} ${status}`)).toEqual([
      'seventy-two-hour-meeting met',
      'six-week-review met',
      'three-month-meeting met',
      'six-month-meeting met-late',
      'permanence-recommendation met',
      'permanence-panel met',
      'agency-decision met-late',
      'order-lodging met',
    ])
  })
})

describe('A journey whose first 72 hours run over the clock change of October', () => {
  it('counts 72 elapsed hours, and 09:00 in London for the rest', async () => {
    // Friday 26 October 2040, 15:30 British Summer Time; the clocks go back on the 28th
    const id = await practiceJourneyAt('2040-10-26T15:30:00+01:00')
    await house.advanceTo(id, '2040-12-09T12:00:00Z')
    expect((await deadlineNotices(id)).slice(0, 6)).toEqual([
      '2040-10-28T14:30:00.000Z seventy-two-hour-meeting reminder-24-hours social-work/lead-worker',
      '2040-10-29T14:30:00.001Z seventy-two-hour-meeting missed social-work/lead-worker',
      '2040-10-30T14:30:00.000Z seventy-two-hour-meeting escalation-1-day social-work/team-manager',
      '2040-11-05T14:30:00.000Z seventy-two-hour-meeting escalation-7-days social-work/service-manager',
      '2040-11-23T09:00:00.000Z six-week-review reminder-14-days social-work/lead-worker',
      '2040-11-26T14:30:00.000Z seventy-two-hour-meeting escalation-28-days social-work/head-of-service',
    ])
  }, 60_000)
})

describe('What the journey waits for', () => {
  it('stands on its one timer, in words', async () => {
    const id = await practiceJourneyAt('2040-03-05T09:00:00Z')
    await house.conducted(id)
    expect(await timerLabels(id)).toContain('72-hour child plan meeting: reminder-24-hours')
  })
})

async function practiceJourneyAt(moment: string): Promise<string> {
  const clockOffset = Date.parse(moment) - Date.now() + 1_000
  const { row } = await house.start(moment, { practice: true, clockOffset, policy })
  await house.conducted(row.id)
  await house.advanceTo(row.id, new Date(Date.parse(moment) + 2_000).toISOString())
  return row.id
}

// Moves the journey's clock to a moment and records what happens then.
async function goOn(id: string, moment: string, type: Parameters<House['record']>[1], fields: object) {
  await house.advanceTo(id, moment)
  await house.record(id, type, moment, fields)
  await house.conducted(id)
}

async function deadlineNotices(id: string): Promise<string[]> {
  const rows = await house.db
    .selectFrom('notice')
    .select(['at', 'key'])
    .where('journey_id', '=', id)
    .execute()
  return rows
    .map(({ at, key }) => ({ at, parts: key.split('/') }))
    .filter(({ parts }) => parts[0] === 'deadline')
    .map(
      ({ at, parts: [, rule, , , label, ...recipient] }) =>
        `${at.toISOString()} ${rule} ${label} ${recipient.join('/')}`,
    )
    .sort()
}

async function timerLabels(id: string): Promise<string[]> {
  const history = await house.engine.workflow.getHandle(`journey/${id}`).fetchHistory()
  const labels = (history.events ?? []).flatMap((event) => {
    const label = event.timerStartedEventAttributes && event.userMetadata?.summary
    return label ? [label] : []
  })
  const opened = await sealingCodec(testKeys).decode(labels)
  return opened.map(({ data }) => JSON.parse(Buffer.from(data ?? []).toString()) as string)
}
