import { loadExample } from '../../ops/example/load'
import { BEFORE_THE_CHANGE } from '../../ops/example/before-the-change'
import { DIAGRAM, FORCEFIELD, TESTS } from '../../ops/example/improvement'
import {
  driverDiagramContentSchema,
  forcefieldContentSchema,
  testCycleSchema,
} from '../../contracts/improvement-schema'
import { faultsOfNodes } from '../../domain/improvement/driver-diagram'
import { faultsOfCycle } from '../../domain/improvement/test-of-change'
import { addPracticeDirectory } from '../../ops/example/directory'
import type { ExampleJourney } from '../../ops/example/fact'
import { presentCaseload } from '../../ops/example/present-caseload'
import { SEED_STORY } from '../../ops/example/seed-story'
import { ownedBy, readDirectory } from '../../db/people'
import { refusalOf } from '../../domain/guards'
import { ownerOf } from '../../domain/owners'
import { standingAt, type StandingNow } from '../../domain/standing'
import { instant, plusWeeks, type LocalDate } from '../../domain/time'
import { freshDatabase, type FreshDatabase } from '../support/database'
import { testKeys } from '../support/keys'
import { fact, journey, recorded, started, wholeTimetable, type Fact } from '../support/journeys'
import { stateOf } from '../../domain/state'

const state = (...facts: Fact[]) => stateOf(recorded(...facts), wholeTimetable)

function factsOf({ startedAt, start, facts }: ExampleJourney): Fact[] {
  return [
    started(startedAt, start),
    ...facts.map(({ type, occurredAt, fields }) => fact(type, occurredAt, fields)),
  ]
}

describe("the seed's story", () => {
  const stories = SEED_STORY.map((one) => ({ ...one, ...state(...factsOf(one)).journey }))

  test('is of five children looked after in Caithness since 1 April 2018, and all five journeys have ended', () => {
    expect(stories).toHaveLength(5)
    for (const { locality, start, closed } of stories) {
      expect(locality).toBe('caithness')
      expect(start.occurred.on >= '2018-04-01').toBe(true)
      expect(closed).toBeDefined()
    }
  })

  test('four have a recommendation away from the family in less than 45 weeks', () => {
    const inTime = stories.filter(({ start, recommendations: [first] }) => {
      const limit = plusWeeks(start.occurred.on, 45)
      return first?.recommendation === 'away-from-home' && first.event.occurred.on < limit
    })
    expect(inTime).toHaveLength(4)
  })

  test('one returned to the family in less than 45 weeks', () => {
    const returned = stories.filter(({ closed }) => closed?.reason === 'returned-to-family')
    expect(returned).toHaveLength(1)
    const [{ start, closed } = stories[0]!] = returned
    expect(closed!.on.on < plusWeeks(start.occurred.on, 45)).toBe(true)
  })

  test('missed no deadline on its way', () => {
    for (const one of SEED_STORY) {
      const { deadlines } = standingAt(state(...factsOf(one)).standing, instant('2026-01-01'))
      expect(deadlines.filter(({ status }) => status === 'met-late' || status === 'overdue')).toEqual([])
    }
  })
})

describe('the present caseload', () => {
  // each hour of the day and each day of a leap year comes up
  const moments = Array.from(
    { length: 380 },
    (_, day) => new Date(Date.UTC(2027, 11, 20 + day, day % 24, (day * 7) % 60)),
  )
  const openDeadlines = (standing: StandingNow) =>
    standing.deadlines.filter(({ status }) => ['pending', 'due-soon', 'overdue'].includes(status))

  test('has exactly one child with something overdue and some with something due soon, on whatever day it is loaded', () => {
    for (const now of moments) {
      const standings = presentCaseload(now).map((one) =>
        openDeadlines(standingAt(state(...factsOf(one)).standing, instant(now))),
      )
      const late = standings.flat().filter(({ status }) => status === 'overdue')
      expect({ now, late: late.map(({ ruleId }) => ruleId) }).toEqual({ now, late: ['three-month-meeting'] })
      expect(standings.flat().map(({ status }) => status)).toContain('due-soon')
    }
  })

  test('could have been typed in as it is: no guard refuses any of it', () => {
    for (const now of moments) {
      for (const one of presentCaseload(now)) {
        const facts = factsOf(one)
        facts.slice(1).forEach((next, index) => {
          expect(refusalOf(journey(...facts.slice(0, index + 1)), next, instant(now))).toBeUndefined()
        })
      }
    }
  })

  test('holds every meeting on a weekday', () => {
    for (const now of moments) {
      const days = presentCaseload(now).flatMap(({ facts }) => facts.map(({ occurredAt }) => occurredAt))
      expect(days.filter((day) => [0, 6].includes(new Date(day as LocalDate).getUTCDay()))).toEqual([])
    }
  })
})

describe('how it was before the change', () => {
  test('took 72 weeks on average from becoming looked after to a recommendation, and is over', () => {
    const weeks = BEFORE_THE_CHANGE.map((one) => {
      const { start, recommendations, closed } = state(...factsOf(one)).journey
      expect(start.occurred.on < '2018-04-01').toBe(true)
      expect(closed).toBeDefined()
      const recommended = Date.parse(recommendations[0]?.event.occurred.on ?? '')
      return (recommended - Date.parse(start.occurred.on)) / (7 * 86_400_000)
    })
    expect(weeks.reduce((sum, one) => sum + one, 0) / weeks.length).toBe(72)
  })
})

