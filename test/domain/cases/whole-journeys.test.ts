import type { Stage } from '../../../domain/codes'
import { standingAt } from '../../../domain/standing'
import {
  at,
  closed,
  decided,
  fact,
  granted,
  journeyToCourt,
  legalBasis,
  lodged,
  meetingHeld,
  panelHeld,
  parentsNotified,
  pathwayChanged,
  placed,
  recommended,
  recorded,
  refused,
  returned,
  returnRecommended,
  reviewHeld,
  started,
  startedAtHome,
  transferred,
  visited,
  wholeState,
  withdrawn,
  type Fact,
} from '../../support/journeys'
import { LATER } from './cases'

const now = (facts: readonly Fact[], moment = LATER) =>
  standingAt(wholeState(recorded(...facts)).standing, at(moment))
const stage = (facts: readonly Fact[]) => now(facts).stage
/** The deadlines that are still to be met at a moment. */
const running = (facts: readonly Fact[], moment = LATER) =>
  now(facts, moment)
    .deadlines.filter(({ status }) => ['pending', 'due-soon', 'overdue'].includes(status))
    .map(({ ruleId, dueOn }) => `${ruleId} ${dueOn}`)

const start = started('2026-03-02')
const away = [start, recommended('2026-08-03')]
const approved = [...away, panelHeld('2026-10-20'), decided('2026-10-30')]
const inCourt = [...approved, lodged('2027-01-15')]
const inPlace = [...inCourt, granted('2027-06-01')]

describe('the stage', () => {
  test.each<[string, Stage, Fact[]]>([
    ['of a child just looked after', 'assessment', [start]],
    ['of a child at home', 'at-home', [startedAtHome('2026-03-02')]],
    ['after the 72-hour meeting', 'assessment', [start, meetingHeld('72-hour', '2026-03-04')]],
    ['after the 3-month meeting', 'awaiting-recommendation', [start, meetingHeld('3-month', '2026-06-01')]],
    [
      'after a 6-month meeting that recommended nothing',
      'awaiting-recommendation',
      [start, meetingHeld('6-month', '2026-09-01')],
    ],
    [
      'after a visit, a move and another legal basis',
      'assessment',
      [start, visited('2026-03-05'), placed('2026-04-01'), legalBasis('2026-04-02', 'icso')],
    ],
    ['after a recommendation away from home', 'awaiting-panel', away],
    [
      'after one for a kinship care order',
      'awaiting-lodging',
      [start, recommended('2026-08-03', 'kinship-care-order')],
    ],
    ['after one of return', 'returning-home', [start, returnRecommended('2026-08-03')]],
    ['after a panel that supported it', 'awaiting-decision', [...away, panelHeld('2026-10-20')]],
    ['after a panel that did not', 'awaiting-decision', [...away, panelHeld('2026-10-20', 'not-supported')]],
    ['after a panel that deferred', 'awaiting-panel', [...away, panelHeld('2026-10-20', 'deferred')]],
    ['after an approval', 'awaiting-lodging', approved],
    ['after the parents were told', 'awaiting-lodging', [...approved, parentsNotified('2026-11-02')]],
    [
      'after a decision not to approve',
      'awaiting-panel',
      [...away, panelHeld('2026-10-20'), decided('2026-10-30', 'not-approved')],
    ],
    ['after the lodging', 'in-court', inCourt],
    [
      'after a hearing gave its advice',
      'in-court',
      [...inCourt, fact('hearing-advice-given', '2027-02-01', {})],
    ],
    ['after a permanence order', 'order-in-place', inPlace],
    [
      'after one with authority to adopt',
      'order-in-place',
      [...inCourt, granted('2027-06-01', 'permanence-order-with-authority-to-adopt')],
    ],
    ['after an adoption order', 'closed', [...inCourt, granted('2027-06-01', 'adoption')]],
    ['after a kinship care order', 'closed', [...inCourt, granted('2027-06-01', 'kinship-care-order')]],
    ['after an order refused', 'awaiting-lodging', [...inCourt, refused('2027-06-01')]],
    ['after an application withdrawn', 'awaiting-lodging', [...inCourt, withdrawn('2027-06-01')]],
    [
      'after a refusal when the plan was return',
      'returning-home',
      [...inCourt, returnRecommended('2027-05-01'), refused('2027-06-01')],
    ],
    [
      'with an order in place, after a new plan of adoption',
      'awaiting-panel',
      [...inPlace, recommended('2027-09-01', 'adoption')],
    ],
    [
      'with an order in place, after the same recommendation again',
      'order-in-place',
      [...inPlace, recommended('2027-09-01')],
    ],
    [
      'with an order in place, after an application for adoption',
      'in-court',
      [...inPlace, lodged('2027-09-01', 'adoption')],
    ],
    ['after a return', 'closed', [...away, returned('2026-09-01')]],
    [
      'after a return, still looked after',
      'at-home',
      [...away, returned('2026-09-01', { stillLookedAfter: true })],
    ],
    [
      'after a change of pathway to being at home',
      'at-home',
      [...away, pathwayChanged('2026-09-01', 'at-home')],
    ],
    [
      'accommodated again, what was recommended before is past',
      'assessment',
      [
        ...away,
        returned('2026-09-01', { stillLookedAfter: true }),
        pathwayChanged('2026-11-02', 'away-from-home'),
      ],
    ],
    [
      'after a transfer to another locality',
      'awaiting-panel',
      [...away, transferred('2026-09-01', { locality: 'skye' })],
    ],
    [
      'after a transfer to another authority',
      'closed',
      [...away, transferred('2026-09-01', { authority: 'moray' })],
    ],
    ['after a closing', 'closed', [...away, closed('2026-09-01')]],
  ])('%s is %s', (_, expected, facts) => {
    expect(stage(facts)).toBe(expected)
  })
})

