import { sql } from 'kysely'
import { actFor } from '../../db/acting'
import { openDatabase, type Database } from '../../db/database'
import { recordEvent, startJourney } from '../../db/record'
import { aimRowsOf } from '../../db/recording/facts'
import { behindAim, countAims, type BehindPlace } from '../../db/reports/aims'
import { API_ROLE } from '../../db/roles'
import { AUTHORITY } from '../../db/scope'
import { aimsOf, type AimsAsked } from '../../domain/aims-of'
import { AIM_CLASSES, type Aim } from '../../domain/aims'
import { aimHistoryOf } from '../../domain/report-facts'
import { endOfDay, type Instant, type LocalDate } from '../../domain/time'
import { currentPolicy } from '../../policies/released'
import { aimsOfPolicy } from '../../policies/released-aims'
import { freshDatabase, type FreshDatabase } from '../support/database'
import { recommended, started } from '../support/journeys'
import { testKeys } from '../support/keys'
import { drawFrom, LOCALITIES, randomCohort, randomDay, type Draw } from '../support/random-cohort'

/** So many cohorts; set PACE_COHORTS to hold more of them against the definition. */
const COHORTS = Number(process.env['PACE_COHORTS'] ?? 4)
const JOURNEYS = 200
const DAYS_OF_EACH = 3

const AIMS: readonly Aim[] = [
  ...(aimsOfPolicy('highland')?.aims ?? []),
  // another council's, moved into the years of the cohorts
  ...(aimsOfPolicy('kinlarroch')?.aims ?? []).map((aim) => ({ ...aim, from: '2017-01-01' as LocalDate })),
  {
    ...aimsOfPolicy('highland')!.aims[1]!,
    id: 'some-time-later',
    after: { months: 6 },
    from: '2017-03-31' as LocalDate,
  },
  { ...aimsOfPolicy('highland')!.aims[2]!, id: 'with-returns', withReturns: true },
]

let fresh: FreshDatabase
let api: Database
let ids: readonly string[]
beforeAll(async () => {
  fresh = await freshDatabase()
  api = openDatabase(fresh.url, { role: API_ROLE })
  ids = await journeysAlike()
})
afterAll(async () => {
  await api.destroy()
  await fresh.drop()
})

it(
  `counts in ${COHORTS} random cohorts what the definition gives, on any day, as known on any other, anywhere`,
  async () => {
    for (let seed = 1; seed <= COHORTS; seed++) {
      const draw = drawFrom(seed)
      const cohort = randomCohort(draw, JOURNEYS)
      await keep(cohort)
      for (let turn = 0; turn < DAYS_OF_EACH; turn++) {
        const asked = anyQuestion(draw)
        const counted = await counting((trx) => countAims(trx, AIMS, asked))
        const due = aimsOf(AIMS, cohort, asked)
        const dueIn = new Map(
          LOCALITIES.map((locality) => [locality as string, aimsOf(AIMS, cohort, { ...asked, locality })]),
        )
        counted.forEach(({ localities, ...numbers }, index) => {
          const of = { seed, aim: AIMS[index]!.id, asked }
          expect({ ...of, ...numbers }).toEqual({ ...of, ...due[index] })
          for (const { locality, ...there } of localities)
            expect({ ...of, locality, ...there }).toEqual({ ...of, locality, ...dueIn.get(locality)![index] })
        })
      }
    }
  },
  60_000 + COHORTS * 10_000,
)

