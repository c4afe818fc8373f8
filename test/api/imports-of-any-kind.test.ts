import fc from 'fast-check'
import { eraseLawfully } from '../../db/erasure'
import type { ImportAnswer } from '../../contracts/import-schema'
import { newChild, openApi, type Api, type Caller } from '../support/api'
import { broughtIn, eventRow, fileOf, startRow, wayToDecision, worked, type CsvCells } from '../support/csv'
import { testKeys } from '../support/keys'

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi()
  manager = await api.as({ sub: 'manager-1', roles: ['manager'] })
})
afterAll(() => api.close())

const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '0',
    'null',
    "'; drop table event; --",
    '=1+1',
    '\u0000',
    '\ud800',
    '9999-12-31',
    '1e9',
    '🏡',
    '"',
    '\r\n',
  ),
)
const COLUMNS = [
  'locality',
  'team',
  'event',
  'occurred_at',
  'legal_basis',
  'meeting',
  'members',
  'to',
  'source_id',
] as const

describe('whatever is in a file', () => {
  it('it is taken in or refused, and of each child there is all or nothing', async () => {
    const spoilt = fc.array(
      fc.record({ row: fc.nat(5), column: fc.constantFrom(...COLUMNS), text: strange }),
      { minLength: 1, maxLength: 4 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(spoilt, { minLength: 1, maxLength: 3 }), async (children) => {
        const references = children.map(newChild)
        const rows = children.flatMap((changes, index) => {
          const theirs: CsvCells[] = wayToDecision(references[index] ?? '')
          for (const { row, column, text } of changes) theirs[row] = { ...theirs[row], [column]: text }
          return theirs
        })
        const answer = await broughtIn(manager, api.db, fileOf(...rows))
        expect(answer.status).toBe('done')
        expect(answer.applied + answer.unchanged + answer.badRows + answer.heldBack).toBe(answer.rows)
        const found = await api.db
          .selectFrom('journey')
          .select(['child_reference', 'seq'])
          .where('child_reference', 'in', references)
          .execute()
        // six rows each: a journey has what its child's rows say, or there is none
        expect(found.reduce((sum, { seq }) => sum + seq, 0)).toBe(answer.applied)
        for (const reference of references) {
          const seqs = found
            .filter(({ child_reference }) => child_reference === reference)
            .map(({ seq }) => seq)
          expect([0, 6]).toContain(seqs.reduce((sum, seq) => sum + seq, 0))
        }
      }),
      { numRuns: 25 },
    )
  })

  it('it is never answered with a fault of ours', async () => {
    const [header = ''] = fileOf().split('\r\n')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
          fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(`${header}\r\n${text}`)),
          fc.array(strange, { maxLength: 60 }).map((cells) => Buffer.from(`${header}\n${cells.join(',')}`)),
        ),
        async (file) => {
          const answer = await manager.upload('/api/v1/imports', file)
          expect([202, 422]).toContain(answer.status)
          if (answer.status === 202) await worked(api.db, (answer.body as ImportAnswer).id)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('rows out of order come to what they come to in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), async (order) => {
        const [sorted, shuffled] = [newChild(), newChild()]
        const rows = wayToDecision(shuffled)
        await broughtIn(
          manager,
          api.db,
          fileOf(...wayToDecision(sorted), ...order.map((place) => rows[place] as CsvCells)),
        )
        const [one, other] = await Promise.all([sorted, shuffled].map(factsOf))
        expect(other).toEqual(one)
      }),
      { numRuns: 10 },
    )
  })
})

/** A child's journey in all that it says, but for ids and moments of recording. */
async function factsOf(reference: string) {
  const { body } = await manager.get(`/api/v1/journeys?q=${reference}`)
  const [{ id = '' } = {}] = (body as { items: { id: string }[] }).items
  const { events, deadlines, stage, worker } = await manager.read(id)
  return {
    stage,
    worker,
    deadlines,
    events: events.map(({ id: _id, recordedAt: _at, ...event }) => event),
  }
}

describe('of a child who was erased', () => {
  it('nothing that was imported can be recognised, and a file that waits has no row any more', async () => {
    const child = newChild()
    await broughtIn(
      manager,
      api.db,
      fileOf(
        startRow(child),
        eventRow(child, 'journey-closed', '2026-01-06', { reason: 'recorded-in-error' }),
      ),
    )
    const { child_id } = await api.db
      .selectFrom('journey')
      .select('child_id')
      .where('child_reference', '=', child)
      .executeTakeFirstOrThrow()
    const links = () =>
      api.db.selectFrom('imported_row').select('key').where('child_id', '=', child_id).execute()
    expect(await links()).toHaveLength(2)
    const waits = await manager.upload('/api/v1/imports', fileOf(startRow(child), startRow(newChild())))
    const { id } = waits.body as ImportAnswer
    await erase(child_id)
    expect(await links()).toEqual([])
    await worked(api.db, id)
    expect((await manager.get(`/api/v1/imports/${id}`)).body).toMatchObject({ status: 'done', applied: 1 })
    const rows = await api.db
      .selectFrom('journey')
      .select('id')
      .where('child_reference', '=', child)
      .execute()
    expect(rows).toEqual([])
  })
})

function erase(childId: string): Promise<void> {
  return api.db.transaction().execute((trx) =>
    eraseLawfully(trx, testKeys, {
      childId,
      ground: 'recorded-in-error',
      authorisedBy: 'dpo',
      by: 'pace/test',
    }),
  )
}
