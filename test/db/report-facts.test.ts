import { actFor } from '../../db/acting'
import { openDatabase, type Database, type DatabaseTransaction } from '../../db/database'
import { keptFactsOf } from '../../db/kept-facts'
import { checkFacts, withoutFacts, writeMissingFacts } from '../../db/missing-facts'
import { recordCorrection, recordEvent, startJourney } from '../../db/record'
import { API_ROLE, CONDUCTOR_ROLE } from '../../db/roles'
import { AUTHORITY } from '../../db/scope'
import type { EventDraft } from '../../domain/events'
import { currentPolicy } from '../../policies/released'
import { freshDatabase, type FreshDatabase } from '../support/database'
import {
  meetingHeld,
  panelHeld,
  recommended,
  returned,
  started,
  transferred,
  fact,
  type Fact,
} from '../support/journeys'
import { testKeys } from '../support/keys'

let fresh: FreshDatabase
/** As the API and the relay have it, with no relay running. */
let api: Database
let conductor: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  api = openDatabase(fresh.url, { role: API_ROLE })
  conductor = openDatabase(fresh.url, { role: CONDUCTOR_ROLE })
})
afterAll(async () => {
  await api.destroy()
  await conductor.destroy()
  await fresh.drop()
})

describe('recording', () => {
  it('writes what reports count of a journey, and what they counted before', async () => {
    const id = await start()
    const recommendation = await record(id, recommended('2019-05-01'))
    await record(id, panelHeld('2019-06-01'))
    await record(id, meetingHeld('other', '2019-06-02'))
    await record(id, fact('delay-explained', '2019-06-03', { ruleId: 'permanence-panel', reason: 'court' }))
    await correct(id, recommendation, { ...recommended('2019-05-08') })
    await record(id, transferred('2019-07-01', { locality: 'skye' }))

    const { history, meetings, delays } = await kept(id)
    expect(
      history.map(({ clock, recommendedOn, panelOn, knownTo }) => [
        clock,
        recommendedOn,
        panelOn,
        knownTo === null,
      ]),
    ).toEqual([
      ['away-from-home-period', null, null, false],
      ['away-from-home-period', '2019-05-01', null, false],
      ['away-from-home-period', '2019-05-01', '2019-06-01', false],
      ['away-from-home-period', '2019-05-08', '2019-06-01', false],
      ['away-from-home-period', '2019-05-08', '2019-06-01', true],
      ['first-away-from-home-recommendation', null, null, false],
      ['first-away-from-home-recommendation', null, '2019-06-01', false],
      ['first-away-from-home-recommendation', null, '2019-06-01', false],
      ['first-away-from-home-recommendation', null, '2019-06-01', true],
      ['first-panel-outcome', null, null, false],
      ['first-panel-outcome', null, null, true],
    ])
    expect(meetings).toMatchObject([
      { kind: 'panel', childHeard: true },
      { kind: 'child-plan-meeting', childHeard: true },
    ])
    expect(delays).toMatchObject([{ reason: 'court', saidOn: '2019-06-03', locality: 'caithness' }])
    expect(await checkFacts(fresh.db, 100)).toMatchObject({ wrong: [] })
  })

  it('writes nothing of practice', async () => {
    const id = await start({ practice: true })
    await record(id, recommended('2019-05-01'))
    expect(await kept(id)).toEqual({ history: [], meetings: [], delays: [] })
  })

  it('brings what an earlier release recorded up to date when something is recorded in it', async () => {
    const id = await start()
    await record(id, recommended('2019-05-01'))
    await asFromBefore(id)
    await record(id, returned('2019-08-01'))
    expect((await kept(id)).history).toHaveLength(5)
    expect(await checkFacts(fresh.db, 100)).toMatchObject({ wrong: [] })
  })
})

describe('what an earlier release recorded', () => {
  it('is counted too, by and by, also as it was known before; what cannot be written keeps nothing else', async () => {
    const [first, second] = [await start(), await start()]
    for (const id of [first, second]) await record(id, recommended('2019-05-01'))
    const before = await kept(second)
    await asFromBefore(first, second)
    await fresh.db
      .updateTable('journey')
      .set({ first_policy_hash: 'no such document' })
      .where('id', '=', first)
      .execute()
    expect(await withoutFacts(fresh.db)).toBe(2)

    const unable: string[] = []
    const found = await writeMissingFacts(conductor, { limit: 10 }, (id) => unable.push(id))
    expect([found.written, unable]).toEqual([1, [first]])
    expect(await kept(second)).toEqual(before)
    expect(await withoutFacts(fresh.db)).toBe(1)
    const after = await writeMissingFacts(conductor, { limit: 10, after: found.last! }, () => undefined)
    expect(after).toEqual({ written: 0 })
  })

  it('is found out when it is something else than the record gives', async () => {
    const id = await start()
    await fresh.db
      .updateTable('aim_fact')
      .set({ recommended_on: '2019-01-31' as never })
      .where('journey_id', '=', id)
      .execute()
    expect((await checkFacts(fresh.db, 100)).wrong).toEqual([id])
  })
})

function kept(journeyId: string) {
  return fresh.db.transaction().execute((trx) => keptFactsOf(trx, journeyId))
}

// As the migration leaves them.
async function asFromBefore(...ids: readonly string[]): Promise<void> {
  for (const table of ['aim_fact', 'meeting_fact', 'delay_fact'] as const)
    await fresh.db.deleteFrom(table).where('journey_id', 'in', ids).execute()
  await fresh.db.updateTable('journey').set({ facts_version: 0 }).where('id', 'in', ids).execute()
}

let children = 0
function start({ practice = false } = {}): Promise<string> {
  return recording(async (trx) => {
    const { row } = await startJourney(trx, testKeys, {
      childReference: `FACT-${(children += 1)}`,
      locality: 'caithness',
      policy: currentPolicy('highland'),
      by: 'worker-1',
      practice,
      draft: started('2019-01-07') as never,
    })
    return row.id
  })
}

/** Gives the id of the event. */
function record(journeyId: string, draft: Fact): Promise<string> {
  return recording(async (trx) => {
    const request = { journeyId, draft, by: 'worker-1', scope: AUTHORITY }
    return (await recordEvent(trx, testKeys, request)).event.id
  })
}

function correct(journeyId: string, eventId: string, replacement: EventDraft | null) {
  return recording((trx) =>
    recordCorrection(trx, testKeys, {
      journeyId,
      eventId,
      replacement,
      reason: 'Typed wrongly',
      by: 'worker-1',
      scope: AUTHORITY,
      permit: () => undefined,
    }),
  )
}

function recording<T>(work: (trx: DatabaseTransaction) => Promise<T>): Promise<T> {
  return api.transaction().execute(async (trx) => {
    await actFor(trx, { id: 'worker-1', scope: AUTHORITY })
    return work(trx)
  })
}
