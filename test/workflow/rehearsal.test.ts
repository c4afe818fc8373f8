import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Client, Connection } from '@temporalio/client'
import { sql } from 'kysely'
import { conduct } from '../../activities/conduct'
import { noSeam, type SeamName } from '../../contracts/seam'
import { UnknownJourneyError } from '../../db/record'
import { oneAtATime } from '../../db/relaying'
import { tellPractice } from '../../relay/tell-engine'
import { rehearsePolicy } from '../../cli/rehearse'
import { readSettings } from '../../contracts/settings'
import { journeyIdOf, journeyWorkflowId } from '../../contracts/journey-workflow'
import { beat } from '../../db/heartbeat'
import { advancePractice, clockOfPractice } from '../../db/practice'
import { rehearse, type Rehearsal } from '../../db/rehearsing'
import { AUTHORITY } from '../../db/scope'
import { COURSES, type Course } from '../../domain/rehearsal'
import { invitationsAt, withoutInvited } from '../../domain/invitations'
import { noticesAt, type Notice } from '../../domain/notices'
import { awaitedAfter, stateOf } from '../../domain/state'
import { instant, type Instant } from '../../domain/time'
import { currentPolicy, releasedPolicies, releasedPolicy, type ReleasedPolicy } from '../../policies/released'
import { openHouse, type House } from '../support/house'
import { testKeys } from '../support/keys'
import { temporaryFolder } from '../support/temporary-folder'
import { until } from '../support/until'

// Another clock than today's, over both changes of the clocks.
const START = instant('2040-01-09T10:00:00Z')

// The longest to wait for is what nobody records: of two policies that differ, in their newest versions.
const UNRECORDED = ['highland', 'kinlarroch']

const REHEARSALS = releasedPolicies().flatMap((policy) =>
  COURSES.filter((course) => course === 'on-time' || isNewestOf(UNRECORDED, policy)).map(
    (course): [string, Course, ReleasedPolicy] => [
      `${policy.reference.id} version ${policy.reference.version}, ${course},`,
      course,
      policy,
    ],
  ),
)

function isNewestOf(ids: readonly string[], { reference: { id, hash } }: ReleasedPolicy): boolean {
  return ids.includes(id) && currentPolicy(id).reference.hash === hash
}

let house: House
let rehearsals: Map<string, Rehearsal>
let past: Rehearsal
beforeAll(async () => {
  house = await openHouse()
  // side by side: most of the time the engine waits for one of them
  const done = REHEARSALS.map(
    async ([name, course, policy]) => [name, await rehearsed(policy, course)] as const,
  )
  const statutory = releasedPolicy('scotland-statutory', 1) as ReleasedPolicy
  const began = rehearsed(statutory, 'on-time', instant('2024-01-09T10:00:00Z'))
  const [all, one] = await Promise.all([Promise.all(done), began])
  rehearsals = new Map(all)
  past = one
}, 120_000)
afterAll(() => house.close())

function rehearsed(policy: ReleasedPolicy, course: Course, startsAt = START): Promise<Rehearsal> {
  const locality = policy.policy.localities[0]?.id ?? ''
  return rehearse(house.db, testKeys, { policy, course, locality, startsAt, by: 'manager-1', keep: true })
}

function rehearsalOf(course: Course): Rehearsal {
  return rehearsals.get(`highland version 2, ${course},`) as Rehearsal
}

