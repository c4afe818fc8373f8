import { render } from 'preact-render-to-string'
import { TwoClocks, type JourneyDeadline } from '../../web/components/two-clocks'

function deadline(ruleId: string, fields: Partial<JourneyDeadline>): JourneyDeadline {
  return {
    ruleId,
    title: ruleId,
    instance: 1,
    dueOn: '2026-06-01',
    status: 'pending',
    basis: { kind: 'law', citation: 'Regulation 45(2)', confidence: 'confirmed' },
    ...fields,
  }
}

const local = { kind: 'local-aim', citation: 'Aim 2', confidence: 'confirmed' } as const
const test72 = {
  kind: 'test-of-change',
  citation: 'Highland test of change',
  confidence: 'confirmed',
} as const

function clocks(deadlines: readonly JourneyDeadline[]): { law: string; local: string } {
  const html = render(<TwoClocks journeyId="journey-1" deadlines={deadlines} />)
  const [, law = '', of = ''] = html.split('class="pace-clock"')
  return { law, local: of }
}

/** The rules in a clock's table, in order. */
function inTable(clock: string): string[] {
  return [...clock.matchAll(/<th scope="row">([^<]+)</g)].map(([, title = '']) => title)
}

describe('The deadlines of a journey', () => {
  test('run by two clocks that are never merged: the law, and local aims with tests of change', () => {
    const { law, local: others } = clocks([
      deadline('review', {}),
      deadline('recommendation', { basis: local }),
      deadline('72 hours', { basis: test72 }),
    ])
    expect(inTable(law)).toEqual(['review'])
    expect(inTable(others)).toEqual(['recommendation', '72 hours'])
  })

  test('stand with those still to be met first, the first one due first', () => {
    const { law } = clocks([
      deadline('met', { status: 'met', dueOn: '2026-01-01', metOn: '2026-01-01' }),
      deadline('later', { dueOn: '2026-09-01' }),
      deadline('overdue', { status: 'overdue', dueOn: '2026-02-01' }),
    ])
    expect(inTable(law)).toEqual(['overdue', 'later', 'met'])
  })

  test('whose clock has not started are folded away, and counted', () => {
    const waiting = { status: 'not-applicable', dueOn: null } as const
    const { law } = clocks([deadline('review', {}), deadline('a', waiting), deadline('b', waiting)])
    expect(law).toContain('<summary>Not started yet (2)</summary>')
    expect(inTable(law)).toEqual(['review'])
  })

  test('lead to why, and say how many other times there are of one that repeats', () => {
    const one = { instance: 1, dueOn: '2026-06-01', status: 'met' } as const
    const { law } = clocks([
      deadline('visit', { instances: [one, { ...one, instance: 2 }, { ...one, instance: 3 }] }),
    ])
    expect(law).toContain('href="/journeys/journey-1/deadlines/visit"')
    expect(law).toContain('href="/journeys/journey-1/deadlines/visit#instances">2 other times')
  })
})
