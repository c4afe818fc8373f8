import type {
  AdoptionAnswer,
  ComparisonAnswer,
  PolicyAnswer,
  WhatIfAnswer,
} from '../../contracts/policies-schema'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { ListedJourneyAnswer } from '../../contracts/listed-journey-schema'
import { conductJourney } from '../../db/conduct'
import { currentPolicy, releasedPolicies, releasedPolicy } from '../../policies/released'
import kinlarroch from '../../policies/kinlarroch/1.json'
import { newChild, openApi, type Api, type Caller } from '../support/api'

let api: Api
let everybody: Caller
beforeAll(async () => {
  api = await openApi()
  everybody = await api.as()
})
afterAll(() => api.close())

const read = async (path: string) => (await everybody.get(`/api/v1${path}`)).body as unknown
const policies = async () => ((await read('/policies')) as { items: PolicyAnswer[] }).items

describe('the policies', () => {
  it('are every version of each, with the document’s hash, and say which is in force', async () => {
    const items = await policies()
    expect(items.map(({ id, version, hash }) => ({ id, version, hash }))).toEqual(
      releasedPolicies().map(({ reference }) => reference),
    )
    const inForce = items.filter((one) => one.inForce).map(({ id, version }) => [id, version])
    expect(inForce).toEqual([
      ['highland', 2],
      ['highland-caithness', 1],
    ])
    expect(items.find(({ id, version }) => id === 'highland' && version === 2)).toMatchObject({
      newest: true,
      variants: [{ id: 'highland-caithness', version: 1 }],
    })
    expect(items.find(({ version, id }) => id === 'highland' && version === 1)?.newest).toBe(false)
  })

  it('say of each rule its citation, how sure we are, between which days it holds, and all of it in words', async () => {
    const whole = (await policies()).find(({ id, version }) => id === 'highland' && version === 2)!
    const reviews = whole.rules.filter(({ ruleId }) => ruleId === 'emergency-review')
    expect(reviews).toHaveLength(3)
    expect(reviews[1]).toMatchObject({
      within: { workingDays: 5, calendar: 'scotland' },
      basis: { confidence: 'unconfirmed' },
      effectiveFrom: '2020-04-07',
      effectiveUntil: '2022-09-30',
    })
    expect(reviews[1]!.inWords).toEqual(
      expect.arrayContaining([
        { field: 'within', name: 'Within', words: '5 working days by the calendar scotland, version 1' },
        { field: 'effectiveFrom', name: 'In force from', words: 'Tuesday 7 April 2020' },
        { field: 'basis.confidence', name: 'How sure', words: 'not confirmed' },
      ]),
    )
  })

  it('give the calendars with their holidays, a council’s own with what it is laid over', async () => {
    const { items } = (await read('/calendars')) as {
      items: { id: string; base?: object; holidays: object[] }[]
    }
    const own = items.find(({ id }) => id === 'kinlarroch')!
    expect(own.base).toEqual({ id: 'scotland', version: 1 })
    expect(own.holidays).toContainEqual({ on: '2026-07-13', name: 'Kinlarroch Fair' })
    expect(own.holidays).not.toContainEqual(expect.objectContaining({ on: '2026-05-25' }))
  })
})

