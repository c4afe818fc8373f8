import {
  clockOfBasis,
  daysLost,
  DELAY_STAGES,
  spanAsked,
  stageOfRule,
  type LateDeadline,
} from '../../domain/delay'
import { daysOfBand, OVERDUE_BANDS } from '../../domain/overdue-bands'
import { OUTCOMES } from '../../domain/policy'
import type { LocalDate } from '../../domain/time'

const day = (text: string) => text as LocalDate
const SPAN = { from: day('2026-03-01'), to: day('2026-03-31') }

function due(on: string, rest: Partial<Record<'metOn' | 'cancelledOn', string>> = {}): LateDeadline {
  return { dueOn: day(on), ...(rest as Omit<LateDeadline, 'dueOn'>) }
}

describe('the days lost of a deadline in March', () => {
  it.each<[string, LateDeadline, number | undefined]>([
    ['met on its day: none', due('2026-03-10', { metOn: '2026-03-10' }), undefined],
    ['met a week late: seven', due('2026-03-10', { metOn: '2026-03-17' }), 7],
    [
      'met hours late on its own day: late, and no day',
      { ...due('2026-03-10', { metOn: '2026-03-10' }), metLate: true },
      0,
    ],
    ['still open: until the last day', due('2026-03-10'), 21],
    ['open for years: every day of March', due('2019-03-10'), 31],
    ['met after March: until its last day', due('2026-03-10', { metOn: '2026-05-01' }), 21],
    ['met before March: none', due('2026-02-01', { metOn: '2026-02-20' }), undefined],
    ['met on the first of March: one', due('2026-02-01', { metOn: '2026-03-01' }), 1],
    ['no longer needed a week after: seven', due('2026-03-10', { cancelledOn: '2026-03-17' }), 7],
    ['no longer needed before it was due: none', due('2026-03-10', { cancelledOn: '2026-03-05' }), undefined],
    ['due on the last day, and open: none yet', due('2026-03-31'), undefined],
  ])('%s', (_what, deadline, days) => {
    expect(daysLost(deadline, SPAN)).toBe(days)
  })

  it('are looked at until today at the most, and a year back unless it is said', () => {
    expect(spanAsked({}, day('2026-03-31'))).toEqual({ from: '2025-04-01', to: '2026-03-31' })
    expect(spanAsked({ from: day('2026-01-01'), to: day('2027-01-01') }, day('2026-03-31'))).toEqual({
      from: '2026-01-01',
      to: '2026-03-31',
    })
  })
})

it('whatever meets a rule has its stage, so that a council’s own rules have one', () => {
  for (const metBy of OUTCOMES) expect(DELAY_STAGES).toContain(stageOfRule({ metBy }))
  expect(stageOfRule({ metBy: 'panel' })).toBe('awaiting-panel')
  expect(stageOfRule({ metBy: 'visit' })).toBe('throughout')
  expect([clockOfBasis({ kind: 'law' }), clockOfBasis({ kind: 'test-of-change' })]).toEqual(['law', 'local'])
})

it('the spans for which something is overdue follow one another without a gap', () => {
  const spans = OVERDUE_BANDS.map((band) => daysOfBand(band, day('2026-03-31')))
  expect(spans[0]).toEqual({ from: '2026-03-24', before: '2026-04-01' })
  spans.slice(1).forEach((span, index) => expect(span.before).toBe(spans[index]?.from))
  expect(spans.at(-1)?.from).toBeUndefined()
})
