import { sql } from 'kysely'
import { ofUnknownVersion } from '../../db/event-versions'
import { conductJourney } from '../../db/conduct'
import { openApi, type Api, type Caller } from '../support/api'

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi()
  manager = await api.as({ sub: 'manager-1' })
})
afterAll(() => api.close())

const path = (id: string) => `/api/v1/journeys/${id}`

/** As a release before this one recorded it: the order was blank when it was a permanence order. */
async function lodgedLongAgo(id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with next as (update journey set seq = seq + 1 where id = ${id} returning seq)
    insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields)
    select ${id}, seq, 'order-lodged', '2026-03-02', now(), 'legal-1', '{}' from next returning id`.execute(
    api.db,
  )
  return rows[0]?.id ?? ''
}

describe('what an earlier release recorded', () => {
  it('is read as it would be recorded today, and stays as it was recorded', async () => {
    const { id } = await manager.start('2026-01-05')
    await lodgedLongAgo(id)
    const { events } = await manager.read(id)
    expect(events.find(({ type }) => type === 'order-lodged')).toMatchObject({ order: 'permanence-order' })
    const kept = await api.db
      .selectFrom('event')
      .select(['version', 'fields'])
      .where('journey_id', '=', id)
      .where('type', '=', 'order-lodged')
      .execute()
    expect(kept).toEqual([{ version: 1, fields: {} }])
  })

  it('can be corrected, and so can what it was corrected to before anything had a version', async () => {
    const { id } = await manager.start('2026-01-05')
    const eventId = await lodgedLongAgo(id)
    const corrected = (order: object) =>
      manager.post(`${path(id)}/corrections`, {
        eventId,
        replacement: { type: 'order-lodged', occurredAt: '2026-03-03', ...order },
        reason: 'The letter says so',
      })
    expect((await corrected({ order: 'adoption' })).status).toBe(201)
    await sql`alter table event disable trigger user`.execute(api.db)
    await sql`update event set fields = fields #- '{replacementVersion}' #- '{replacement,order}'
      where journey_id = ${id} and type = 'event-corrected'`.execute(api.db)
    await sql`alter table event enable trigger user`.execute(api.db)
    const { events } = await manager.read(id)
    expect(events.find(({ type }) => type === 'event-corrected')).toMatchObject({
      eventId,
      replacement: { order: 'permanence-order', occurredAt: '2026-03-03' },
    })
  })
})

describe('what a newer release recorded', () => {
  it('is named, and neither shown nor added to nor conducted, and its neighbours go on', async () => {
    const { id } = await manager.start('2026-01-05')
    const neighbour = await manager.start('2026-01-05')
    await lodgedLongAgo(id)
    await sql`alter table event disable trigger user`.execute(api.db)
    await sql`update event set version = 9 where journey_id = ${id} and type = 'order-lodged'`.execute(api.db)
    await sql`alter table event enable trigger user`.execute(api.db)

    const refused = [
      await manager.get(path(id)),
      await manager.post(`${path(id)}/events`, {
        type: 'visit-made',
        occurredAt: '2026-01-07',
        childSeen: true,
      }),
    ]
    for (const { status, body, headers } of refused) {
      expect(status).toBe(503)
      expect(headers['retry-after']).toBeDefined()
      expect(body).toMatchObject({ detail: expect.stringContaining('order-lodged of version 9') as string })
    }
    await expect(conductJourney(api.db, id)).rejects.toThrow('order-lodged of version 9')
    expect(await ofUnknownVersion(api.db)).toEqual([
      { journeyId: id, number: 2, type: 'order-lodged', version: 9 },
    ])
    expect((await manager.read(neighbour.id)).events).toHaveLength(1)
    expect((await manager.get('/api/v1/journeys')).status).toBe(200)
  })
})
