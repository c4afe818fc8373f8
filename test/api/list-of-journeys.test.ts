import { AUTHORITY } from '../../db/scope'
import { sql } from 'kysely'
import { listJourneys } from '../../db/journey-list'
import { readJourney } from '../../db/read'
import { startJourney } from '../../db/record'
import { standingAt } from '../../domain/standing'
import { instant, parseOccurrence, type Occurrence } from '../../domain/time'
import { releasedPolicy, type ReleasedPolicy } from '../../policies/released'
import { newChild, openApi, type Api, type Caller } from '../support/api'
import { daysAgo, inDays } from '../support/days'
import { testKeys } from '../support/keys'

const policy = releasedPolicy('highland', 1) as ReleasedPolicy

let api: Api
let everywhere: Caller
beforeAll(async () => {
  // the first policy: with few deadlines, a list is easily read
  api = await openApi({ policy })
  everywhere = await api.as()
})
afterAll(() => api.close())
// Each test has the list to itself: also what is otherwise only ever added to is emptied.
beforeEach(() =>
  sql`do $$ begin
    set local session_replication_role = replica;
    truncate journey, event, deadline cascade;
  end $$`.execute(api.db),
)

interface Item {
  readonly id: string
  readonly childReference: string
  readonly stage: string
  readonly overdue: number
  readonly closed: boolean
  readonly nextDeadline: { readonly ruleId: string; readonly status: string } | null
}