describe('two policies held against one another', () => {
  const compare = async (from: string, to: string) =>
    (await read(`/policies/compare?from=${from}&to=${to}`)) as ComparisonAnswer

  it('say which rules were added, removed and changed, each field before and after', async () => {
    const { rules, same, calendars } = await compare('highland@1', 'highland@2')
    expect(same).toBe(false)
    expect(rules.removed).toEqual([])
    expect(rules.added.map(({ ruleId }) => ruleId)).toContain('later-visit')
    expect(calendars).toContainEqual({
      field: 'calendars.hearings',
      name: 'hearings',
      before: null,
      after: expect.stringContaining('version 1') as string,
    })
    const law = await compare('highland@2', 'scotland-statutory@1')
    expect(law.rules.removed.map(({ ruleId }) => ruleId)).toEqual([
      'seventy-two-hour-meeting',
      'three-month-meeting',
      'six-month-meeting',
      'permanence-recommendation',
      'permanence-panel',
      'order-lodging',
      're-decision',
      'peer-review',
    ])
    expect(law.escalation).toEqual([
      {
        field: 'escalation',
        name: 'What is missed goes to',
        before: 'team manager after 1 day, service manager after 7 days and head of service after 28 days',
        after: 'nobody',
      },
    ])
  })

  it('of which one is a variant differ by what is tried', async () => {
    const { rules, about, told } = await compare('highland@2', 'highland-caithness@1')
    expect([rules.added, rules.removed, told]).toEqual([[], [], []])
    const meeting = rules.changed.find(({ ruleId }) => ruleId === 'three-month-meeting')!
    expect(meeting.fields).toContainEqual({
      field: 'concerns',
      name: 'Concerns',
      before: 'Social work',
      after: 'Social work, Health and Education',
    })
    expect(about.map(({ field }) => field)).toEqual(['title', 'testOfChange'])
  })

  it('that are one and the same differ in nothing, and what is none is refused by its field', async () => {
    expect((await compare('highland@2', 'highland@2')).same).toBe(true)
    const wrong = await everybody.get('/api/v1/policies/compare?from=highland@2&to=highland@9')
    expect(wrong.status).toBe(422)
    expect(wrong.body).toMatchObject({ errors: [{ field: 'to' }] })
  })
})

describe('a test of change', () => {
  it('is what a journey begins under where and when it is tried, and stamps its cohort', async () => {
    const tried = await everybody.start('2026-03-02', { locality: 'caithness' })
    expect(tried).toMatchObject({
      policy: { id: 'highland-caithness', version: 1 },
      cohort: 'caithness-72-hours',
    })
    const elsewhere = await everybody.start('2026-03-02', { locality: 'skye' })
    expect(elsewhere).toMatchObject({ policy: { id: 'highland', version: 2 }, cohort: null })
    const before = await everybody.start('2018-03-31', { locality: 'caithness' })
    expect(before).toMatchObject({ policy: { id: 'highland', version: 2 }, cohort: null })
    const { body } = await everybody.get('/api/v1/journeys?cohort=caithness-72-hours&limit=200')
    const listed = (body as { items: ListedJourneyAnswer[] }).items
    expect(listed.map(({ id }) => id)).toContain(tried.id)
    expect(listed.every(({ cohort }) => cohort === 'caithness-72-hours')).toBe(true)
  })

  it('gives way to a policy that was asked for by name', async () => {
    const asked = await everybody.start('2026-03-02', { locality: 'caithness', policy: 'highland' })
    expect(asked).toMatchObject({ policy: { id: 'highland', version: 2 }, cohort: null })
  })

  it('has the cohort by when the journey is now known to have begun, whatever it adopts later', async () => {
    const { id, events } = await everybody.start('2018-04-03', { locality: 'caithness' })
    const correct = (occurredAt: string) =>
      everybody.post(`/api/v1/journeys/${id}/corrections`, {
        eventId: events[0]?.id,
        replacement: {
          type: 'looked-after-started',
          occurredAt,
          pathway: 'away-from-home',
          legalBasis: 'voluntary-s25',
        },
        reason: 'The day was wrong',
      })
    await correct('2018-03-29')
    expect((await everybody.read(id)).cohort).toBeNull()
    await correct('2018-04-01')
    expect((await everybody.read(id)).cohort).toBe('caithness-72-hours')
    await everybody.record(id, 'policy-adopted', '2026-03-02', { policy: 'highland', version: 2 })
    await everybody.record(id, 'transferred', '2026-03-03', { locality: 'skye' })
    expect(await everybody.read(id)).toMatchObject({
      policy: { id: 'highland' },
      cohort: 'caithness-72-hours',
    })
  })
})

