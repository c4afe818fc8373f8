import { sql } from 'kysely'
import { readFor, type Acting } from '../../db/acting'
import { changesAfter, type ChangesPage, type FeedPlace } from '../../db/changes'
import { openDatabase, type Database } from '../../db/database'
import { API_ROLE } from '../../db/roles'
import { untilTold } from '../support/until-told'
import { freshDatabase, type FreshDatabase } from '../support/database'

const MANY = 20_000
const LIMIT = 500

let fresh: FreshDatabase
let api: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  api = openDatabase(fresh.url, { role: API_ROLE, maxConnections: 1 })
  await fill()
  await untilTold(fresh.db)
}, 120_000)
afterAll(async () => {
  await api.destroy()
  await fresh.drop()
})

const of = (...localities: string[]): Acting => ({
  id: 'care-system',
  scope: { localities: localities.length === 0 ? 'authority' : localities },
})

const pageAfter = (who: Acting, after?: FeedPlace): Promise<ChangesPage> =>
  readFor(api, who, (trx) => changesAfter(trx, { scope: who.scope, after, limit: LIMIT }))

/** How many rows of the feed a page looks at, by the way that leads in its order, and by reading all of it. */
async function lookedAt(who: Acting, after: FeedPlace) {
  return readFor(api, who, async (trx) => {
    const before = await counted(trx)
    const page = await changesAfter(trx, { scope: who.scope, after, limit: LIMIT })
    const now = await counted(trx)
    return { page, inOrder: now.inOrder - before.inOrder, all: now.all - before.all }
  })
}

async function counted(trx: Database): Promise<{ inOrder: number; all: number }> {
  const { rows } = await sql<{ inOrder: number; all: number }>`
    select pg_stat_get_xact_tuples_returned('change_in_order'::regclass) as "inOrder",
      pg_stat_get_xact_numscans('change'::regclass) as "all"`.execute(trx)
  return rows[0] as { inOrder: number; all: number }
}

describe('a feed of very many changes', () => {
  it.each([['the whole authority'], ['some localities', 'caithness', 'skye']])(
    'is followed to its end by %s, looking at each change once',
    async (_who, ...localities) => {
      const who = of(...localities)
      let page = await pageAfter(who)
      let [told, looked, pages] = [0, 0, 0]
      while (page.items.length > 0 && page.next !== undefined) {
        told += page.items.length
        const next = await lookedAt(who, page.next)
        expect(next.all).toBe(0)
        looked += next.inOrder
        pages += 1
        page = next.page
      }
      expect(told).toBe(localities.length === 0 ? MANY : MANY / 2)
      // and, for each page, where it begins and where the feed ends
      expect(looked).toBeLessThan(MANY + 5 * pages)
    },
    120_000,
  )

  it('leaves behind, at its end, what is for nobody in one’s localities: it is never looked at again', async () => {
    const who = of('lochaber')
    const { items, next } = await pageAfter(who)
    expect(items).toEqual([])
    const { inOrder } = await lookedAt(who, next as FeedPlace)
    expect(inOrder).toBeLessThan(10)
  })
})

// Journeys of four localities with ten visits each, told of as they would be.
async function fill(): Promise<void> {
  const journeys = MANY / 10
  for (const statement of [
    sql`insert into child (id, reference, practice, made_at)
      select gen_random_uuid(), 'CH-' || n, false, now() from generate_series(1, ${journeys}) n`,
    sql`insert into journey (child_id, child_reference, locality, policy_id, policy_version, policy_hash, first_locality,
        first_policy_id, first_policy_version, first_policy_hash, seq, pathway, stage, started_on, closed, created_at, changed_at)
      select id, reference, (array['caithness', 'skye', 'inverness', 'sutherland'])[1 + split_part(reference, '-', 2)::int % 4],
        'highland', 1, 'x', 'caithness', 'highland', 1, 'x', 10, 'away-from-home', 'assessment', '2026-01-05', false, now(), now()
      from child`,
    sql`insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields)
      select journey.id, n, 'visit-made', '2026-01-05', now(), 'worker-1', '{"childSeen": true}'
      from generate_series(1, 10) n, journey order by n, journey.id`,
    sql`analyze`,
  ])
    await statement.execute(fresh.db)
}