describe('A rehearsal of a policy on the engine', () => {
  it.each(REHEARSALS)(
    'of %s makes each notice that the rules derive, at its instant and for whom, and no other',
    async (name, _course, policy) => {
      const rehearsal = rehearsals.get(name) as Rehearsal
      const made = await madeBy(rehearsal)
      expect(made.length).toBeGreaterThan(5)
      expect(made).toEqual(derivedFor(rehearsal, policy))
    },
  )

  it.each(REHEARSALS.filter(([, course]) => course === 'on-time'))(
    'of %s goes from the start to the order, and nothing is late on the way',
    (name) => {
      const { state } = (rehearsals.get(name) as Rehearsal).recorded
      const types = state.journey.events.map(({ type }) => type)
      expect([types[0], types.at(-1)]).toEqual(['looked-after-started', 'order-granted'])
      expect(types).toEqual(expect.arrayContaining(['agency-decision-made', 'order-lodged']))
      expect(state.deadlines.filter(({ met }) => met?.late)).toEqual([])
      const { notices } = rehearsals.get(name) as Rehearsal
      expect(notices.filter(({ content }) => ['missed', 'escalation'].includes(content.about))).toEqual([])
    },
  )

  it('makes each notice when the engine comes to its instant, and not in one heap at the end', async () => {
    const rows = await house.db
      .selectFrom('notice')
      .select(['at', 'created_at', 'key'])
      .where('journey_id', '=', rehearsalOf('nothing-recorded').journeyId)
      .execute()
    const late = rows.map(({ at, created_at, key }) => ({ key, ms: created_at.getTime() - at.getTime() }))
    expect(late.filter(({ ms }) => ms < -1_000 || ms > 30_000)).toEqual([])
  })

  it('with nothing recorded shows every reminder, that it was missed, and each senior who is told', () => {
    const { notices } = rehearsalOf('nothing-recorded')
    const ofReview = notices.filter(({ content }) => 'rule' in content && content.rule === 'six-week-review')
    expect(ofReview.map(({ content, recipient }) => `${content.about} ${recipient}`).sort()).toEqual([
      'escalation head-of-service',
      'escalation service-manager',
      'escalation team-manager',
      'missed lead-worker',
      'reminder lead-worker',
      'reminder lead-worker',
      'reminder lead-worker',
    ])
  })

  it('that began in the past goes from then, with the same notices', async () => {
    const policy = currentPolicy('scotland-statutory')
    expect(await madeBy(past)).toEqual(derivedFor(past, policy))
    expect(past.recorded.now.slice(0, 4)).toBe('2025')
  })
})

describe('A practice journey that is moved on', () => {
  it('loses nothing when the relay is killed between the order that is committed and the engine’s', async () => {
    const { row } = await house.start(START, {
      practice: true,
      clockOffset: Date.parse(START) - Date.now() + 1_000,
    })
    await house.conducted(row.id)
    await until('the clock is there', async () => !clockOfPractice(await house.read(row.id)).behind)
    await beforeTheSweep(row.id)
    const seam = (name: SeamName) => {
      if (name === 'relaying: after signal') throw new Error('killed')
    }
    await expect(tellPractice({ db: house.db, engine: house.engine, seam }, row.id)).rejects.toThrow('killed')
    await forTheSweep(row.id)
    await until('the engine has come there', async () => !clockOfPractice(await house.read(row.id)).behind)
    const { recorded } = { recorded: await house.read(row.id) }
    const rehearsal = { journeyId: row.id, recorded, notices: [] }
    expect(await madeBy(rehearsal)).toEqual(derivedFor(rehearsal, currentPolicy('highland')))
  }, 60_000)

  it('loses nothing when it is moved again while the engine is on its way', async () => {
    const { row } = await house.start(START, {
      practice: true,
      clockOffset: Date.parse(START) - Date.now() + 1_000,
    })
    await house.conducted(row.id)
    for (const days of [40, 40, 40]) await advancePractice(house.db, row.id, days * 86_400_000, AUTHORITY)
    await until('the engine has come there', async () => !clockOfPractice(await house.read(row.id)).behind)
    const recorded = await house.read(row.id)
    const rehearsal = { journeyId: row.id, recorded, notices: [] }
    expect(await madeBy(rehearsal)).toEqual(derivedFor(rehearsal, currentPolicy('highland')))
  }, 60_000)
})

