import { AUTHORITY } from '../../db/scope'
import { Migrator, sql } from 'kysely'
import { MIGRATIONS, migrateToLatest } from '../../db/migrate'
import { changesAfter } from '../../db/changes'
import { readJourney } from '../../db/read'
import { recordEvent } from '../../db/record'
import type { LocalDate } from '../../domain/time'
import { releasedPolicy } from '../../policies/released'
import { emptyDatabase, type FreshDatabase } from '../support/database'
import { testKeys } from '../support/keys'
import { untilTold } from '../support/until-told'

let old: FreshDatabase
beforeAll(async () => {
  old = await emptyDatabase()
  await migrateTo(old, '0003-pages')
})
afterAll(() => old.drop())

it('journeys of the release before keep their dates, their place and the end they came to', async () => {
  const open = await journeyOfBefore(old, 'CH-OPEN', [['looked-after-started', '2026-01-05', START]])
  const closed = await journeyOfBefore(old, 'CH-CLOSED', [
    ['looked-after-started', '2025-01-06', START],
    ['returned-to-family', '2025-02-03', { stillLookedAfter: true }],
    ['journey-closed', '2025-06-02', { reason: 'ceased-to-be-looked-after' }],
  ])

  await migrateToLatest(old.url, testKeys)

  const { row, policy, state } = await readJourney(old.db, testKeys, open, AUTHORITY)
  expect(row).toMatchObject({
    first_locality: 'caithness',
    first_team: 'Wick',
    closed_on: null,
    closed_reason: null,
  })
  expect(policy.version).toBe(1)
  expect(state.deadlines[0]).toMatchObject({ dueOn: '2026-01-08' })
  expect((await readJourney(old.db, testKeys, closed, AUTHORITY)).row).toMatchObject({
    closed_on: '2025-06-02',
    closed_reason: 'ceased-to-be-looked-after',
  })

  const moved = await old.db.transaction().execute((trx) =>
    recordEvent(trx, testKeys, {
      journeyId: open,
      by: 'manager-1',
      scope: AUTHORITY,
      draft: { type: 'transferred', occurred: { on: '2026-01-07' as LocalDate }, locality: 'skye' },
    }),
  )
  expect(moved.row).toMatchObject({ locality: 'skye', first_locality: 'caithness' })
})

it('what was recorded before there was a feed comes first in it, in the order in which it was recorded', async () => {
  const earlier = await emptyDatabase()
  try {
    await migrateTo(earlier, '0003-pages')
    const visit = ['visit-made', '2026-01-07', { childSeen: true }] as const
    const start = ['looked-after-started', '2026-01-05', START] as const
    const one = await journeyOfBefore(earlier, 'CH-ONE', [start, visit], [2, 3])
    const two = await journeyOfBefore(earlier, 'CH-TWO', [start, visit], [1, 4])
    await migrateToLatest(earlier.url, testKeys)
    await earlier.db.transaction().execute((trx) =>
      recordEvent(trx, testKeys, {
        journeyId: one,
        by: 'worker-1',
        scope: AUTHORITY,
        draft: { type: 'visit-made', occurred: { on: '2026-01-09' as LocalDate }, childSeen: true },
      }),
    )

    await untilTold(earlier.db)
    const { items } = await earlier.db
      .transaction()
      .execute((trx) => changesAfter(trx, { scope: AUTHORITY, limit: 10 }))
    expect(items.map(({ journeyId, event }) => [journeyId, event?.number])).toEqual([
      [two, 1],
      [one, 1],
      [one, 2],
      [two, 2],
      [one, 3],
    ])
  } finally {
    await earlier.drop()
  }
})

const START = { pathway: 'away-from-home', legalBasis: 'voluntary-s25' }

async function migrateTo({ db }: FreshDatabase, name: string): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) }
  const { error } = await new Migrator({ db, provider }).migrateTo(name)
  if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error))
}

/** @param recordedHours when each event was recorded, in hours of some day; in their order when absent */
async function journeyOfBefore(
  { db }: FreshDatabase,
  reference: string,
  events: readonly (readonly [string, string, object])[],
  recordedHours: readonly number[] = events.map((_, index) => index),
): Promise<string> {
  const hash = releasedPolicy('highland', 1)?.reference.hash
  const closed = events.length > 1
  const { rows } = await sql<{ id: string }>`
    insert into journey (child_reference, locality, team, policy_id, policy_version, policy_hash, seq, pathway, stage,
      started_on, closed, created_at, changed_at)
    values (${reference}, 'caithness', 'Wick', 'highland', 1, ${hash}, ${events.length}, 'away-from-home', 'assessment',
      ${events[0]?.[1]}, ${closed}, now(), now())
    returning id`.execute(db)
  const id = rows[0]?.id ?? ''
  for (const [index, [type, on, fields]] of events.entries()) {
    await sql`
      insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields)
      values (${id}, ${index + 1}, ${type}, ${on},
        '2026-02-01T00:00:00Z'::timestamptz + ${recordedHours[index]} * interval '1 hour', 'case-worker-1',
        ${JSON.stringify(fields)})`.execute(db)
  }
  return id
}
