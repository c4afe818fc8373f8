import { AUTHORITY } from '../../db/scope'
import { Migrator, sql } from 'kysely'
import { MIGRATIONS, migrateToLatest } from '../../db/migrate'
import { readJourney } from '../../db/read'
import { recordEvent } from '../../db/record'
import type { LocalDate } from '../../domain/time'
import { releasedPolicy } from '../../policies/released'
import { emptyDatabase, type FreshDatabase } from '../support/database'
import { testKeys } from '../support/keys'

let old: FreshDatabase
beforeAll(async () => {
  old = await emptyDatabase()
  const migrator = new Migrator({
    db: old.db,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  })
  const { error } = await migrator.migrateTo('0003-pages')
  if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error))
})
afterAll(() => old.drop())

it('journeys of the release before keep their dates, their place and the end they came to', async () => {
  const open = await journeyOfBefore('CH-OPEN', [['looked-after-started', '2026-01-05', START]])
  const closed = await journeyOfBefore('CH-CLOSED', [
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

const START = { pathway: 'away-from-home', legalBasis: 'voluntary-s25' }

async function journeyOfBefore(
  reference: string,
  events: readonly (readonly [string, string, object])[],
): Promise<string> {
  const hash = releasedPolicy('highland', 1)?.reference.hash
  const closed = events.length > 1
  const { rows } = await sql<{ id: string }>`
    insert into journey (child_reference, locality, team, policy_id, policy_version, policy_hash, seq, pathway, stage,
      started_on, closed, created_at, changed_at)
    values (${reference}, 'caithness', 'Wick', 'highland', 1, ${hash}, ${events.length}, 'away-from-home', 'assessment',
      ${events[0]?.[1]}, ${closed}, now(), now())
    returning id`.execute(old.db)
  const id = rows[0]?.id ?? ''
  for (const [index, [type, on, fields]] of events.entries()) {
    await sql`
      insert into event (journey_id, number, type, occurred_on, recorded_at, recorded_by, fields)
      values (${id}, ${index + 1}, ${type}, ${on}, now(), 'case-worker-1', ${JSON.stringify(fields)})`.execute(
      old.db,
    )
  }
  return id
}