async function list(query = '', caller = everywhere): Promise<{ items: Item[]; next: string | null }> {
  const answer = await caller.get(`/api/v1/journeys${query}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body as { items: Item[]; next: string | null }
}

async function listed(query = '', caller = everywhere): Promise<string[]> {
  return (await list(query, caller)).items.map(({ id }) => id)
}

describe('an item', () => {
  it('says where the journey stands, what is next and how much is overdue', async () => {
    const { id, childReference } = await everywhere.start(`${daysAgo(30)}T12:00:00Z`, {
      worker: 'worker-1',
      team: 'North',
    })
    expect((await list()).items).toEqual([
      {
        id,
        childReference,
        locality: 'caithness',
        team: 'North',
        worker: 'worker-1',
        pathway: 'away-from-home',
        stage: 'assessment',
        startedOn: daysAgo(30),
        version: 1,
        closed: false,
        policy: { id: 'highland', version: 1 },
        cohort: null,
        overdue: 1,
        nextDeadline: {
          ruleId: 'seventy-two-hour-meeting',
          title: '72-hour child plan meeting',
          dueOn: daysAgo(27),
          dueAt: expect.stringMatching(/T1[23]:00:00[+]0[01]:00$/) as string,
          status: 'overdue',
        },
      },
    ])
  })

  it('of a deadline on the calendar has the day alone', async () => {
    const { id } = await everywhere.start(daysAgo(30))
    await everywhere.record(id, 'child-plan-meeting-held', daysAgo(29), { meeting: '72-hour' })
    expect((await list()).items[0]).toMatchObject({
      overdue: 0,
      nextDeadline: { ruleId: 'six-week-review', dueOn: inDays(12), status: 'due-soon' },
    })
    expect((await list()).items[0]?.nextDeadline).not.toHaveProperty('dueAt')
  })

  it('goes by the time of asking: the first 72 hours are over without anybody recording it', async () => {
    await everywhere.start(daysAgo(1))
    await everywhere.start(daysAgo(10))
    expect((await list('?sort=started')).items.map(({ stage }) => stage)).toEqual([
      'assessment',
      'first-72-hours',
    ])
  })
})

describe('the order', () => {
  it('is by the next deadline; what has none comes last', async () => {
    const none = await everywhere.start(daysAgo(400), { pathway: 'at-home', legalBasis: 'cso' })
    const later = await everywhere.start(daysAgo(1))
    const sooner = await everywhere.start(daysAgo(5))
    expect(await listed()).toEqual([sooner.id, later.id, none.id])
    expect(await listed('?sort=-due')).toEqual([later.id, sooner.id, none.id])
  })

  it('can be by the start, or by child reference, and the other way round', async () => {
    const b = await everywhere.start(daysAgo(10), { childReference: 'B-1' })
    const a = await everywhere.start(daysAgo(5), { childReference: 'A-1' })
    const c = await everywhere.start(daysAgo(20), { childReference: 'C-1' })
    expect(await listed('?sort=started')).toEqual([c.id, b.id, a.id])
    expect(await listed('?sort=-started')).toEqual([a.id, b.id, c.id])
    expect(await listed('?sort=reference')).toEqual([a.id, b.id, c.id])
    expect(await listed('?sort=-reference')).toEqual([c.id, b.id, a.id])
  })
})

describe('the pages', () => {
  const SORTS = ['due', '-due', 'started', '-started', 'reference', '-reference']
  it.each(SORTS)('by %s hold every journey once, also equals and those without a deadline', async (sort) => {
    const started = [3, 3, 3, 8, 8, 20]
    for (const days of started) await everywhere.start(daysAgo(days))
    for (const days of [3, 500, 500])
      await everywhere.start(daysAgo(days), { pathway: 'at-home', legalBasis: 'cso' })
    const whole = await listed(`?sort=${sort}`)
    const paged: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const page = await list(`?sort=${sort}&limit=2${next === '' ? '' : `&cursor=${next}`}`)
      expect(page.items.length).toBeLessThanOrEqual(2)
      paged.push(...page.items.map(({ id }) => id))
      next = page.next
    }
    expect(whole).toHaveLength(9)
    expect(paged).toEqual(whole)
  })

  it('neither repeat nor skip anything when a journey is started meanwhile', async () => {
    const first = await everywhere.start(daysAgo(9))
    const second = await everywhere.start(daysAgo(8))
    const page = await list('?limit=1')
    await everywhere.start(daysAgo(30))
    const rest = await list(`?limit=10&cursor=${page.next}`)
    expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([first.id, second.id])
  })

  it('end with null', async () => {
    await everywhere.start(daysAgo(9))
    expect((await list('?limit=1')).next).toBeNull()
  })

  it.each([
    ['nonsense', 'nonsense'],
    ['an empty one', ''],
    ['JSON of something else', Buffer.from('{"a":1}').toString('base64url')],
    ['a moment that is none', cursor({ sort: 'due', value: 'tomorrow', id: uuid() })],
    ['a day that is none', cursor({ sort: 'due', value: '2026-02-30T00:00:00.000Z', id: uuid() })],
    ['an id that is none', cursor({ sort: 'due', value: null, id: 'x' })],
    ['the cursor of another order', cursor({ sort: 'started', value: '2026-01-01', id: uuid() })],
  ])('%s is no cursor', async (_what, text) => {
    const answer = await everywhere.get(`/api/v1/journeys?cursor=${encodeURIComponent(text)}`)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field: 'cursor' }] })
  })
})

describe('the list can be narrowed', () => {
  it('to a locality, a team, a worker, a pathway', async () => {
    const wanted = { locality: 'skye', team: 'West', worker: 'worker-9' }
    const { id } = await everywhere.start(daysAgo(5), wanted)
    await everywhere.start(daysAgo(5))
    const home = await everywhere.start(daysAgo(5), { pathway: 'at-home', legalBasis: 'cso' })
    for (const [name, value] of Object.entries(wanted))
      expect(await listed(`?${name}=${value}`)).toEqual([id])
    expect(await listed('?pathway=at-home')).toEqual([home.id])
    expect(await listed('?locality=skye&worker=nobody')).toEqual([])
  })

  it('to a stage, as it is now', async () => {
    const early = await everywhere.start(daysAgo(1))
    const over = await everywhere.start(daysAgo(10))
    expect(await listed('?stage=first-72-hours')).toEqual([early.id])
    expect(await listed('?stage=assessment')).toEqual([over.id])
  })

  it('to closed journeys, which are in no other list', async () => {
    const { id } = await everywhere.start(daysAgo(50))
    const open = await everywhere.start(daysAgo(50))
    await everywhere.record(id, 'journey-closed', daysAgo(1), { reason: 'moved-away' })
    expect(await listed()).toEqual([open.id])
    expect((await list('?stage=closed')).items).toMatchObject([
      { id, closed: true, stage: 'closed', nextDeadline: null, overdue: 0 },
    ])
  })

  it('to journeys with a deadline of a status, as it is now', async () => {
    const overdue = await everywhere.start(daysAgo(10))
    const met = await everywhere.start(daysAgo(10))
    await everywhere.record(met.id, 'child-plan-meeting-held', daysAgo(9), { meeting: '72-hour' })
    expect(await listed('?status=overdue')).toEqual([overdue.id])
    expect(await listed('?status=met')).toEqual([met.id])
    expect(new Set(await listed('?status=pending'))).toEqual(new Set([overdue.id, met.id]))
    expect(await listed('?status=cancelled')).toEqual([])
  })

  it('to what is due before a day, that day not included', async () => {
    const { id } = await everywhere.start(daysAgo(30))
    await everywhere.record(id, 'child-plan-meeting-held', daysAgo(29), { meeting: '72-hour' })
    // The 6-week review is due in 12 days.
    expect(await listed(`?dueBefore=${inDays(12)}`)).toEqual([])
    expect(await listed(`?dueBefore=${inDays(13)}`)).toEqual([id])
  })

  it('to part of a child reference, in upper or lower case, where % and _ are themselves', async () => {
    const { id } = await everywhere.start(daysAgo(5), { childReference: 'Abc_1' })
    await everywhere.start(daysAgo(5), { childReference: 'Abcx1' })
    expect(await listed('?q=BC_')).toEqual([id])
    expect(await listed('?q=%25')).toEqual([])
  })

  it('to the localities of the caller, always', async () => {
    const { id } = await everywhere.start(daysAgo(5), { locality: 'skye' })
    await everywhere.start(daysAgo(5))
    const skye = await api.as({ roles: ['case-worker'], localities: ['skye', 'nairn'] })
    expect(await listed('', skye)).toEqual([id])
    expect(await listed('?locality=caithness', skye)).toEqual([])
  })

  it.each([
    ['an unknown locality', 'locality=atlantis', 'locality', 'caithness'],
    ['an unknown stage', 'stage=waiting', 'stage', 'awaiting-panel'],
    ['an unknown status', 'status=late', 'status', 'met-late'],
    ['an unknown order', 'sort=name', 'sort', '-reference'],
    ['a limit of none', 'limit=0', 'limit', 'at least 1'],
    ['a limit that is too high', 'limit=201', 'limit', 'at most 200'],
    ['a limit that is no number', 'limit=all', 'limit', 'a number'],
    ['a day that is none', 'dueBefore=2026-02-30', 'dueBefore', 'must be a date'],
    ['a filter that is not there, with those that are', 'localty=skye', 'localty', 'locality'],
    ['a filter that is there twice', 'team=a&team=b', 'team', 'once'],
    ['a character that cannot be kept', 'q=%00', 'q', 'NUL'],
  ])('not to %s', async (_what, query, field, words) => {
    const answer = await everywhere.get(`/api/v1/journeys?${query}`)
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ errors: [{ field }] })
    expect(answer.text).toContain(words)
  })
})

it('practice journeys are in no list', async () => {
  await api.db.transaction().execute((trx) =>
    startJourney(trx, testKeys, {
      childReference: newChild(),
      locality: 'caithness',
      practice: true,
      policy: policy,
      draft: {
        type: 'looked-after-started',
        occurred: parseOccurrence(daysAgo(5)) as Occurrence,
        pathway: 'away-from-home',
        legalBasis: 'cso',
      },
      by: 'somebody',
    }),
  )
  expect(await listed()).toEqual([])
})

it('what PostgreSQL judges is what the domain judges, for journeys of every age', async () => {
  for (const days of [0, 1, 2, 4, 28, 41, 42, 43, 80, 92, 170, 183, 290, 315, 316]) {
    const { id } = await everywhere.start(daysAgo(days))
    if (days % 2 === 1)
      await everywhere.record(id, 'child-plan-meeting-held', daysAgo(0), { meeting: '72-hour' })
  }
  const { items } = await listJourneys(api.db, {
    scope: AUTHORITY,
    filter: {},
    sort: 'due',
    descending: false,
    limit: 200,
  })
  const now = instant(Date.now())
  for (const { id, stage, overdue, next } of items) {
    const { state } = await readJourney(api.db, testKeys, id, AUTHORITY)
    const standing = standingAt(state.standing, now)
    expect(stage).toBe(standing.stage)
    expect(overdue).toBe(standing.deadlines.filter(({ status }) => status === 'overdue').length)
    expect(next?.status).toBe(standing.deadlines.find(({ ruleId }) => ruleId === next?.ruleId)?.status)
  }
})

function cursor(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url')
}

function uuid(): string {
  return '6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55'
}