describe('loading the example', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.drop())

  test('puts ten journeys of before, the seed’s five and eight open ones into the record, once however often it is loaded', async () => {
    await loadExample({ databaseUrl: fresh.url, keys: testKeys, now: new Date() })
    await loadExample({ databaseUrl: fresh.url, keys: testKeys, now: new Date() })
    const rows = await fresh.db.selectFrom('journey').select(['closed', 'practice']).execute()
    expect(rows.filter(({ closed }) => closed)).toHaveLength(15)
    expect(rows.filter(({ closed }) => !closed)).toHaveLength(8)
  })

  test("has Highland's improvement work, as it could have been written by people, once", async () => {
    const known = { localities: ['caithness'], variants: [{ id: 'highland-caithness', version: 1 }] }
    for (const cycle of TESTS) expect(faultsOfCycle(cycle, known)).toEqual([])
    expect(testCycleSchema.array().safeParse(TESTS).error).toBeUndefined()
    expect(driverDiagramContentSchema.safeParse(DIAGRAM).error).toBeUndefined()
    expect(faultsOfNodes(DIAGRAM.nodes)).toEqual([])
    expect(forcefieldContentSchema.safeParse(FORCEFIELD).error).toBeUndefined()
    const kept = await fresh.db.selectFrom('test_of_change').select(['series', 'cycle', 'phase']).execute()
    expect(kept).toHaveLength(TESTS.length)
    expect(kept).toContainEqual({ series: '72-hour meeting', cycle: 1, phase: 'acted' })
  })

  test('has its journeys of Caithness since 1 April 2018 under the test of change, with the cohort, and no others', async () => {
    const rows = await fresh.db
      .selectFrom('journey')
      .select(['locality', 'started_on', 'policy_id', 'cohort'])
      .execute()
    expect(rows.some(({ cohort }) => cohort !== null)).toBe(true)
    for (const { locality, started_on, policy_id, cohort } of rows)
      expect([locality, policy_id, cohort]).toEqual(
        locality === 'caithness' && started_on >= '2018-04-01'
          ? ['caithness', 'highland-caithness', 'caithness-72-hours']
          : [locality, 'highland', null],
      )
  })

  test('marks all of it as brought in from the example, so that nobody is told of what is past', async () => {
    const rows = await fresh.db.selectFrom('event').select(['type', 'imported', 'source_system']).execute()
    const others = rows.filter((row) => !(row.imported && row.source_system === 'example'))
    expect(others.map(({ type }) => type)).toEqual(['meeting-date-set', 'meeting-date-set'])
  })

  test('has meetings ahead to which people are invited, of whom some have answered and one chair declined', async () => {
    const notices = await fresh.db.selectFrom('notice').select('content').execute()
    const about = new Set(notices.map(({ content }) => content.about))
    expect([...about].sort()).toEqual(['answer', 'invitation'])
    const answers = await fresh.db.selectFrom('meeting_answer').select(['answer', 'recipient']).execute()
    expect(answers.length).toBeLessThan(notices.length - 1)
    expect(answers).toContainEqual({ answer: 'declined', recipient: 'chair' })
  })

  test('has an address that leads nowhere for everybody who may be told, and keeps one that a person has set', async () => {
    const own = {
      agency: 'health',
      locality: '*',
      recipient: 'contact',
      address: 'clinic@nhs.example',
    } as const
    await fresh.db.insertInto('contact').values(own).execute()
    await addPracticeDirectory(fresh.url)
    await addPracticeDirectory(fresh.url)
    const contacts = await fresh.db.selectFrom('contact').selectAll().execute()
    expect(contacts).toContainEqual(expect.objectContaining(own))
    expect(contacts.every(({ address }) => address.endsWith('.example'))).toBe(true)
    const workers = await fresh.db.selectFrom('journey').select('worker').distinct().execute()
    const people = await fresh.db.selectFrom('person').select('id').execute()
    expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining(workers.map(({ worker }) => worker)))
  })

  test('gives every journey an owner by name, also when its worker has left, and one of its own locality', async () => {
    const { people, today } = await readDirectory(fresh.db)
    for (const row of await fresh.db.selectFrom('journey').selectAll().execute()) {
      const journey = ownedBy(row)
      const lead = people.get(journey.lead ?? '')
      expect(ownerOf(journey, people, today)).toMatchObject({ as: 'lead', person: lead?.id })
      expect(lead?.name).toMatch(/^Practice case worker, /)
      const gone = new Map(people).set(lead!.id, { ...lead!, leftOn: today })
      expect(ownerOf(journey, gone, today)).toMatchObject({ as: 'cover', person: 'practice-case-worker' })
      const { cover: _cover, ...alone } = gone.get(lead!.id)!
      expect(ownerOf(journey, gone.set(lead!.id, alone), today)).toMatchObject({
        as: 'manager',
        person: `practice-manager-${journey.locality}`,
      })
    }
  })

  test('puts no reference to nobody into the directory', async () => {
    const { people } = await readDirectory(fresh.db)
    for (const { manager, cover } of people.values()) {
      for (const id of [manager, cover]) expect(id === undefined || people.has(id)).toBe(true)
    }
  })

  test('leaves alone what people have changed in the directory', async () => {
    await fresh.db
      .updateTable('person')
      .set({ name: 'Another name', cover: null })
      .where('id', '=', 'practice-reviewer-skye')
      .execute()
    await addPracticeDirectory(fresh.url)
    const { people } = await readDirectory(fresh.db)
    expect(people.get('practice-reviewer-skye')).toMatchObject({ name: 'Another name' })
    expect(people.get('practice-reviewer-skye')).not.toHaveProperty('cover')
  })
})
