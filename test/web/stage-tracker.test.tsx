import { render } from 'preact-render-to-string'
import type { Route, Stage } from '../../domain/codes'
import { StageTracker } from '../../web/components/stage-tracker'

/** The stages as they are shown: name and place, in order. */
function shown(stage: Stage, route?: Route): string[] {
  const html = render(<StageTracker stage={stage} {...(route && { route })} />)
  return [...html.matchAll(/__name">([^<]+)<.*?__state">([^<]+)</g)].map(
    ([, name, state]) => `${name}: ${state}`,
  )
}

describe('the stages of a journey', () => {
  test('stand in their order, those behind, the one it is in, and those to come', () => {
    expect(shown('awaiting-panel')).toEqual([
      'First 72 hours: Passed',
      'Assessment: Passed',
      'Awaiting recommendation: Passed',
      'Awaiting panel: Now',
      'Awaiting agency decision: To come',
      'Awaiting lodging: To come',
      'In court: To come',
      'Order in place: To come',
    ])
  })

  test('of the way to a kinship care order have neither panel nor agency decision', () => {
    expect(shown('awaiting-lodging', 'kinship-care-order')).toEqual([
      'First 72 hours: Passed',
      'Assessment: Passed',
      'Awaiting recommendation: Passed',
      'Awaiting lodging: Now',
      'In court: To come',
      'Order in place: To come',
    ])
  })

  test.each(['returning-home', 'at-home', 'closed'] as const)(
    'that lead to no order, such as %s, stand alone',
    (stage) => {
      expect(shown(stage)).toEqual([])
      expect(render(<StageTracker stage={stage} />)).toContain('<strong>')
    },
  )
})
