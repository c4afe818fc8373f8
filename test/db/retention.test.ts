import { changeHold, holdsOf } from '../../db/holds'
import { childKeyOf } from '../../db/child-keys'
import { conductJourney } from '../../db/conduct'
import {
  eraseLawfully,
  extentOf,
  unconductedOf,
  unfinishedErasures,
  type ErasureRequest,
} from '../../db/erasure'
import { startJourney } from '../../db/record'
import { findChild, reviewRetention } from '../../db/retention'
import type { Ground } from '../../domain/retention'
import { currentPolicy } from '../../policies/released'
import { closedChild, numbers, type ClosedChild } from '../support/closed-child'
import { freshDatabase, type FreshDatabase } from '../support/database'
import { everythingKept, foundIn } from '../support/everything-kept'
import { occurrence } from '../support/journeys'
import { ringOf, testKeys } from '../support/keys'

const day = (text: string) => occurrence(text).on

let base: FreshDatabase
beforeEach(async () => {
  base = await freshDatabase()
})
afterEach(() => base.drop())

async function child(reference: string, said: ClosedChild = {}): Promise<string> {
  return (await closedChild(base.db, reference, said)).row.child_id
}

const hold = (childId: string, holds: boolean, reason: string) =>
  base.db
    .transaction()
    .execute((trx) => changeHold(trx, testKeys, { childId, holds, reason, by: 'administrator-1' }))

const erase = (childId: string, ground: Ground, more: Partial<ErasureRequest> = {}) =>
  base.db.transaction().execute((trx) =>
    eraseLawfully(trx, testKeys, {
      childId,
      ground,
      authorisedBy: 'Chief Social Work Officer',
      by: 'pace/operator',
      ...more,
    }),
  )

describe('a hold for the law', () => {
  it('keeps who set and lifted it, when and why, and nobody reads why without the key', async () => {
    const id = await child('CH-1')
    await hold(id, true, 'Canaryinquiry')
    await hold(id, false, 'Canarydone')
    await hold(id, true, 'Canaryagain')
    const holds = await holdsOf(base.db, await childKeyOf(base.db, testKeys, id))
    expect(holds.map(({ holds: set, by, reason }) => [set, by, reason])).toEqual([
      [true, 'administrator-1', 'Canaryinquiry'],
      [false, 'administrator-1', 'Canarydone'],
      [true, 'administrator-1', 'Canaryagain'],
    ])
    const canaries = ['Canaryinquiry', 'Canarydone', 'Canaryagain']
    expect(foundIn(await everythingKept(base.db), canaries)).toEqual([])
    await expect(base.db.deleteFrom('legal_hold').execute()).rejects.toThrow('only ever added')
    const audited = await base.db
      .selectFrom('audit')
      .select('action')
      .where('action', 'like', 'child.hold%')
      .orderBy('id')
      .execute()
    expect(audited.map(({ action }) => action)).toEqual(['child.hold', 'child.hold-lifted', 'child.hold'])
  })

  it('is not set twice, and not lifted where there is none', async () => {
    const id = await child('CH-1')
    await expect(hold(id, false, 'Nothing')).rejects.toThrow('not held')
    await hold(id, true, 'An inquiry')
    await expect(hold(id, true, 'Another')).rejects.toThrow('held already')
  })

  it('is in the way of a court order, until it is lifted', async () => {
    const id = await child('CH-1')
    await hold(id, true, 'An inquiry')
    await expect(erase(id, 'court-order')).rejects.toMatchObject({ verdict: { code: 'held' } })
    await hold(id, false, 'It is over')
    await erase(id, 'court-order')
    expect(await findChild(base.db, 'CH-1', false)).toBeUndefined()
  })
})

describe('whose time is over', () => {
  it('is told on a day, with those who are held past it, and how many have no birth date', async () => {
    await child('CH-OLD', { name: 'Old', birthDate: '2010-05-04' })
    const held = await child('CH-HELD', { name: 'Held', birthDate: '2010-05-03' })
    await hold(held, true, 'An inquiry')
    await child('CH-DIED', { name: 'Died', birthDate: '2010-05-04', reason: 'died' })
    await child('CH-UNKNOWN', { name: 'Unknown' })
    await child('CH-NAMELESS')
    await child('CH-PRACTICE', { name: 'Practice', birthDate: '1910-05-04', practice: true })
    await startOf('CH-OPEN')

    const died = { reference: 'CH-DIED', freeFrom: '2051-03-02', held: false }
    const old = { reference: 'CH-OLD', freeFrom: '2110-05-04', held: false }
    const past = { reference: 'CH-HELD', freeFrom: '2110-05-03', held: true }
    for (const [on, over] of [
      ['2051-03-01', []],
      ['2051-03-02', [died]],
      ['2110-05-03', [died, past]],
      ['2110-05-04', [died, past, old]],
    ] as const) {
      const review = await reviewRetention(base.db, testKeys, day(on))
      expect(review).toMatchObject({ over, undated: 2, unopened: 0 })
      expect(review.over).toHaveLength(over.length)
    }
    expect(await reviewRetention(base.db, ringOf('other'), day('2110-05-04'))).toEqual({
      over: [],
      undated: 0,
      unopened: 6,
    })
  })
})