describe('an order that is granted', () => {
  test.each(['adoption', 'kinship-care-order'] as const)(
    '(%s) ends the journey and all that runs',
    (order) => {
      const done = [...inCourt, granted('2027-06-01', order)]
      expect(running(inCourt)).not.toEqual([])
      expect(running(done)).toEqual([])
      expect(now(done)).toMatchObject({ closed: true, stage: 'closed' })
    },
  )

  test('says why it closed', () => {
    const reason = (facts: readonly Fact[]) => wholeState(recorded(...facts)).journey.closed?.reason
    expect(reason([...inCourt, granted('2027-06-01', 'adoption')])).toBe('adoption-granted')
    expect(reason([...inCourt, granted('2027-06-01', 'kinship-care-order')])).toBe('kinship-order-granted')
    expect(reason(inPlace)).toBeUndefined()
  })

  test.each([undefined, 'permanence-order', 'permanence-order-with-authority-to-adopt', 'other'] as const)(
    '(%s) leaves the child looked after: visits and reviews go on',
    (order) => {
      const facts = [
        start,
        visited('2026-03-05'),
        reviewHeld('6-week', '2026-04-10'),
        reviewHeld('later', '2026-07-10'),
        ...inCourt.slice(1),
        granted('2027-06-01', order),
        reviewHeld('later', '2027-06-20'),
        visited('2027-06-21'),
      ]
      expect(now(facts)).toMatchObject({ closed: false, stage: 'order-in-place' })
      expect(running(facts)).toEqual(
        expect.arrayContaining(['later-review 2027-12-20', 'later-visit 2027-09-21']),
      )
    },
  )

  test('is decided upon again only when it was refused or withdrawn', () => {
    expect(running(inPlace).filter((one) => one.startsWith('re-decision'))).toEqual([])
  })
})

describe('a transfer', () => {
  const before = journeyToCourt().slice(0, 4)
  const to = transferred('2026-06-01', { locality: 'sutherland', team: 'north' })

  test('within the authority leaves every clock as it is', () => {
    expect(running([...before, to], '2026-06-02T12:00:00+01:00')).toEqual(
      running(before, '2026-06-02T12:00:00+01:00'),
    )
    expect(wholeState(recorded(...before, to)).transferredTo).toEqual({
      locality: 'sutherland',
      team: 'north',
    })
  })

  test('is where the last one went', () => {
    const again = transferred('2026-07-01', { locality: 'skye' })
    expect(wholeState(recorded(...before, again, to)).transferredTo).toEqual({ locality: 'skye' })
    expect(wholeState(recorded(...before)).transferredTo).toBeUndefined()
  })

  test('to another authority ends everything here', () => {
    const gone = [...before, transferred('2026-06-01', { authority: 'moray' })]
    expect(running(gone)).toEqual([])
    expect(wholeState(recorded(...gone)).journey.closed?.reason).toBe('moved-away')
    expect(wholeState(recorded(...gone)).transferredTo).toBeUndefined()
  })
})

