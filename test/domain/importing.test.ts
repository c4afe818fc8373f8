import fc from 'fast-check'
import { readEventRow } from '../../contracts/importing/read-row'
import type { EventDraft } from '../../domain/events'
import { inJourneys, inOrder } from '../../domain/importing/in-journeys'
import { occurrence } from '../support/journeys'

interface Row {
  readonly line: number
  readonly draft: EventDraft
}

const row = (line: number, type: EventDraft['type'], on: string, fields: object = {}): Row => ({
  line,
  draft: { type, occurred: occurrence(on), ...fields } as EventDraft,
})
const start = (line: number, on: string) =>
  row(line, 'looked-after-started', on, { pathway: 'away-from-home', legalBasis: 'cso' })
const close = (line: number, on: string) => row(line, 'journey-closed', on, { reason: 'moved-away' })
const review = (line: number, on: string) => row(line, 'review-held', on, { review: 'later' })

const linesOf = (rows: readonly Row[], known: Parameters<typeof inJourneys>[1] = []) => {
  const { journeys, before } = inJourneys(rows, known)
  return {
    journeys: journeys.map(({ journeyId, rows: theirs }) => [journeyId, theirs.map(({ line }) => line)]),
    before: before.map(({ line }) => line),
  }
}

describe('rows of a child', () => {
  test('belong to the journey that had begun last by then', () => {
    const rows = [
      review(1, '2024-02-01'),
      start(2, '2025-01-01'),
      start(3, '2024-01-01'),
      close(4, '2024-06-01'),
    ]
    expect(linesOf(rows)).toEqual({
      journeys: [
        [undefined, [3, 1, 4]],
        [undefined, [2]],
      ],
      before: [],
    })
  })

  test('of the day on which one journey ends and the next begins: what ends belongs to the first', () => {
    const rows = [
      start(1, '2024-01-01'),
      close(2, '2024-06-01'),
      start(3, '2024-06-01'),
      review(4, '2024-06-01'),
    ]
    expect(linesOf(rows).journeys).toEqual([
      [undefined, [1, 2]],
      [undefined, [3, 4]],
    ])
  })

  test('are added to a journey that is known, and before every journey they belong to none', () => {
    const known = [{ id: 'known', from: occurrence('2024-01-01') }]
    expect(linesOf([review(1, '2024-03-01'), review(2, '2023-12-31')], known)).toEqual({
      journeys: [['known', [1]]],
      before: [2],
    })
  })

  test('come to the same in whatever order the file has them', () => {
    const days = [
      '2024-01-01',
      '2024-01-02',
      '2024-03-01',
      '2024-06-01',
      '2024-06-01T10:00:00+01:00',
      '2025-01-01',
    ]
    const some = fc.array(
      fc.record({ on: fc.constantFrom(...days), what: fc.constantFrom(start, close, review) }),
      { maxLength: 10 },
    )
    fc.assert(
      fc.property(some, fc.nat(), (wanted, seed) => {
        const rows = wanted.map(({ on, what }, index) => what(index + 1, on))
        const shuffled = [...rows].sort(
          (a, b) => ((a.line * 7919 + seed) % 101) - ((b.line * 7919 + seed) % 101),
        )
        // of rows that say the very same, each may stand for the other
        const said = (all: readonly Row[]) => all.map(({ draft }) => draft)
        expect(said(inOrder(shuffled))).toEqual(said(inOrder(rows)))
        const journeys = (all: readonly Row[]) =>
          inJourneys(all, []).journeys.map(({ rows: theirs }) => said(theirs))
        expect(journeys(shuffled)).toEqual(journeys(rows))
      }),
    )
  })
})

describe('a row', () => {
  const read = (cells: object) => readEventRow(7, cells)

  test('is read by the schemas of recording, and each wrong cell named by its column', () => {
    const { row: good } = read({
      event: 'child-plan-meeting-held',
      occurred_at: '2026-03-30T10:00:00+01:00',
      meeting: '72-hour',
      three_month: '2026-06-24',
      six_month: '2026-09-23',
      source_id: 'A1',
    })
    expect(good).toMatchObject({
      line: 7,
      sourceId: 'A1',
      draft: { meeting: '72-hour', agreedDates: { threeMonth: '2026-06-24', sixMonth: '2026-09-23' } },
    })
    const { findings } = read({
      event: 'child-plan-meeting-held',
      occurred_at: '30/03/2026',
      meeting: '72 hours',
      three_month: 'June',
    })
    expect(findings.map(({ field, line }) => [line, field]).sort()).toEqual([
      [7, 'meeting'],
      [7, 'occurred_at'],
      [7, 'three_month'],
    ])
    expect(JSON.stringify(findings)).not.toMatch(/June|72 hours|30\/03/)
  })

  test('refuses what does not belong to its event, and passes over what some systems repeat in each row', () => {
    const { findings, row: kept } = read({
      event: 'parents-notified',
      occurred_at: '2026-03-30',
      pathway: 'at-home',
      worker: 'worker-1',
    })
    expect(findings.map(({ kind, field }) => [kind, field])).toEqual([
      ['warning', 'pathway'],
      ['warning', 'worker'],
    ])
    expect(kept?.draft).toEqual({ type: 'parents-notified', occurred: { on: '2026-03-30' } })
    expect(
      read({ event: 'parents-notified', occurred_at: '2026-03-30', outcome: 'Told' }).row,
    ).toBeUndefined()
  })

  test('takes yes and no as spreadsheets write them, moves elsewhere, and returns that go on', () => {
    const draft = (cells: object) => read({ occurred_at: '2026-03-30', ...cells }).row?.draft
    const placed = { event: 'placement-changed', placement_type: 'foster' }
    expect(draft({ ...placed, emergency: 'TRUE' })).toMatchObject({ emergency: true })
    expect(draft({ ...placed, emergency: 'No' })).toMatchObject({ emergency: false })
    expect(draft({ ...placed, emergency: 'perhaps' })).toBeUndefined()
    expect(draft({ event: 'transferred', to: 'moray' })).toMatchObject({ authority: 'moray' })
    expect(draft({ event: 'transferred', to: 'skye', team: 'Portree' })).toMatchObject({
      locality: 'skye',
      team: 'Portree',
    })
    expect(draft({ event: 'returned-to-family', pathway: 'at-home' })).toMatchObject({
      stillLookedAfter: true,
    })
    expect(draft({ event: 'returned-to-family' })).not.toHaveProperty('stillLookedAfter')
    expect(
      draft({ event: 'consent-recorded', decision_maker: 'child', order: 'adoption', outcome: 'given' }),
    ).toMatchObject({
      of: 'child',
      to: 'adoption',
      consent: 'given',
    })
  })
})