describe('erasing', () => {
  it.each([
    ['before the hundred years are over', {}, 'retention-over', 'kept-by-law'],
    ['because it was asked for', {}, 'asked-for', 'kept-by-law'],
    ['as an error that was none', {}, 'recorded-in-error', 'not-in-error'],
    ['as practice that is none', {}, 'practice', 'other-ground'],
  ] as const)('%s is refused, and nothing goes', async (_when, said, ground, code) => {
    const id = await child('CH-1', { name: 'Stays', birthDate: '2010-05-04', ...said })
    const before = await everythingKept(base.db)
    await expect(erase(id, ground)).rejects.toMatchObject({ verdict: { code } })
    expect(await everythingKept(base.db)).toBe(before)
  })

  it('is refused while a journey is open', async () => {
    const id = await startOf('CH-1')
    await expect(erase(id, 'court-order')).rejects.toMatchObject({ verdict: { code: 'open' } })
  })

  it('is done at once of practice, and of a child who was recorded in error', async () => {
    await erase(await startOf('CH-PRACTICE', true), 'practice')
    await erase(await child('CH-ERROR', { reason: 'recorded-in-error' }), 'recorded-in-error')
    expect(foundIn(await everythingKept(base.db), ['CH-PRACTICE', 'CH-ERROR'])).toEqual([])
  })

  it('leaves every number as it was, and no name and no reference, whoever looks in whichever table', async () => {
    const source = { system: 'case-system', id: 'CANARY-REF/17' }
    const { row } = await closedChild(base.db, 'CANARY-REF', { name: 'Canaryname', source })
    await closedChild(base.db, 'CH-OTHER', { name: 'Other' })
    expect(await unconductedOf(base.db, row.child_id)).toEqual([row.id])
    await conductJourney(base.db, row.id)
    expect(await unconductedOf(base.db, row.child_id)).toEqual([])
    await base.db
      .updateTable('notice')
      .set({ last_error: '550 "PACE: A thing (CANARY-REF)" was not liked' })
      .where('journey_id', '=', row.id)
      .execute()
    expect(foundIn(await everythingKept(base.db), ['CANARY-REF'])).toEqual(['CANARY-REF'])
    expect(await extentOf(base.db, row.child_id)).toMatchObject({
      journeys: 1,
      events: 2,
      withWords: 0,
      hasDetails: true,
      siblings: 0,
    })
    const before = await numbers(base.db)
    expect(before).toMatchObject({ milestones: expect.arrayContaining([expect.anything()]) as unknown })

    await erase(row.child_id, 'court-order')

    expect(foundIn(await everythingKept(base.db), ['CANARY-REF', 'Canaryname'])).toEqual([])
    expect(await numbers(base.db)).toEqual(before)
    expect(await unfinishedErasures(base.db)).toMatchObject([{ childId: row.child_id, journeys: [row.id] }])
    const done = await base.db
      .selectFrom('audit')
      .select(['actor', 'journey_id', 'detail'])
      .where('action', '=', 'child.erase')
      .execute()
    expect(done).toEqual([
      {
        actor: 'pace/operator',
        journey_id: row.id,
        detail: { ground: 'court-order', authorisedBy: 'Chief Social Work Officer' },
      },
    ])
  })

  it('is not undone by conducting: the same numbers, nobody is told, and nothing is left to be sent', async () => {
    const { row } = await closedChild(base.db, 'CH-1')
    await conductJourney(base.db, row.id)
    const before = await numbers(base.db)
    await erase(row.child_id, 'court-order')
    await conductJourney(base.db, row.id)
    expect(await numbers(base.db)).toEqual(before)
    const waiting = await base.db.selectFrom('notice').select('id').where('status', '=', 'pending').execute()
    expect(waiting).toEqual([])
  })

  it('changes no event of anybody else, and of nobody what happened', async () => {
    const { row } = await closedChild(base.db, 'CH-1')
    const change = { fields: JSON.stringify({}) }
    const changing = base.db.updateTable('event').set(change).where('journey_id', '=', row.id)
    await expect(changing.execute()).rejects.toThrow('only ever added')
    await erase(row.child_id, 'court-order')
    await expect(changing.execute()).rejects.toThrow('only ever added')
  })

  it('and a start at the same moment never meet half way: the journey is wholly erased, or wholly there', async () => {
    for (let round = 0; round < 8; round += 1) {
      const reference = `CH-${round}`
      const practice = round % 2 === 1
      const id = practice ? await startOf(reference, true) : await child(reference)
      const [erased, started] = await Promise.allSettled([
        erase(id, practice ? 'practice' : 'court-order'),
        base.db
          .transaction()
          .execute((trx) => startJourney(trx, testKeys, startRequest(reference, practice))),
      ])
      if (started.status === 'rejected') throw started.reason
      const { child: begun, row } = started.value
      const isErased = erased.status === 'fulfilled'
      // practice that began just before is erased as well, open as it is; a child's journey is in the way of it
      if (isErased && begun.childId === id) expect(practice).toBe(true)
      if (!isErased) expect(begun.childId).toBe(id)
      const gone = isErased && begun.childId === id
      const { key } = await childKeyOf(base.db, testKeys, begun.childId)
      expect(key).toEqual(gone ? undefined : begun.key)
      const { child_reference } = await base.db
        .selectFrom('journey')
        .select('child_reference')
        .where('id', '=', row.id)
        .executeTakeFirstOrThrow()
      expect(child_reference).toBe(gone ? `erased-${id.slice(0, 8)}` : reference)
    }
  })
})

async function startOf(reference: string, practice = false): Promise<string> {
  return base.db.transaction().execute(async (trx) => {
    const { row } = await startJourney(trx, testKeys, startRequest(reference, practice))
    return row.child_id
  })
}

function startRequest(childReference: string, practice: boolean) {
  return {
    childReference,
    practice,
    locality: 'caithness',
    policy: currentPolicy('highland'),
    by: 'worker-1',
    draft: {
      type: 'looked-after-started',
      occurred: occurrence('2026-05-04'),
      pathway: 'away-from-home',
      legalBasis: 'cso',
    },
  } as const
}