describe('who holds the lead', () => {
  const lead = (on: string, worker: string) => fact('worker-assigned', on, { worker, as: 'lead' })
  const cover = (on: string, worker: string, until?: string) =>
    fact('worker-assigned', on, { worker, as: 'cover', ...(until && { until: until as never }) })
  const held = (...facts: Fact[]) => {
    const { worker, cover } = wholeState(recorded(started('2026-03-02', { worker: 'ann' }), ...facts))
    return { worker, cover }
  }

  test('is the one of the start until another is assigned', () => {
    expect(held()).toEqual({ worker: 'ann', cover: undefined })
    expect(held(lead('2026-05-01', 'bob'), lead('2026-04-01', 'cat'))).toEqual({
      worker: 'bob',
      cover: undefined,
    })
  })

  test('is covered for until a day, and stays the lead', () => {
    expect(held(cover('2026-05-01', 'bob', '2026-05-15'))).toEqual({
      worker: 'ann',
      cover: { worker: 'bob', until: '2026-05-15' },
    })
    expect(held(cover('2026-05-01', 'bob'))).toEqual({ worker: 'ann', cover: { worker: 'bob' } })
  })

  test('is not covered for any more when a new lead begins', () => {
    expect(held(cover('2026-05-01', 'bob'), lead('2026-05-08', 'cat'))).toEqual({
      worker: 'cat',
      cover: undefined,
    })
  })
})

describe('what the return of a child leaves', () => {
  test('still looked after at home under an order, is the end of that order and the peer review after two years', () => {
    const facts = [
      started('2026-03-02', { legalBasis: 'cso' }),
      visited('2026-03-05'),
      reviewHeld('6-week', '2026-04-10'),
      returned('2026-05-01', { stillLookedAfter: true }),
    ]
    expect(running(facts, '2026-05-02T12:00:00+01:00')).toEqual([
      'cso-expiry 2027-03-02',
      'peer-review 2028-07-24',
    ])
  })

  test('for good, is nothing', () => {
    const facts = [started('2026-03-02', { legalBasis: 'cso' }), returned('2026-05-01')]
    expect(running(facts)).toEqual([])
  })
})

describe('a whole journey, each step on time', () => {
  const facts = [
    started('2026-03-02T10:00:00Z', { legalBasis: 'cpo', emergency: true }),
    legalBasis('2026-03-04', 'icso'),
    reviewHeld('emergency', '2026-03-04'),
    visited('2026-03-06'),
    legalBasis('2026-03-26', 'cso'),
    visited('2026-06-05'),
    reviewHeld('later', '2026-07-08'),
    ...journeyToCourt().slice(1),
    visited('2026-09-04'),
    parentsNotified('2026-11-02'),
    visited('2026-12-04'),
  ]

  test('has met every rule but what is still to come', () => {
    const { deadlines, stage } = now(facts, '2027-01-15T12:00:00Z')
    const others = deadlines.filter(({ status }) => status !== 'met')
    expect(stage).toBe('in-court')
    expect(others.map(({ ruleId, status, dueOn }) => [ruleId, status, dueOn])).toEqual([
      ['later-visit', 'pending', '2027-03-04'],
      ['later-review', 'pending', '2027-05-20'],
      ['cso-expiry', 'due-soon', '2027-03-26'],
    ])
  })

  test('is warned of the hearing’s advice alone, which the supervision order asks for', () => {
    expect(wholeState(recorded(...facts)).warnings.map(({ code }) => code)).toEqual([
      'no-advice-of-the-hearing',
    ])
  })
})