it('leads from each number to the children behind it, page by page, and says how many somebody may not see', async () => {
  const draw = drawFrom(7)
  await keep(randomCohort(draw, JOURNEYS))
  const asked = { asOf: '2019-10-01' as LocalDate, knownAt: endOfDay('2021-12-31' as LocalDate) }
  const aim = AIMS[1]!
  const [counted] = await counting((trx) => countAims(trx, [aim], asked))
  const found = []
  for (const one of AIM_CLASSES) {
    let after: BehindPlace | undefined
    do {
      const page = await counting((trx) =>
        behindAim(trx, aim, { ...asked, scope: AUTHORITY, class: one, limit: 20, ...(after && { after }) }),
      )
      expect(page.unseen).toBe(0)
      found.push(...page.items)
      after = page.next
    } while (after)
    expect(found.filter((item) => item.class === one)).toHaveLength(counted![one])
  }
  expect(counted!.onTime).toBeGreaterThan(0)
  expect(found).toHaveLength(counted!.cohort)
  // somebody of Skye sees none of these, which are all in Caithness now
  const elsewhere = { localities: ['skye'] }
  const none = await api.transaction().execute(async (trx) => {
    await actFor(trx, { id: 'somebody', scope: elsewhere })
    return behindAim(trx, aim, { ...asked, scope: elsewhere, limit: 50 })
  })
  expect(none).toEqual({ items: [], unseen: counted!.cohort })
})

it('counts what was recorded a moment ago, as it was then and as it is', async () => {
  await sql`delete from aim_fact`.execute(fresh.db)
  const { row, event } = await startOne('AIM-0')
  await fresh.db.transaction().execute((trx) =>
    recordEvent(trx, testKeys, {
      journeyId: row.id,
      draft: recommended('2019-01-15'),
      by: 'worker-1',
      scope: AUTHORITY,
    }),
  )
  const of = (knownAt: Instant) =>
    counting((trx) => countAims(trx, [AIMS[1]!], { asOf: '2019-10-01' as LocalDate, knownAt }))
  expect(await of(endOfDay('2999-12-31' as LocalDate))).toMatchObject([
    { cohort: 1, onTime: 1, localities: [{ locality: 'caithness', onTime: 1 }] },
  ])
  expect(
    await counting((trx) =>
      countAims(trx, [AIMS[1]!], { asOf: '2019-10-01' as LocalDate, knownAt: event.recordedAt, isNow: true }),
    ),
  ).toMatchObject([{ cohort: 1, onTime: 1 }])
  expect(await of(event.recordedAt)).toMatchObject([{ cohort: 1, overdue: 1 }])
})

function anyQuestion(draw: Draw): AimsAsked {
  const where = LOCALITIES[Math.floor(draw() * 4)]
  return {
    asOf: randomDay(draw),
    knownAt: endOfDay(randomDay(draw)),
    ...(where !== undefined && { locality: where }),
  }
}

function counting<T>(count: (trx: Parameters<typeof countAims>[0]) => Promise<T>): Promise<T> {
  return api.transaction().execute(async (trx) => {
    await actFor(trx, { id: 'somebody', scope: AUTHORITY })
    return count(trx)
  })
}

// Written as recording writes it, by the same functions; without the events, of which reports know nothing.
async function keep(cohort: ReturnType<typeof randomCohort>): Promise<void> {
  const rows = cohort.flatMap(({ firstLocality, recorded }, index) =>
    aimRowsOf(ids[index]!, aimHistoryOf(recorded, { firstLocality, cohortOn: () => null })),
  )
  await sql`delete from aim_fact`.execute(fresh.db)
  for (let from = 0; from < rows.length; from += 2000)
    await fresh.db
      .insertInto('aim_fact')
      .values(rows.slice(from, from + 2000))
      .execute()
}

async function journeysAlike(): Promise<string[]> {
  const { row } = await startOne('AIM-1')
  const { rows } = await sql<{ id: string }>`
    insert into journey select (jsonb_populate_record(journey,
      jsonb_build_object('id', gen_random_uuid(), 'child_reference', 'AIM-' || number))).*
    from journey, generate_series(2, ${JOURNEYS}::integer) as number where id = ${row.id} returning id`.execute(
    fresh.db,
  )
  return [row.id, ...rows.map(({ id }) => id)]
}

function startOne(childReference: string) {
  return fresh.db.transaction().execute((trx) =>
    startJourney(trx, testKeys, {
      childReference,
      locality: 'caithness',
      policy: currentPolicy('highland'),
      by: 'worker-1',
      draft: started('2018-05-01') as never,
    }),
  )
}