describe('The relay', () => {
  it('tells an engine that moves no clocks of practice once, and that it refused stands in the record until it moves', async () => {
    const { row } = await house.start(START, {
      practice: true,
      clockOffset: Date.parse(START) - Date.now() + 1_000,
    })
    await house.conducted(row.id)
    await until('the clock is there', async () => !clockOfPractice(await house.read(row.id)).behind)
    const before = await signalsOf(row.id)
    await beforeTheSweep(row.id)
    const no = () => Promise.reject(Object.assign(new Error('skips no time'), { code: 12 }))
    const workflowService = { updateWorkflowExecutionOptions: no }
    const connection = Object.create(house.engine.connection, {
      workflowService: { value: workflowService },
    }) as Connection
    const engine = Object.create(house.engine, { connection: { value: connection } }) as Client
    const services = { db: house.db, engine, seam: noSeam }
    const moved = async () => (await tellPractice(services, row.id)) === 'done'
    for (const _ of ['at first', 'once more'])
      await expect(until('it is moved', moved)).rejects.toThrow('The engine moves no clocks')
    expect((await signalsOf(row.id)) - before).toBe(1)
    expect(clockOfPractice(await house.read(row.id))).toMatchObject({ behind: true, refused: true })

    await forTheSweep(row.id)
    await until('the engine has come there', async () => !clockOfPractice(await house.read(row.id)).behind)
    expect(clockOfPractice(await house.read(row.id)).refused).toBe(false)
  }, 60_000)

  it('waits for no other that is at the same practice journey', async () => {
    const journeyId = rehearsalOf('on-time').journeyId
    const services = { db: house.db, engine: house.engine, seam: noSeam }
    const second = await oneAtATime(house.db, journeyId, () => tellPractice(services, journeyId))
    expect(second).toBe('again')
  })

  it('is not needed for the end of practice that is no more: its workflow ends when it comes upon that', async () => {
    const services = { db: house.db, engine: house.engine, seam: noSeam }
    const journeyId = randomUUID()
    expect(await conduct(services, { journeyId, practiceTime: START })).toMatchObject({ closed: true })
    await expect(conduct(services, { journeyId })).rejects.toThrow(UnknownJourneyError)
  })
})

/** Moves a clock by 60 days, to be told of as if never before, where no relay finds it yet. */
async function beforeTheSweep(id: string): Promise<void> {
  await sql`update journey set signalled_seq = 0, clock_offset_ms = clock_offset_ms + 60 * 86400000::bigint,
    changed_at = clock_timestamp() + interval '1 hour' where id = ${id}`.execute(house.db)
}

async function forTheSweep(id: string): Promise<void> {
  await sql`update journey set changed_at = clock_timestamp() - interval '1 hour' where id = ${id}`.execute(
    house.db,
  )
}

async function signalsOf(id: string): Promise<number> {
  const { events } = await house.engine.workflow.getHandle(journeyWorkflowId(id)).fetchHistory()
  return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length
}

describe('pace rehearse', () => {
  const folder = temporaryFolder()
  const asked = { course: 'nothing-recorded', format: 'table' }
  const record = () => ({ db: house.db, keys: testKeys, settings: readSettings({}) })
  const never = new AbortController().signal
  const practiced = () => house.db.selectFrom('journey').select('id').where('practice', '=', true).execute()

  beforeAll(() => beat(house.db, 'worker', 'here/1'))

  it('rehearses a draft that is not released, draws it, and leaves neither practice nor draft behind', async () => {
    const file = path.join(folder.path, 'draft.json')
    const document = JSON.parse(
      readFileSync(path.resolve(__dirname, '../../policies/scotland-statutory/1.json'), 'utf8'),
    ) as { version: number; rules: { id: string; within: object }[] }
    const rules = document.rules.map((rule) =>
      rule.id === 'six-week-review' ? { ...rule, within: { weeks: 5 } } : rule,
    )
    writeFileSync(file, JSON.stringify({ ...document, version: 99, rules }))
    const before = await practiced()
    const svg = path.join(folder.path, 'draft.svg')
    const start = '2040-01-09'
    const { printed, report } = await rehearsePolicy(record(), file, { ...asked, svg, start }, never)
    expect(report.policy).toMatchObject({ version: 99, draft: true })
    // 5 weeks end on 13 February 2040, a Monday
    expect(printed).toMatch(/Tue 14 Feb 2040 09:00 {2}missed .* is overdue/)
    expect(readFileSync(svg, 'utf8')).toContain('version 99 (draft)')
    expect(await practiced()).toEqual(before)
    expect(await house.db.selectFrom('practice_policy').select('hash').execute()).toEqual([])
    expect(releasedPolicy('scotland-statutory', 99)).toBeUndefined()
  }, 60_000)

  it('has the engine forget it, unless it is to be kept', async () => {
    const policy = 'scotland-statutory@1'
    const kept = await rehearsePolicy(record(), policy, { ...asked, format: 'json', keep: true }, never)
    const [, id = ''] = /practice\/(\S+)$/.exec(kept.notes.join('')) ?? []
    expect((await house.read(id)).row.practice).toBe(true)
    await rehearsePolicy(record(), policy, { ...asked, format: 'csv' }, never)
    const known = new Set((await practiced()).map((row) => row.id))
    await until('the engine knows of no other', async () => {
      const running: string[] = []
      for await (const { workflowId } of house.engine.workflow.list({ query: "WorkflowType = 'journey'" }))
        running.push(workflowId)
      const ids = running.flatMap((one) => journeyIdOf(one) ?? [])
      return ids.includes(id) && ids.every((one) => known.has(one)) && journeyWorkflowId(id) !== ''
    })
  }, 60_000)

  it.each([
    ['nowhere', asked, 'nowhere is neither a policy nor a file'],
    ['highland@9', asked, 'There are: highland@1'],
    ['highland', { ...asked, course: 'late' }, '--course late is none: give on-time or nothing-recorded'],
    ['highland', { ...asked, format: 'pdf' }, '--format pdf is none: give table, csv, json'],
    ['highland', { ...asked, locality: 'mars' }, 'give one of caithness'],
    ['highland', { ...asked, start: '30 February' }, '--start 30 February is no day'],
    ['highland', { ...asked, svg: '/no/such/folder/x.svg' }, '--svg /no/such/folder/x.svg cannot be written'],
  ])('says of %s what is wrong, and starts nothing', async (named, options, words) => {
    const before = await practiced()
    await expect(rehearsePolicy(record(), named, options, never)).rejects.toThrow(words)
    expect(await practiced()).toEqual(before)
  })

  it('says how to start what is not at work', async () => {
    await house.db.deleteFrom('heartbeat').where('part', '=', 'worker').execute()
    await expect(rehearsePolicy(record(), 'highland', asked, never)).rejects.toThrow(
      'no worker was heard of lately. Start PACE with `npm start`',
    )
  })
})

