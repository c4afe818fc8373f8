import { sql } from 'kysely'
import { openDatabase, type Database, type DatabaseTransaction } from '../../db/database'
import { recordEvent, RefusedError, startJourney, type RecordRequest } from '../../db/record'
import { AUTHORITY } from '../../db/scope'
import { currentPolicy } from '../../policies/released'
import { newChild, openApi, type Api } from '../support/api'
import { Follower, shownTo } from '../support/follower'
import { occurrence } from '../support/journeys'
import { testKeys } from '../support/keys'

const WRITERS = 20
const PLACES = ['caithness', 'skye', 'inverness'] as const

let api: Api
let writing: Database
beforeEach(async () => {
  api = await openApi()
  // a connection for each writer, and one for whoever looks on
  writing = openDatabase(api.databaseUrl, { maxConnections: WRITERS + 1 })
})
afterEach(async () => {
  await writing.destroy()
  await api.close()
})

const follower = async (limit: number, ...localities: string[]) =>
  new Follower(
    await api.as({ roles: ['system'], localities: localities.length === 0 ? ['*'] : localities }),
    api.db,
    limit,
  )

describe('under twenty writers at once', () => {
  it('followers of any pace miss nothing, are told nothing twice, and have each journey in its order', async () => {
    const journeys = await startEach(8)
    const followers = [await follower(1000), await follower(7), await follower(1)]
    await whileWriting(followers, (writer) => writeInto(journeys, writer, visit))

    const recorded = await eventsByJourney()
    expect([...recorded.values()].flat().length).toBeGreaterThan(100)
    for (const { items, journeys: kept } of followers) {
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
      const told = new Map([...kept].map(([id, { events }]) => [id, events.map((event) => event.id)]))
      expect(told).toEqual(recorded)
    }
    const [fast, ...others] = followers
    for (const other of others) expect(other.items).toEqual(fast?.items)
    expect((await (await follower(1000)).catchUp()).items).toEqual(fast?.items)
  }, 60_000)

  it('followers of some localities end with the journeys that are there, while these go to and fro', async () => {
    const journeys = await startEach(8)
    const seen: [string, Follower][] = []
    for (const places of [[], ...PLACES.map((place) => [place]), ['caithness', 'skye']])
      seen.push([places.join(), await follower(places.length === 0 ? 1000 : 5, ...places)])
    const followers = seen.map(([, one]) => one)
    await whileWriting(followers, (writer) => writeInto(journeys, writer, visitOrTransfer))

    const moves = await writing
      .selectFrom('event')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('type', '=', 'transferred')
      .executeTakeFirstOrThrow()
    expect(moves.count).toBeGreaterThan(20)
    for (const [places, { items, journeys: kept }] of seen) {
      const localities = places === '' ? ['*'] : places.split(',')
      expect([places, kept]).toEqual([places, await shownTo(await api.as({ roles: ['system'], localities }))])
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
      const again = await (await follower(1000, ...(places === '' ? [] : localities))).catchUp()
      expect(again.journeys).toEqual(kept)
    }
  }, 60_000)
})

/** Where chance comes from: the same for the same number. */
type Chance = () => number

function chanceOf(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function oneOf<T>(chance: Chance, all: readonly T[]): T {
  return all[Math.floor(chance() * all.length)] as T
}

/** Has followers go on asking until every writer is done and nothing more is told. */
async function whileWriting(
  followers: readonly Follower[],
  write: (writer: number) => Promise<void>,
): Promise<void> {
  let over = false
  const following = followers.map(async (one) => {
    while (!over) await one.ask()
    await one.catchUp()
  })
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
  over = true
  await Promise.all(following)
}

/** Twelve transactions of a writer: some are slow, some are rolled back, some took their number long before they write. */
async function writeInto(
  journeys: readonly string[],
  writer: number,
  draftOf: (chance: Chance) => RecordRequest['draft'],
): Promise<void> {
  const chance = chanceOf(writer + 1)
  for (let turn = 0; turn < 12; turn += 1) {
    const [before, after] = [chance() < 0.4, chance() < 0.4]
    const undone = chance() < 0.25
    const request = {
      journeyId: oneOf(chance, journeys),
      by: `writer-${writer}`,
      scope: AUTHORITY,
      draft: draftOf(chance),
    }
    await writing
      .transaction()
      .execute(async (trx) => {
        if (before) {
          await sql`select pg_current_xact_id()`.execute(trx)
          await slowly(trx, chance)
        }
        await recordEvent(trx, testKeys, request)
        if (after) await slowly(trx, chance)
        if (undone) throw new RolledBack()
      })
      .catch((error: unknown) => {
        // a transfer to where the journey is already says nothing
        if (!(error instanceof RolledBack) && !(error instanceof RefusedError)) throw error
      })
  }
}

class RolledBack extends Error {}

function slowly(trx: DatabaseTransaction, chance: Chance): Promise<unknown> {
  return sql`select pg_sleep(${chance() * 0.04})`.execute(trx)
}

const visit = (chance: Chance): RecordRequest['draft'] => ({
  type: 'visit-made',
  occurred: occurrence('2026-02-02'),
  childSeen: chance() < 0.5,
})

const visitOrTransfer = (chance: Chance): RecordRequest['draft'] =>
  chance() < 0.5
    ? visit(chance)
    : { type: 'transferred', occurred: occurrence('2026-02-02'), locality: oneOf(chance, PLACES) }

async function startEach(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let child = 0; child < count; child += 1) {
    const { row } = await writing.transaction().execute((trx) =>
      startJourney(trx, testKeys, {
        childReference: newChild(),
        locality: PLACES[child % PLACES.length] as string,
        policy: currentPolicy('highland'),
        by: 'worker-1',
        draft: {
          type: 'looked-after-started',
          occurred: occurrence('2026-01-05'),
          pathway: 'away-from-home',
          legalBasis: 'cso',
        },
      }),
    )
    ids.push(row.id)
  }
  return ids
}

async function eventsByJourney(): Promise<Map<string, string[]>> {
  const rows = await writing
    .selectFrom('event')
    .select(['id', 'journey_id'])
    .orderBy('journey_id')
    .orderBy('number')
    .execute()
  const events = new Map<string, string[]>()
  for (const { id, journey_id } of rows) events.set(journey_id, [...(events.get(journey_id) ?? []), id])
  return events
}
