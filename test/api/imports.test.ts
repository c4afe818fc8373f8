import highlandCaithness from '../../policies/highland-caithness/1.json'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { workOn } from '../../db/importing/work-on'
import type { ImportAnswer } from '../../contracts/import-schema'
import { newChild, openApi, type Api, type Caller } from '../support/api'
import { broughtIn, eventRow, fileOf, startRow, wayToDecision, worked, type CsvCells } from '../support/csv'
import { testKeys } from '../support/keys'

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi()
  manager = await api.as({ sub: 'manager-1', roles: ['manager'] })
})
afterAll(() => api.close())

/** How much there is of everything that an import writes. */
async function counts() {
  const tables = ['journey', 'event', 'deadline', 'audit', 'notice', 'imported_row'] as const
  const all = await Promise.all(
    tables.map(async (table) => {
      const { count } = await api.db
        .selectFrom(table)
        .select((rows) => rows.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return [table, count] as const
    }),
  )
  return Object.fromEntries(all) as Record<(typeof tables)[number], number>
}

const journeyOf = (reference: string) =>
  api.db.selectFrom('journey').selectAll().where('child_reference', '=', reference).executeTakeFirst()

const eventsOf = async (reference: string) => {
  const { id = '' } = (await journeyOf(reference)) ?? {}
  return (await manager.read(id)).events
}

describe('a file of journeys', () => {
  it('starts each child’s journey with all that has happened, as if it had been recorded by hand', async () => {
    const [one, two] = [newChild(), newChild()]
    const answer = await broughtIn(manager, api.db, fileOf(...wayToDecision(one), startRow(two)))
    expect(answer).toMatchObject({
      status: 'done',
      rows: 7,
      applied: 7,
      unchanged: 0,
      corrected: 0,
      badRows: 0,
      heldBack: 0,
      journeys: 2,
      children: { all: 2, done: 2 },
      refused: [],
    })
    const events = await eventsOf(one)
    expect(events.map(({ type }) => type)).toEqual([
      'looked-after-started',
      'child-plan-meeting-held',
      'review-held',
      'permanence-recommended',
      'panel-held',
      'agency-decision-made',
    ])
    expect(events.at(2)).toMatchObject({ outcome: 'The placement goes on', source: { system: 'import' } })
    expect(events.at(4)).toMatchObject({ members: ['panel-1', 'panel-2'] })
    expect(await journeyOf(one)).toMatchObject({ stage: 'awaiting-lodging', worker: 'worker-1', seq: 6 })
    const rows = await api.db.selectFrom('event').select('imported').execute()
    expect(new Set(rows.map(({ imported }) => imported))).toEqual(new Set([true]))
  })

  it('begins a journey under the test of change that is tried where and when it starts, and others not', async () => {
    const [tried, elsewhere, before] = [newChild(), newChild(), newChild()]
    await broughtIn(
      manager,
      api.db,
      fileOf(
        startRow(tried),
        startRow(elsewhere, '2026-01-05', { locality: 'skye' }),
        startRow(before, '2018-03-01'),
      ),
    )
    const { cohort } = highlandCaithness.testOfChange
    expect(await journeyOf(tried)).toMatchObject({ policy_id: 'highland-caithness', cohort })
    expect(await journeyOf(elsewhere)).toMatchObject({ policy_id: 'highland', cohort: null })
    expect(await journeyOf(before)).toMatchObject({ policy_id: 'highland', cohort: null })
  })

  it('changes nothing when it comes again', async () => {
    const file = fileOf(...wayToDecision(newChild()), ...wayToDecision(newChild(), { source_id: '' }))
    await broughtIn(manager, api.db, file)
    const before = await counts()
    const again = await broughtIn(manager, api.db, file)
    expect(again).toMatchObject({ status: 'done', applied: 0, unchanged: 12, journeys: 0, refused: [] })
    // who brought it in is written down
    expect(await counts()).toEqual({ ...before, audit: before.audit + 1 })
  })

  it('with five bad rows names their five lines, and records every other child', async () => {
    const [good, ...bad] = Array.from({ length: 7 }, newChild)
    const [a = '', b = '', c = '', d = '', e = '', f = ''] = bad
    const rows = [
      ...wayToDecision(good ?? ''), // 2 to 7
      startRow(a, '2026-02-30'), // 8
      startRow(b), // 9
      eventRow(b, 'panel-held', '2026-02-02', { outcome: 'supported', members: 'x' }), // 10
      startRow(c, '2026-01-05', { locality: 'atlantis' }), // 11
      startRow(d), // 12
      eventRow(d, 'panel-hold', '2026-02-02'), // 13
      eventRow(e, 'review-held', '2026-02-02', { review: '6-week' }), // 14
      ...wayToDecision(f), // 15 to 20
    ]
    const answer = await broughtIn(manager, api.db, fileOf(...rows))
    expect(answer.refused.map(({ line, field }) => [line, field])).toEqual([
      [8, 'occurred_at'],
      [10, 'event'],
      [11, 'locality'],
      [13, 'event'],
      [14, 'event'],
    ])
    expect(answer).toMatchObject({
      status: 'done',
      rows: 19,
      applied: 12,
      badRows: 5,
      heldBack: 2,
      journeys: 2,
    })
    for (const reference of [a, b, c, d, e]) expect(await journeyOf(reference)).toBeUndefined()
    for (const { message, remedy } of answer.refused) {
      expect(message).not.toContain('atlantis')
      expect(remedy).not.toBe('')
    }
    const report = await manager.get(`/api/v1/imports/${answer.id}/report`)
    expect(report.text.trim().split('\n')).toHaveLength(6)
  })

  it('does not blame a row for what only lacks because another is bad', async () => {
    const child = newChild()
    const rows = wayToDecision(child)
    rows[3] = { ...rows[3], recommendation: 'away' }
    const { refused } = await broughtIn(manager, api.db, fileOf(...rows))
    expect(refused.map(({ line, field }) => [line, field])).toEqual([[5, 'recommendation']])
  })

  it('adds what is new to a journey that was brought in or begun by hand, and counts what stands there already as unchanged', async () => {
    const child = newChild()
    const journey = await manager.start('2025-01-06', {
      childReference: child,
      placementType: 'foster',
      worker: 'worker-1',
    })
    const answer = await broughtIn(manager, api.db, fileOf(...wayToDecision(child)))
    expect(answer).toMatchObject({ applied: 5, unchanged: 1, journeys: 0, refused: [] })
    expect((await manager.read(journey.id)).events).toHaveLength(6)
    const more = eventRow(child, 'order-lodged', '2025-11-03')
    expect(await broughtIn(manager, api.db, fileOf(...wayToDecision(child), more))).toMatchObject({
      applied: 1,
      unchanged: 6,
    })
  })

  it('takes several journeys of a child, one after the other, in whatever order the rows are', async () => {
    const child = newChild()
    const rows = [
      startRow(child, '2026-02-02'),
      eventRow(child, 'journey-closed', '2025-10-01', { reason: 'returned-to-family' }),
      eventRow(child, 'journey-closed', '2026-02-02', { reason: 'ceased-to-be-looked-after' }),
      startRow(child, '2025-12-01'),
      startRow(child, '2025-03-03'),
      eventRow(child, 'review-held', '2026-02-20', { review: '6-week' }),
    ]
    expect(await broughtIn(manager, api.db, fileOf(...rows))).toMatchObject({
      applied: 6,
      journeys: 3,
      refused: [],
    })
    const journeys = await api.db
      .selectFrom('journey')
      .select(['started_on', 'closed_on', 'seq'])
      .where('child_reference', '=', child)
      .orderBy('started_on')
      .execute()
    expect(journeys).toEqual([
      { started_on: '2025-03-03', closed_on: '2025-10-01', seq: 2 },
      { started_on: '2025-12-01', closed_on: '2026-02-02', seq: 2 },
      { started_on: '2026-02-02', closed_on: null, seq: 2 },
    ])
  })

  it('refuses a second start while the journey before it is open, and names the line', async () => {
    const child = newChild()
    const { refused } = await broughtIn(
      manager,
      api.db,
      fileOf(startRow(child, '2025-03-03'), startRow(child, '2026-02-02')),
    )
    expect(refused).toMatchObject([{ line: 3, field: 'child_reference' }])
    expect(await journeyOf(child)).toBeUndefined()
  })

  it('warns of missing people where recording by hand would refuse', async () => {
    const child = newChild()
    const rows = wayToDecision(child).map(({ members: _m, decision_maker: _d, ...cells }) => cells)
    const answer = await broughtIn(manager, api.db, fileOf(...rows))
    expect(answer).toMatchObject({ applied: 6, refused: [] })
    expect(answer.warnings.map(({ line, field }) => [line, field])).toEqual([
      [6, 'members'],
      [7, 'decision_maker'],
    ])
  })
})

describe('what the other system has changed', () => {
  it('under the same source_id becomes a correction, and coming again changes nothing', async () => {
    const child = newChild()
    const rows: CsvCells[] = wayToDecision(child).map((cells, index) => ({
      ...cells,
      source_id: `EV-${index}`,
    }))
    await broughtIn(manager, api.db, fileOf(...rows), '/api/v1/imports?system=mosaic')
    rows[2] = { ...rows[2], occurred_at: '2025-02-13' }
    const changed = await broughtIn(manager, api.db, fileOf(...rows), '/api/v1/imports?system=mosaic')
    expect(changed).toMatchObject({ applied: 1, corrected: 1, unchanged: 5, refused: [] })
    const events = await eventsOf(child)
    expect(events).toHaveLength(7)
    expect(events.at(-1)).toMatchObject({
      type: 'event-corrected',
      eventId: events[2]?.id,
      replacement: { type: 'review-held', occurredAt: '2025-02-13' },
      source: { system: 'mosaic', id: 'EV-2' },
    })
    const again = await broughtIn(manager, api.db, fileOf(...rows), '/api/v1/imports?system=mosaic')
    expect(again).toMatchObject({ applied: 0, unchanged: 6 })
  })

  it('does not undo what people corrected here', async () => {
    const child = newChild()
    const file = fileOf(...wayToDecision(child))
    await broughtIn(manager, api.db, file)
    const { id = '' } = (await journeyOf(child)) ?? {}
    const [, meeting] = await eventsOf(child)
    const corrected = await manager.post(`/api/v1/journeys/${id}/corrections`, {
      eventId: meeting?.id,
      replacement: { type: 'child-plan-meeting-held', occurredAt: '2025-01-09', meeting: '72-hour' },
      reason: 'It was a day later',
    })
    expect(corrected.status).toBe(201)
    expect(await broughtIn(manager, api.db, file)).toMatchObject({ applied: 0, unchanged: 6 })
    expect(await eventsOf(child)).toHaveLength(7)
  })

  it('counts when it is newer than what people corrected here, and that is said', async () => {
    const child = newChild()
    const rows = [
      startRow(child),
      eventRow(child, 'review-held', '2026-02-10', { review: '6-week', source_id: 'R1' }),
    ]
    await broughtIn(manager, api.db, fileOf(...rows))
    const { id = '' } = (await journeyOf(child)) ?? {}
    const [, review] = await eventsOf(child)
    await manager.post(`/api/v1/journeys/${id}/corrections`, {
      eventId: review?.id,
      replacement: null,
      reason: 'Not held',
    })
    rows[1] = { ...rows[1], occurred_at: '2026-02-17' }
    const answer = await broughtIn(manager, api.db, fileOf(...rows))
    expect(answer).toMatchObject({ corrected: 1, warnings: [{ line: 3, field: 'source_id' }] })
  })

  it('refuses the same source_id for two different events, and takes the same row twice once', async () => {
    const child = newChild()
    const visit = (date: string, source_id: string) =>
      eventRow(child, 'visit-made', date, { outcome: 'child-seen', source_id })
    const twice = await broughtIn(
      manager,
      api.db,
      fileOf(startRow(child), visit('2026-01-12', 'V1'), visit('2026-01-13', 'V1')),
    )
    expect(twice.refused).toMatchObject([{ line: 4, field: 'source_id' }])
    const once = await broughtIn(
      manager,
      api.db,
      fileOf(
        startRow(child),
        visit('2026-01-12', 'V1'),
        visit('2026-01-12', 'V1'),
        visit('2026-01-12', 'V2'),
      ),
    )
    expect(once).toMatchObject({ applied: 3, unchanged: 1, warnings: [{ line: 4 }] })
  })
})

describe('a file that cannot be taken in', () => {
  const refusedFile = async (file: string | Buffer, path = '/api/v1/imports') => {
    const before = await counts()
    const answer = await manager.upload(path, file)
    expect(await counts()).toEqual(before)
    const { errors } = answer.body as { errors?: { field: string }[] }
    return [answer.status, errors?.map(({ field }) => field)]
  }

  it('names unknown, missing and doubled columns', async () => {
    const [header = ''] = fileOf().split('\r\n')
    expect(await refusedFile(`${header},surname,order\r\nx`)).toEqual([422, ['surname', 'order']])
    expect(await refusedFile('child_reference,locality\r\nx,y')).toMatchObject([
      422,
      expect.arrayContaining(['event', 'occurred_at']),
    ])
    expect(await refusedFile('name\r\nMorag', '/api/v1/imports?of=children')).toEqual([
      422,
      ['child_reference'],
    ])
    expect(await refusedFile('', '/api/v1/imports?of=aliens')).toEqual([422, ['of']])
  })

  it('says so of one that is empty, not in UTF-8, badly quoted, or no CSV at all', async () => {
    const [header = ''] = fileOf().split('\r\n')
    for (const file of ['', header, `${header}\r\n,,,`, `${header}\r\n"a"b,c`, `${header}\r\na,"b`])
      expect(await refusedFile(file)).toEqual([422, ['file']])
    expect(await refusedFile(Buffer.from(`${header}\r\nCaf\xe9,x`, 'latin1'))).toEqual([422, ['file']])
    const json = await manager.post('/api/v1/imports', {})
    expect([json.status, (json.body as { type: string }).type]).toEqual([415, 'urn:pace:problem:not-csv'])
    const zipped = await manager.upload('/api/v1/imports', fileOf(), { 'content-encoding': 'gzip' })
    expect(zipped.status).toBe(415)
  })

  it('is refused when it is larger than what is taken in at a time', async () => {
    const answer = await manager.upload('/api/v1/imports', Buffer.alloc(65 * 1024 * 1024, 'x'))
    expect([answer.status, (answer.body as { type: string }).type]).toEqual([
      413,
      'urn:pace:problem:too-large',
    ])
  })

  it('keeps the lines of a file right whose cells go over several', async () => {
    const child = newChild()
    const [header] = fileOf().split('\r\n')
    const row = (cells: string) => `${child},caithness,,${cells}`
    const file = [
      `\ufeff${header}`,
      row('looked-after-started,2026-01-05,away-from-home,cso'),
      '',
      row('review-held,2026-02-10,,,,,6-week,,,"Two\r\nlines, and a ""quote"""'),
      row('visit-made,3000-01-01'),
    ].join('\r\n')
    const { refused, rows } = await broughtIn(manager, api.db, file)
    expect(rows).toBe(3)
    expect(refused.map(({ line, field }) => [line, field])).toEqual([[6, 'occurred_at']])
  })
})

describe('an import', () => {
  it('is answered again under the same key, and the file taken in once', async () => {
    const [file, key] = [fileOf(startRow(newChild())), { 'idempotency-key': newChild() }]
    const first = await manager.upload('/api/v1/imports', file, key)
    const again = await manager.upload('/api/v1/imports', file, key)
    expect([again.status, again.text]).toEqual([202, first.text])
    expect(first.headers['location']).toBe(`/api/v1/imports/${(first.body as ImportAnswer).id}`)
    const other = await manager.upload('/api/v1/imports', fileOf(startRow(newChild())), key)
    expect(other.status).toBe(422)
    await worked(api.db, (first.body as ImportAnswer).id)
    const left = await api.db
      .selectFrom('import')
      .select('status')
      .where('status', '=', 'uploading')
      .execute()
    expect(left).toEqual([])
  })

  it('takes no rows of a locality that is not the caller’s, nor of a child whose journey is elsewhere', async () => {
    const skye = await api.as({ sub: 'manager-2', roles: ['manager'], localities: ['skye'] })
    const [here, there] = [newChild(), newChild()]
    await manager.start('2026-01-05', { childReference: there })
    const visit = eventRow(there, 'visit-made', '2026-01-12', { outcome: 'child-seen' })
    const file = fileOf(startRow(here), startRow(newChild(), '2026-01-05', { locality: 'skye' }), visit)
    const answer = await broughtIn(skye, api.db, file)
    expect(answer.refused.map(({ line, field }) => [line, field])).toEqual([
      [2, 'locality'],
      [4, 'child_reference'],
    ])
    expect(answer.applied).toBe(1)
    expect((await manager.get(`/api/v1/imports/${answer.id}`)).status).toBe(200)
    const other = await api.as({ sub: 'manager-3', roles: ['manager'], localities: ['skye'] })
    for (const path of [`/api/v1/imports/${answer.id}`, `/api/v1/imports/${answer.id}/report`])
      expect((await other.get(path)).status).toBe(404)
    expect((await other.get('/api/v1/imports')).body).toEqual({ items: [], next: null })
    expect((await skye.get('/api/v1/imports')).body).toMatchObject({ items: [{ id: answer.id }], next: null })
  })

  it('stops when it is asked to, keeps what it did, and the same file goes on', async () => {
    const children = Array.from({ length: 120 }, newChild)
    const file = fileOf(...children.map((child) => startRow(child)))
    const { id } = (await manager.upload('/api/v1/imports', file)).body as ImportAnswer
    expect(await workOn(api.db, testKeys, id)).toEqual({ ended: false })
    expect((await manager.post(`/api/v1/imports/${id}/cancel`)).status).toBe(202)
    await worked(api.db, id)
    const stopped = (await manager.get(`/api/v1/imports/${id}`)).body as ImportAnswer
    expect(stopped).toMatchObject({ status: 'cancelled', rows: 120, applied: 100 })
    expect((await manager.post(`/api/v1/imports/${id}/cancel`)).status).toBe(409)
    expect(await broughtIn(manager, api.db, file)).toMatchObject({ applied: 20, unchanged: 100 })
  })

  it('ends the same when it breaks off at any child and is worked on by several at once', async () => {
    const children = Array.from({ length: 12 }, newChild)
    const file = fileOf(...children.flatMap((child) => wayToDecision(child)))
    const { id } = (await manager.upload('/api/v1/imports', file)).body as ImportAnswer
    let left = 5
    const breaking = () => {
      left -= 1
      if (left % 2 === 0) throw new Error('killed')
    }
    await expect(workOn(api.db, testKeys, id, { beforeCommit: breaking })).rejects.toThrow('killed')
    await Promise.all([worked(api.db, id), worked(api.db, id)])
    const answer = (await manager.get(`/api/v1/imports/${id}`)).body as ImportAnswer
    expect(answer).toMatchObject({
      status: 'done',
      applied: 72,
      journeys: 12,
      children: { done: 12 },
      refused: [],
    })
    for (const child of children) expect(await eventsOf(child)).toHaveLength(6)
  })

  it('ends when whoever began it may not bring rows in any more', async () => {
    const leaver = await api.as({ sub: 'leaver-1', roles: ['manager'] })
    const { id } = (await leaver.upload('/api/v1/imports', fileOf(startRow(newChild())))).body as ImportAnswer
    await api.db
      .insertInto('person')
      .values({ id: 'leaver-1', name: 'Leaver', left_on: '2026-01-01' as never })
      .execute()
    await worked(api.db, id)
    expect((await manager.get(`/api/v1/imports/${id}`)).body).toMatchObject({ status: 'failed', applied: 0 })
  })

  it('leaves nothing of the file behind, and no key that could open it', async () => {
    const { id } = await broughtIn(manager, api.db, fileOf(...wayToDecision(newChild())))
    const row = await api.db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect([row.wrapped, row.key_id]).toEqual([null, null])
    expect(
      await api.db.selectFrom('import_row').select('line').where('import_id', '=', id).execute(),
    ).toEqual([])
  })

  it('of one who has begun five that have not ended waits', async () => {
    const busy = await api.as({ sub: 'busy-1', roles: ['manager'] })
    const send = () => busy.upload('/api/v1/imports', fileOf(startRow(newChild())))
    for (let turn = 0; turn < 5; turn += 1) expect((await send()).status).toBe(202)
    expect((await send()).status).toBe(409)
  })
})

it('the sample files of the guide are brought in as they are', async () => {
  const sample = (name: string) => readFileSync(path.resolve(__dirname, '../../docs/samples', name))
  const journeys = await broughtIn(manager, api.db, sample('journeys.csv'), '/api/v1/imports?system=mosaic')
  expect(journeys).toMatchObject({ applied: 10, journeys: 2, refused: [], warnings: [] })
  const children = await broughtIn(manager, api.db, sample('children.csv'), '/api/v1/imports?of=children')
  expect(children).toMatchObject({ applied: 2, refused: [] })
  expect(await journeyOf('SAMPLE-0001')).toMatchObject({ stage: 'awaiting-lodging', team: 'Wick' })
})

describe('a file of personal details', () => {
  const HEADER = 'child_reference,name,known_as,birth_date'

  it('is kept for children whose journeys are here, and leaves alone what people changed here', async () => {
    const child = newChild()
    const { id } = await manager.start('2026-01-05', { childReference: child })
    const file = `${HEADER}\n${child},Morag Example,Mo,2019-05-04\n${newChild()},Nobody Here,,\n`
    const answer = await broughtIn(manager, api.db, file, '/api/v1/imports?of=children')
    expect(answer).toMatchObject({ rows: 2, applied: 1, refused: [{ line: 3, field: 'child_reference' }] })
    expect(JSON.stringify(answer)).not.toContain('Morag')
    const kept = await manager.get(`/api/v1/journeys/${id}/child`)
    expect(kept.body).toMatchObject({ name: 'Morag Example', knownAs: 'Mo', birthDate: '2019-05-04' })
    await manager.put(`/api/v1/journeys/${id}/child`, { name: 'Morag Renamed' }, { 'if-match': '*' })
    const again = await broughtIn(manager, api.db, file, '/api/v1/imports?of=children')
    expect(again).toMatchObject({ applied: 0, unchanged: 1 })
    const blank = `${HEADER}\n${child},,,2019-05-05\n`
    expect(await broughtIn(manager, api.db, blank, '/api/v1/imports?of=children')).toMatchObject({
      applied: 1,
    })
    expect((await manager.get(`/api/v1/journeys/${id}/child`)).body).toMatchObject({
      name: 'Morag Renamed',
      birthDate: '2019-05-05',
    })
  })

  it('refuses a day that is none, a child twice and a child without a name, each with its line', async () => {
    const [one, two, three] = [newChild(), newChild(), newChild()]
    for (const childReference of [one, two, three]) await manager.start('2026-01-05', { childReference })
    const rows = [`${one},Morag,,30/02/2019`, `${two},Iain,,`, `${two},Iain,,`, `${three},,Eilidh,`]
    const answer = await broughtIn(
      manager,
      api.db,
      [HEADER, ...rows].join('\n'),
      '/api/v1/imports?of=children',
    )
    expect(answer.refused.map(({ line, field }) => [line, field])).toEqual([
      [2, 'birth_date'],
      [4, 'child_reference'],
      [5, 'name'],
    ])
  })
})