interface Told {
  readonly at: Instant
  readonly key: string
  readonly to: string
}

async function madeBy({ journeyId, recorded }: Rehearsal): Promise<Told[]> {
  const rows = await house.db
    .selectFrom('notice')
    .select(['at', 'key', 'agency', 'recipient'])
    .where('journey_id', '=', journeyId)
    .execute()
  return inOrder(
    rows.map(({ at, key, agency, recipient }) => ({ at: instant(at), key, to: `${agency}/${recipient}` })),
    recorded,
  )
}

// A run of the rules alone over the same events: at every moment of the journey, what is true then. What was caught counts as
// told.
function derivedFor({ recorded }: Rehearsal, { policy }: ReleasedPolicy): Told[] {
  const events = recorded.state.journey.recorded
  const told = new Map<string, Notice>()
  const locality = policy.localities[0]?.id ?? ''
  for (const [index, event] of events.entries()) {
    const state = stateOf(events.slice(0, index + 1), policy)
    const until = events[index + 1]?.recordedAt ?? recorded.now
    const next = (now: Instant) => awaitedAfter(state, policy, now)?.at
    for (let now: Instant | undefined = event.recordedAt; now && now < until; now = next(now)) {
      const invited = [...told.values()].flatMap(({ content, ...notice }) =>
        content.about === 'invitation'
          ? [{ ...notice, content, locality, goneOut: true, onItsWay: false }]
          : [],
      )
      const invitations = invitationsAt(state, policy, invited, now, locality)
      const others = withoutInvited(noticesAt(state, policy, now), [...invited, ...invitations])
      for (const notice of [...others, ...invitations])
        if (!told.has(notice.key)) told.set(notice.key, notice)
    }
  }
  const made = [...told.values()].map(({ key, at, agency, to }) => ({ at, key, to: `${agency}/${to}` }))
  return inOrder(made, recorded)
}

// An invitation belongs to the moment at which the event that set the date was conducted, a little after it was recorded.
function inOrder(told: readonly Told[], { state }: Rehearsal['recorded']): Told[] {
  const recordedBy = (at: Instant) =>
    state.journey.recorded.map(({ recordedAt }) => recordedAt).findLast((moment) => moment <= at) ?? at
  return told
    .map((one) => (one.key.startsWith('invitation/') ? { ...one, at: recordedBy(one.at) } : one))
    .sort((a, b) => (a.at + a.key < b.at + b.key ? -1 : 1))
}
