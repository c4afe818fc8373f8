import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { inScope } from '../../db/scope'
import { readTheirs } from '../../db/theirs'
import { savePeople } from '../../db/people'
import { recordEvent, startJourney } from '../../db/record'
import type { Owned } from '../../domain/owners'
import { isOfTheirTeam, isOwn, type Theirs } from '../../domain/reach'
import type { LocalDate } from '../../domain/time'
import { currentPolicy } from '../../policies/released'
import { freshDatabase } from '../support/database'
import { testKeys } from '../support/keys'

const day = (text: string) => text as LocalDate
const policy = currentPolicy('highland')

let base: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.drop())

it('PostgreSQL and the domain judge alike whose a journey is', async () => {
  const today =
    (
      await sql<{ today: string }>`select (now() at time zone 'Europe/London')::date::text as today`.execute(
        base.db,
      )
    ).rows[0]?.today ?? ''
  const owned = fc.record(
    {
      lead: fc.constantFrom('me', 'the-covered', 'another'),
      cover: fc.record(
        {
          worker: fc.constantFrom('me', 'another'),
          until: fc.constantFrom(day('2020-01-01'), day(today), day('2099-01-01')),
        },
        { requiredKeys: ['worker'] },
      ),
      team: fc.constantFrom('Wick', 'Thurso'),
      locality: fc.constantFrom('caithness', 'skye'),
    },
    { requiredKeys: ['locality'] },
  ) as fc.Arbitrary<Owned>
  const theirs = fc.record(
    {
      id: fc.constant('me'),
      leads: fc.constantFrom(['me'], ['me', 'the-covered']),
      team: fc.constantFrom('Wick', 'Thurso'),
      locality: fc.constantFrom('caithness', 'skye'),
    },
    { requiredKeys: ['id', 'leads'] },
  ) as fc.Arbitrary<Theirs>
  await fc.assert(
    fc.asyncProperty(owned, theirs, async (journey, whose) => {
      const asked = async (reach: 'own' | 'team') => {
        const { rows } = await sql<{ seen: boolean }>`
          select ${inScope({ localities: 'authority', within: { reach, theirs: whose } })} as seen
          from (select ${journey.lead ?? null}::text as worker, ${journey.cover?.worker ?? null}::text as cover,
            ${journey.cover?.until ?? null}::date as cover_until, ${journey.team ?? null}::text as team,
            ${journey.locality}::text as locality, ${randomUUID()}::uuid as id, 0 as clock_offset_ms) journey
        `.execute(base.db)
        // what is unknown in SQL is not let through by a condition
        return rows[0]?.seen === true
      }
      expect(await asked('own')).toBe(isOwn(journey, whose, day(today)))
      expect(await asked('team')).toBe(isOfTheirTeam(journey, whose, day(today)))
    }),
    { numRuns: 150 },
  )
})

it('whoever covers for somebody away has their journeys for their own, through whoever else is away, and no longer', async () => {
  const { db } = base
  const person = (id: string, more: object = {}) => ({
    id,
    name: id,
    roles: [],
    locality: 'caithness',
    ...more,
  })
  const away = { awayFrom: day('2020-01-01'), awayUntil: day('2099-01-01') }
  const save = (people: ReturnType<typeof person>[]) =>
    db.transaction().execute((trx) => savePeople(trx, people, { by: 'a-manager' }))
  await save([
    person('covering', { team: 'Wick' }),
    person('first-cover', { cover: 'covering', ...away }),
    person('away', { cover: 'first-cover', ...away }),
    person('here', { cover: 'covering' }),
    person('gone', { cover: 'covering', leftOn: day('2021-01-01') }),
    person('stranger'),
  ])
  await expect(readTheirs(db, 'covering')).resolves.toEqual({
    id: 'covering',
    leads: ['covering', 'away', 'first-cover', 'gone'],
    team: 'Wick',
    locality: 'caithness',
  })
  await save([person('first-cover', { cover: 'covering' })])
  expect((await readTheirs(db, 'covering')).leads).toEqual(['covering', 'gone'])
  expect((await readTheirs(db, 'first-cover')).leads).toEqual(['first-cover', 'away'])
  // a circle of covers is no reason to go round for ever
  await save([person('away', { cover: 'round', ...away }), person('round', { cover: 'away', ...away })])
  expect((await readTheirs(db, 'round')).leads).toEqual(['round', 'away'])
  await expect(readTheirs(db, 'nobody-known')).resolves.toEqual({
    id: 'nobody-known',
    leads: ['nobody-known'],
  })
})

it('a journey that was opened with a reason is within every reach, and no other of that place', async () => {
  const start = () =>
    base.db.transaction().execute((trx) =>
      startJourney(trx, testKeys, {
        childReference: `R-${randomUUID().slice(0, 8)}`,
        locality: 'skye',
        team: 'Portree',
        policy,
        by: 'a-manager',
        draft: {
          type: 'looked-after-started',
          occurred: { on: day('2026-01-05') },
          pathway: 'away-from-home',
          legalBasis: 'cso',
        },
      }),
    )
  const [opened, other] = [await start(), await start()]
  const theirs = { id: 'me', leads: ['me'] }
  const scope = {
    localities: ['caithness'],
    opened: [opened.row.id],
    within: { reach: 'team', theirs },
  } as const
  const visit = (journeyId: string) =>
    base.db.transaction().execute((trx) =>
      recordEvent(trx, testKeys, {
        journeyId,
        by: 'me',
        scope,
        draft: { type: 'visit-made', occurred: { on: day('2026-01-08') }, childSeen: true },
      }),
    )
  expect((await visit(opened.row.id)).state.journey.events).toHaveLength(2)
  await expect(visit(other.row.id)).rejects.toThrow('journey')
})
