import { reportOf } from '../../cli/keys-engine'
import { ringOf } from '../support/keys'

const run = (workflowId: string, ...keyIds: readonly string[]) => ({
  workflowId,
  runId: `run of ${workflowId}`,
  keyIds: new Set(keyIds),
  plain: keyIds.length === 0,
})

describe('pace keys engine says', () => {
  test('which key seals, which is still needed and by which journeys, and which can go', () => {
    const open = [run('journey/1', 'new'), run('journey/2', 'new', 'old')]
    expect(reportOf(open, ringOf('new', 'old', 'older'))).toEqual([
      'new: seals what is new; 2 open workflows',
      'old: still needed by 1 open workflows. Run `pace keys engine --renew`',
      '  journey/2',
      'older: no open workflow needs it',
    ])
  })

  test('which key is lost, and what can be done', () => {
    expect(reportOf([run('journey/1', 'old')], ringOf('new'))).toEqual([
      'new: seals what is new; 0 open workflows',
      'old: LOST, and 1 open workflows cannot go on. Add it to PACE_KEYS again, or run `pace keys engine --begin-again`',
      '  journey/1',
    ])
  })

  test('that something was begun before anything was sealed', () => {
    expect(reportOf([run('journey/1')], ringOf('new'))).toContain(
      'not sealed at all: 1 open workflows, begun by an earlier release. Run `pace keys engine --renew`',
    )
  })
})