describe('what would change', () => {
  const ask = (caller: Caller, id: string, body: object = {}) =>
    caller.post(`/api/v1/policies/${id}/what-if`, body)
  const answer = async (id: string, body: object = {}) => {
    const { status, body: given } = await ask(everybody, id, body)
    expect([status, given]).toEqual([200, given])
    return given as WhatIfAnswer
  }

  it('is what is there after adopting it, and looking changes nothing', async () => {
    const locality = 'nairn'
    const started = await everybody.start('2026-01-05', { locality, emergency: true })
    await everybody.record(started.id, 'review-held', '2026-02-10', { review: '6-week' })
    const before = await everybody.read(started.id)
    const counted = await counts()
    const { items, counts: said } = await answer('scotland-statutory', { locality })
    expect(await counts()).toEqual(counted)
    expect((await everybody.read(started.id)).version).toBe(before.version)
    const changes = items.find(({ id }) => id === started.id)!.changes
    expect(changes.map(({ ruleId, change }) => [ruleId, change])).toContainEqual([
      'permanence-recommendation',
      'ends',
    ])
    expect(said).toMatchObject({ of: 1, lookedAt: 1, changed: 1, alreadyUnder: 0, elsewhere: 0 })

    await everybody.post('/api/v1/policies/scotland-statutory/adopt', { locality, reason: 'The law alone' })
    const after = await everybody.read(started.id)
    for (const [key, deadline] of instancesOf(before)) {
      const change = changes.find((one) => `${one.ruleId}/${one.instance}` === key)
      const { dueOn, status } = instancesOf(after).get(key) ?? {}
      if (change === undefined) expect([key, { dueOn, status }]).toEqual([key, deadline])
      else expect(dueOn).toEqual(change.wouldBe?.dueOn)
    }
    expect((await answer('scotland-statutory', { locality })).counts).toMatchObject({
      changed: 0,
      alreadyUnder: 1,
    })
  })

  it('comes page by page, with counts from the first page on', async () => {
    const locality = 'lochaber'
    const ids: string[] = []
    for (let each = 0; each < 5; each++) ids.push((await everybody.start('2026-01-05', { locality })).id)
    const found: string[] = []
    let page = await answer('scotland-statutory', { locality, limit: 2 })
    const seen = [page.counts.lookedAt]
    found.push(...page.items.map(({ id }) => id))
    while (page.next !== null) {
      page = await answer('scotland-statutory', { locality, limit: 2, cursor: page.next })
      seen.push(page.counts.lookedAt)
      found.push(...page.items.map(({ id }) => id))
    }
    expect(seen).toEqual([2, 4, 5])
    expect(found.sort()).toEqual(ids.sort())
    expect(page.counts).toMatchObject({ of: 5, changed: 5 })
    expect(page.counts.byRule).toContainEqual(
      expect.objectContaining({ ruleId: 'seventy-two-hour-meeting', ends: 5, moves: 0 }),
    )
    const other = await ask(everybody, 'highland', {
      locality,
      cursor: (await answer('scotland-statutory', { locality, limit: 2 })).next,
    })
    expect(other.status).toBe(422)
    expect(other.body).toMatchObject({ errors: [{ field: 'cursor' }] })
  })

  it('of a draft is answered as of a policy, and what is wrong in it by its place in it', async () => {
    const draft = structuredClone(currentDocument())
    await everybody.start('2026-01-05', { locality: 'ross' })
    draft.rules[6]!.within = { weeks: 5 }
    const given = await answer('highland', { document: draft, locality: 'ross' })
    expect(given.policy).toMatchObject({ id: 'highland', draft: true })
    expect(given.items[0]!.changes).toEqual([
      expect.objectContaining({
        ruleId: 'six-week-review',
        change: 'moves',
        was: { dueOn: '2026-02-16', status: 'overdue' },
        wouldBe: { dueOn: '2026-02-09', status: 'overdue' },
      }),
    ])
    const broken = {
      ...draft,
      rules: draft.rules.map((rule, index) => (index === 3 ? { ...rule, within: { fortnights: 2 } } : rule)),
      workingCalendar: 'moon',
    }
    const refused = await ask(everybody, 'highland', { document: broken })
    expect(refused.status).toBe(422)
    expect((refused.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).toEqual([
      'document.rules.3.within',
      'document.workingCalendar',
    ])
    const another = await ask(everybody, 'kinlarroch', { document: draft })
    expect(another.body).toMatchObject({ errors: [{ field: 'document.id' }] })
  })

  it('is for their own localities, and to an improvement lead the counts and no child', async () => {
    const { id } = await everybody.start('2026-01-05', { locality: 'sutherland' })
    const manager = await api.as({ sub: 'manager-of-ross', roles: ['manager'], localities: ['ross'] })
    const { body } = await ask(manager, 'scotland-statutory')
    expect((body as WhatIfAnswer).items.map(({ locality }) => locality)).not.toContain('sutherland')
    const lead = await api.as({ sub: 'a-lead', roles: ['improvement-lead'], localities: ['sutherland'] })
    const seen = (await ask(lead, 'scotland-statutory')).body as WhatIfAnswer
    expect(seen).toMatchObject({ items: [], withheld: ['items'], counts: { changed: 1 } })
    expect(JSON.stringify(seen)).not.toContain(id)
  })

  it('is written down as a list of those that it showed', async () => {
    const reader = await api.as({ sub: 'reader-of-what-if' })
    const { id } = await everybody.start('2026-01-05', { locality: 'skye' })
    await ask(reader, 'scotland-statutory', { locality: 'skye' })
    const rows = await api.db
      .selectFrom('audit')
      .select(['action', 'journey_ids', 'detail'])
      .where('actor', '=', 'reader-of-what-if')
      .execute()
    expect(rows).toEqual([
      {
        action: 'policies.what-if',
        journey_ids: expect.arrayContaining([id]) as string[],
        detail: { route: '/api/v1/policies/{id}/what-if', id: 'scotland-statutory' },
      },
    ])
  })

  it('of a policy or version that is not there is said so', async () => {
    expect((await ask(everybody, 'atlantis')).status).toBe(404)
    expect((await ask(everybody, 'highland', { version: 99 })).body).toMatchObject({
      errors: [{ field: 'version' }],
    })
    expect((await ask(everybody, 'highland', { locality: 'atlantis' })).body).toMatchObject({
      errors: [{ field: 'locality' }],
    })
  })
})

describe('adopting a policy', () => {
  const adopt = (caller: Caller, body: object, headers: Record<string, string> = {}) =>
    caller.post('/api/v1/policies/scotland-statutory/adopt', { reason: 'The law alone', ...body }, headers)

  it('records it in each open journey by itself, once, and says how many are left', async () => {
    const locality = 'inverness'
    const [one, two] = [
      await everybody.start('2026-01-05', { locality }),
      await everybody.start('2026-01-06', { locality }),
    ]
    const closed = await everybody.start('2026-01-05', { locality })
    await everybody.record(closed.id, 'journey-closed', '2026-02-01', { reason: 'moved-away' })
    const first = (await adopt(everybody, { locality })).body as AdoptionAnswer
    expect(first).toMatchObject({ adopted: 2, refused: [], left: 0 })
    expect([...first.journeys].sort()).toEqual([one.id, two.id].sort())
    const after = await everybody.read(one.id)
    expect(after.events.at(-1)).toMatchObject({
      type: 'policy-adopted',
      policy: 'scotland-statutory',
      version: 1,
      reason: 'The law alone',
    })
    expect(after.policy.id).toBe('scotland-statutory')
    expect((await everybody.read(closed.id)).policy.id).toBe('highland')
    expect((await adopt(everybody, { locality })).body).toMatchObject({ adopted: 0, journeys: [], left: 0 })
    expect((await everybody.read(one.id)).version).toBe(after.version)
  })

  it('is audited in each journey, under the one who adopted it', async () => {
    const { id } = await everybody.start('2026-01-05', { locality: 'inverness' })
    const manager = await api.as({ sub: 'who-adopts', roles: ['manager'], localities: ['inverness'] })
    await adopt(manager, { journeys: [id] })
    const rows = await api.db
      .selectFrom('audit')
      .select(['actor', 'action'])
      .where('journey_id', '=', id)
      .where('actor', '=', 'who-adopts')
      .execute()
    expect(rows).toEqual([{ actor: 'who-adopts', action: 'record.policy-adopted' }])
    const whole = await api.db
      .selectFrom('audit')
      .select(['journey_ids', 'detail'])
      .where('actor', '=', 'who-adopts')
      .where('action', '=', 'policies.adopt')
      .execute()
    expect(whole).toEqual([
      {
        journey_ids: [id],
        detail: { policy: 'scotland-statutory', version: 1, refused: 0, left: 0 },
      },
    ])
  })

  it('gives the same answer to the same key, and adopts nothing twice', async () => {
    const { id } = await everybody.start('2026-01-05', { locality: 'inverness' })
    const key = { 'idempotency-key': `adopt-${id}` }
    const [first, again] = [
      await adopt(everybody, { journeys: [id] }, key),
      await adopt(everybody, { journeys: [id] }, key),
    ]
    expect(first.body).toMatchObject({ adopted: 1 })
    expect(again.text).toBe(first.text)
    expect((await everybody.read(id)).version).toBe(2)
  })

  it('goes on from one request to the next, at most two hundred at a time', async () => {
    const locality = 'badenoch-and-strathspey'
    const sent = Array.from({ length: 203 }, () => everybody.start('2026-01-05', { locality }))
    await Promise.all(sent)
    expect((await adopt(everybody, { locality })).body).toMatchObject({ adopted: 200, left: 3 })
    expect((await adopt(everybody, { locality })).body).toMatchObject({ adopted: 3, left: 0 })
  }, 120_000)

  it('is for one’s own localities, and for journeys that one may see', async () => {
    const { id } = await everybody.start('2026-01-05', { locality: 'skye' })
    const manager = await api.as({ sub: 'manager-of-nairn', roles: ['manager'], localities: ['nairn'] })
    expect((await adopt(manager, { locality: 'skye' })).status).toBe(403)
    const unseen = await adopt(manager, { journeys: [id] })
    expect([unseen.status, unseen.body]).toEqual([422, expect.objectContaining({})])
    expect(unseen.body).toMatchObject({ errors: [{ field: 'journeys.0' }] })
    expect((await adopt(manager, { reason: ' ' })).body).toMatchObject({ errors: [{ field: 'reason' }] })
    expect((await everybody.read(id)).version).toBe(1)
  })

  it('says of a child who was erased that nothing more is recorded, and goes on with the others', async () => {
    const locality = 'nairn'
    const [gone, here] = [
      await everybody.start('2026-01-05', { locality }),
      await everybody.start('2026-01-05', { locality }),
    ]
    await api.db
      .updateTable('child')
      .set({ wrapped: null, key_id: null, destroyed_at: new Date() })
      .where('reference', '=', gone.childReference)
      .execute()
    const { adopted, left } = (await adopt(everybody, { locality })).body as AdoptionAnswer
    expect([adopted, left]).toEqual([1, 0])
    expect((await everybody.read(here.id)).policy.id).toBe('scotland-statutory')
  })
})

describe('a second council', () => {
  let theirs: Api
  let worker: Caller
  beforeAll(async () => {
    theirs = await openApi({ policy: currentPolicy('kinlarroch') }, { pages: true })
    worker = await theirs.as()
  })
  afterAll(() => theirs.close())

  const begin = (occurredAt: string, fields: object = {}) =>
    worker.start(occurredAt, { childReference: newChild(), locality: 'harbourside', ...fields })

  it('has its own localities and limits', async () => {
    const { deadlines, policy } = await begin('2026-03-02T10:00:00+00:00')
    expect(policy).toMatchObject({ id: 'kinlarroch', version: 1 })
    expect(deadlines.find(({ ruleId }) => ruleId === 'first-planning-meeting')).toMatchObject({
      title: 'First planning meeting',
      dueAt: '2026-03-04T10:00:00+00:00',
    })
    const elsewhere = await worker.post('/api/v1/journeys', {
      childReference: newChild(),
      locality: 'caithness',
      pathway: 'away-from-home',
      legalBasis: 'cpo',
      occurredAt: '2026-03-02',
    })
    expect(elsewhere.body).toMatchObject({
      errors: [{ field: 'locality', message: 'must be one of: harbourside, upper-glen, east-moor' }],
    })
  })

  it('counts working days by its own holidays: its fair is one, and Scotland’s spring holiday is not', async () => {
    const dueOf = async (occurredAt: string) =>
      (await begin(occurredAt, { emergency: true })).deadlines.find(
        ({ ruleId }) => ruleId === 'emergency-review',
      )
    expect((await dueOf('2026-07-09'))?.dueOn).toBe('2026-07-15')
    expect((await dueOf('2026-05-21'))?.dueOn).toBe('2026-05-26')
    const { id } = await begin('2026-07-09', { emergency: true })
    const { body } = await worker.get(`/api/v1/journeys/${id}/deadlines/emergency-review`)
    expect(JSON.stringify(body)).toContain('Kinlarroch Fair')
  })

  it('has its own agencies: those attend, act and are told, and no others', async () => {
    const { id } = await begin('2026-03-02')
    const held = (fields: object) =>
      worker.post(`/api/v1/journeys/${id}/events`, {
        type: 'child-plan-meeting-held',
        meeting: '72-hour',
        occurredAt: '2026-03-03',
        ...fields,
      })
    expect((await held({ attendance: { legal: 'attended' } })).body).toMatchObject({
      errors: [
        {
          field: 'attendance.legal',
          message: expect.stringContaining('legal is not in the policy') as string,
          remedy: 'Give one of: social-work, health, education, reporter, hearings, police, housing',
        },
      ],
    })
    expect((await held({ actions: [{ what: 'Find a flat', owner: 'panel' }] })).body).toMatchObject({
      errors: [{ field: 'actions.0.owner' }],
    })
    const good = await held({
      attendance: { police: 'attended', housing: 'apologies' },
      actions: [{ what: 'Find a flat', owner: 'housing' }],
    })
    expect(good.status).toBe(201)
    await conductJourney(theirs.db, id)
    const { body } = await worker.get(`/api/v1/journeys/${id}/notices`)
    const told = (body as { items: { agency: string; subject: string }[] }).items
    expect(told).toContainEqual(
      expect.objectContaining({ agency: 'police', subject: 'The 72-hour planning meeting was held' }),
    )
    const police = await theirs.as({ sub: 'officer', roles: ['partner'], agency: 'police' })
    expect((await police.get(`/api/v1/journeys/${id}`)).body).toMatchObject({ agencies: ['police'] })
  })

  it('has its own words, in answers and on pages', async () => {
    const { id, possible, childReference } = await begin('2026-03-02')
    await worker.record(id, 'child-plan-meeting-held', '2026-03-03', {
      meeting: '72-hour',
      attendance: { police: 'attended' },
    })
    expect(possible.find(({ type }) => type === 'panel-held')?.allowed).toBe(false)
    const visitor = await theirs.signedIn({ roles: ['manager'] })
    const html = await (await visitor.open(`/journeys/${id}`)).text()
    expect(html).toContain(childReference)
    for (const own of [
      '<dt>Area</dt>',
      'Named social worker',
      '72-hour planning meeting',
      'Came into care',
      'Police: attended',
    ])
      expect(html).toContain(own)
    for (const usual of ['child plan meeting', '<dt>Locality</dt>', 'Became looked after'])
      expect(html).not.toContain(usual)
    const form = await (await visitor.open(`/journeys/${id}/record/child-plan-meeting-held`)).text()
    expect(form).toContain('Record a planning meeting')
    expect(form).toContain('name="attendance-police"')
    expect(form).not.toContain('attendance-legal')
    const start = await (await visitor.open('/journeys/start')).text()
    expect(start).toContain('Named social worker')
    expect(start).toContain('>With foster carers<')
    expect(start).toContain('>The Upper Glen<')
  })
})

async function counts(): Promise<unknown> {
  const tables = ['journey', 'event', 'deadline', 'notice', 'milestone'] as const
  const found = []
  for (const table of tables) {
    const row = await api.db
      .selectFrom(table)
      .select((count) => count.fn.countAll<string>().as('rows'))
      .executeTakeFirstOrThrow()
    found.push([table, row.rows])
  }
  const versions = await api.db
    .selectFrom('journey')
    .select(['id', 'seq', 'policy_hash'])
    .orderBy('id')
    .execute()
  return { found, versions }
}

function instancesOf({ deadlines }: JourneyAnswer): Map<string, { dueOn?: unknown; status?: unknown }> {
  return new Map(
    deadlines.flatMap(({ ruleId, instances, ...one }) =>
      (instances ?? (one.dueOn === null ? [] : [one])).map(
        ({ instance, dueOn, status }) => [`${ruleId}/${instance}`, { dueOn, status }] as const,
      ),
    ),
  )
}

function currentDocument() {
  return jest.requireActual<{ rules: { within: object }[] }>('../../policies/highland/2.json')
}

test('the second council is a document and nothing else', () => {
  expect(releasedPolicy('kinlarroch', 1)?.policy.title).toBe(kinlarroch.title)
})
