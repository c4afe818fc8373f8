import { factTold, noticesAt, type Notice } from '../../domain/notices'
import {
  at,
  closed,
  dateSet,
  decided,
  fact,
  fedBack,
  granted,
  hearingHeld,
  highland,
  imported,
  journeyToCourt,
  legalBasis,
  lodged,
  meetingHeld,
  panelHeld,
  parentsNotified,
  pathwayChanged,
  peerReviewHeld,
  placed,
  recommended,
  recorded,
  refused,
  returned,
  reviewHeld,
  started,
  state,
  transferred,
  typed,
  visited,
  wholeState,
  wholeTimetable,
  withdrawn,
  type Fact,
} from '../support/journeys'

const noticesOf = (now: string, ...facts: Fact[]) => noticesAt(state(...facts), highland, at(now))
const about = (kind: Notice['content']['about'], notices: readonly Notice[]) =>
  notices.filter(({ content }) => content.about === kind)
const label = ({ key }: Notice) => key.split('/').slice(4).join(' ')
/** What is said of one rule at a moment: its reminders, misses and escalations, and to whom. */
const saidOf = (ruleId: string, now: string, ...facts: Fact[]) =>
  noticesOf(now, ...facts)
    .filter(({ content }) => 'rule' in content && content.rule === ruleId)
    .map(label)

const start = started('2026-03-02')

describe('when a step is recorded', () => {
  test('the authority in whose area the child is placed is told, and the one that the child moves to', () => {
    const toldOf = (last: Fact) =>
      noticesOf('2026-03-11T15:00:00Z', start, last)
        .filter(({ key }) => key.startsWith('event/event-2/'))
        .map(({ agency, to }) => `${agency}/${to}`)
    const placement = { placementType: 'foster', placedIn: 'moray' } as const
    expect(toldOf(fact('placement-changed', '2026-03-11', placement))).toContain(
      'social-work/authority-moray',
    )
    expect(toldOf(fact('placement-changed', '2026-03-11', { placementType: 'foster' }))).toEqual([])
    expect(toldOf(fact('transferred', '2026-03-11', { authority: 'fife' }))).toContain(
      'social-work/authority-fife',
    )
  })

  test('every agency of the child plan meeting is told of it with the dates it agreed', () => {
    const meeting = meetingHeld('72-hour', '2026-03-04T14:00:00Z', {
      agreedDates: { threeMonth: '2026-05-28T10:00:00+01:00', sixMonth: '2026-08-27' },
      immediateNeeds: 'a bed by the window',
    })
    const told = noticesOf('2026-03-04T15:00:00Z', start, meeting).filter(({ key }) =>
      key.startsWith('event/event-2/'),
    )
    expect(told.map(({ agency, to }) => `${agency}/${to}`)).toEqual([
      'social-work/lead-worker',
      'health/contact',
      'education/contact',
      'legal/contact',
      'panel/contact',
      'reporter/contact',
    ])
    expect(told[0]?.content).toEqual({
      about: 'recorded',
      event: 'child-plan-meeting-held',
      occurredAt: '2026-03-04T14:00:00+00:00',
      dates: [
        { meeting: '3-month', at: '2026-05-28T10:00:00+01:00', cancelled: false },
        { meeting: '6-month', at: '2026-08-27', cancelled: false },
      ],
      detail: '72-hour',
    })
  })

  test('nothing of what people wrote in their own words is in a notice', () => {
    const secret = 'kept apart'
    const told = noticesOf(
      '2026-07-01T15:00:00Z',
      start,
      meetingHeld('other', '2026-03-04', {
        immediateNeeds: secret,
        actions: [{ what: secret, owner: 'health' }],
      }),
      reviewHeld('6-week', '2026-04-10', { outcome: secret }),
    )
    expect(JSON.stringify(told)).not.toContain(secret)
  })

  test('it belongs to the instant of recording', () => {
    const meeting = typed('2026-03-06T09:30:00Z', meetingHeld('72-hour', '2026-03-04'))
    const told = about('recorded', noticesOf('2026-03-06T10:00:00Z', start, meeting))
    expect(told.at(-1)?.at).toBe('2026-03-06T09:30:00.000Z')
  })

  test.each<[string, Fact, string | undefined, string[]]>([
    ['a start', start, undefined, ['social-work', 'health', 'education']],
    ['a review', reviewHeld('6-week', '2026-04-10'), '6-week', ['social-work']],
    ['a recommendation', recommended('2026-08-03'), 'away-from-home', ['social-work', 'panel', 'legal']],
    ['a panel', panelHeld('2026-10-20'), 'supported', ['social-work', 'panel', 'legal']],
    ['a decision', decided('2026-10-30'), 'approve-permanence-order', ['social-work', 'legal', 'reporter']],
    ['a lodging', lodged('2027-01-15'), 'permanence-order', ['social-work', 'reporter', 'hearings']],
    [
      'another lodging',
      lodged('2027-01-15', 'adoption'),
      'adoption',
      ['social-work', 'reporter', 'hearings'],
    ],
    [
      'a return',
      returned('2027-02-01'),
      undefined,
      ['social-work', 'health', 'education', 'legal', 'reporter'],
    ],
    ['a closing', closed('2027-02-01'), 'ceased-to-be-looked-after', ['social-work']],
  ])('%s is told to those whom the policy names', (_, one, detail, agencies) => {
    const facts = one === start ? [start] : [start, one]
    const told = about('recorded', noticesOf('2027-03-01T12:00:00Z', ...facts)).filter(
      ({ content }) => 'event' in content && content.event === one.type,
    )
    expect(told.map(({ agency }) => agency)).toEqual(agencies)
    expect(told[0]?.content).toMatchObject(detail === undefined ? {} : { detail })
    if (detail === undefined) expect(told[0]?.content).not.toHaveProperty('detail')
  })
})

describe('before a deadline', () => {
  test('nobody is reminded before the first reminder’s instant, nor of what is not running', () => {
    expect(saidOf('six-week-review', '2026-03-30T08:59:59+01:00', start)).toEqual([])
    expect(saidOf('permanence-panel', '2029-01-01T00:00:00Z', start)).toEqual([])
  })

  test.each([
    ['2026-03-30T09:00:00+01:00', 'reminder-14-days'],
    ['2026-04-06T08:59:59+01:00', 'reminder-14-days'],
    ['2026-04-06T09:00:00+01:00', 'reminder-7-days'],
    ['2026-04-12T09:00:00+01:00', 'reminder-1-day'],
    ['2026-04-13T23:59:59+01:00', 'reminder-1-day'],
  ])('at %s only the last reminder still says anything: %s', (now, expected) => {
    expect(saidOf('six-week-review', now, start)).toEqual([`${expected} social-work lead-worker`])
  })

  test('every agency that the rule concerns is reminded', () => {
    const told = [start, recommended('2026-08-03')]
    expect(saidOf('permanence-panel', '2026-10-12T09:00:00+01:00', ...told)).toEqual([
      'reminder-14-days social-work lead-worker',
      'reminder-14-days panel contact',
    ])
  })

  test('a reminder says which rule, and until when', () => {
    const [reminder] = about('reminder', noticesOf('2026-03-04T10:00:00Z', started('2026-03-02T10:00:00Z')))
    expect(reminder?.content).toEqual({
      about: 'reminder',
      rule: 'seventy-two-hour-meeting',
      title: '72-hour child plan meeting',
      dueOn: '2026-03-05',
      dueAt: '2026-03-05T10:00:00.000Z',
    })
  })

  test('a deadline that is met or cancelled reminds nobody', () => {
    const now = '2026-04-12T09:00:00+01:00'
    expect(saidOf('six-week-review', now, start, reviewHeld('6-week', '2026-04-10'))).toEqual([])
    expect(saidOf('six-week-review', now, start, returned('2026-04-10'))).toEqual([])
  })
})

describe('after a deadline', () => {
  test.each<[string, string[]]>([
    ['2026-04-14T00:00:00+01:00', []],
    ['2026-04-14T08:59:59+01:00', []],
    [
      '2026-04-14T09:00:00+01:00',
      ['missed social-work lead-worker', 'escalation-1-day social-work team-manager'],
    ],
    [
      '2026-04-20T09:00:00+01:00',
      [
        'missed social-work lead-worker',
        'escalation-1-day social-work team-manager',
        'escalation-7-days social-work service-manager',
      ],
    ],
    [
      '2026-05-11T09:00:00+01:00',
      [
        'missed social-work lead-worker',
        'escalation-1-day social-work team-manager',
        'escalation-7-days social-work service-manager',
        'escalation-28-days social-work head-of-service',
      ],
    ],
  ])('that nobody met is said, at %s', (now, expected) => {
    expect(saidOf('six-week-review', now, start)).toEqual(expected)
  })

  test('the 72 hours are missed at their exact instant', () => {
    const from = started('2026-03-27T15:30:00Z')
    const rule = 'seventy-two-hour-meeting'
    expect(saidOf(rule, '2026-03-30T16:30:00+01:00', from)).toEqual([
      'reminder-24-hours social-work lead-worker',
    ])
    expect(saidOf(rule, '2026-03-30T16:30:00.001+01:00', from)).toEqual(['missed social-work lead-worker'])
  })

  test('escalation stops when it is met, late as it is, or no longer needed', () => {
    const now = '2026-05-11T09:00:00+01:00'
    expect(saidOf('six-week-review', now, start, reviewHeld('6-week', '2026-04-16'))).toEqual([])
    expect(saidOf('six-week-review', now, start, returned('2026-04-16'))).toEqual([])
  })
})

describe('what was past already when it was recorded', () => {
  const late = typed('2026-04-15T12:00:00+01:00', start)
  const now = '2026-04-15T12:00:00+01:00'

  test('is never sent one by one', () => {
    expect(saidOf('seventy-two-hour-meeting', now, late)).toEqual([])
    expect(saidOf('six-week-review', now, late)).toEqual([])
  })

  test('is said once, in one summary to the lead worker', () => {
    expect(about('summary', noticesOf(now, late))).toEqual([
      {
        key: 'summary/event-1',
        at: '2026-04-15T11:00:00.000Z',
        agency: 'social-work',
        to: 'lead-worker',
        content: {
          about: 'summary',
          event: 'looked-after-started',
          occurredAt: '2026-03-02',
          deadlines: [
            { title: '72-hour child plan meeting', dueOn: '2026-03-05', overdue: true },
            { title: '6-week review', dueOn: '2026-04-13', overdue: true },
          ],
        },
      },
    ])
    expect(about('summary', noticesOf('2028-01-01T12:00:00Z', late))).toHaveLength(1)
  })

  test('is not what falls due at that very moment', () => {
    const timed = typed('2026-03-05T10:00:00Z', started('2026-03-02T10:00:00Z'))
    expect(about('summary', noticesOf('2026-03-05T10:00:00Z', timed))[0]?.content).toMatchObject({
      deadlines: [{ title: '72-hour child plan meeting', overdue: false }],
    })
    const punctual = typed('2026-03-30T09:00:00+01:00', start)
    expect(saidOf('six-week-review', '2026-03-30T09:00:00+01:00', punctual)).toEqual([
      'reminder-14-days social-work lead-worker',
    ])
  })

  test('leaves what is still to come to be said at its own instant', () => {
    expect(saidOf('six-week-review', '2026-04-20T09:00:00+01:00', late)).toEqual([
      'escalation-7-days social-work service-manager',
    ])
  })

  test('is in the summary, not overdue, when only a reminder was past', () => {
    const fortnight = typed('2026-04-01T12:00:00+01:00', start)
    const [summary] = about(
      'summary',
      noticesOf('2026-04-01T12:00:00+01:00', fortnight, meetingHeld('72-hour', '2026-03-04')),
    )
    expect(summary?.content).toMatchObject({
      deadlines: [{ title: '6-week review', dueOn: '2026-04-13', overdue: false }],
    })
  })

  test('is not in it when it was met in time though typed late', () => {
    const told = [
      late,
      meetingHeld('72-hour', '2026-03-04'),
      typed('2026-04-15T12:05:00+01:00', reviewHeld('6-week', '2026-04-10')),
    ]
    expect(about('summary', noticesOf('2026-04-15T12:05:00+01:00', ...told))).toEqual([])
  })

  test('is none of a panel typed on its own day', () => {
    const panel = typed('2026-10-20T16:00:00+01:00', panelHeld('2026-10-20'))
    expect(
      about('summary', noticesOf('2026-10-20T17:00:00+01:00', start, recommended('2026-08-03'), panel)),
    ).toEqual([])
  })
})

describe('what was brought in from the system before', () => {
  const from = imported('2026-04-15T12:00:00+01:00', start)

  test('is told to nobody, and has no summary', () => {
    expect(noticesOf('2026-04-15T12:00:00+01:00', from)).toEqual([])
  })

  test('is reminded of in what is still to come', () => {
    expect(saidOf('three-month-meeting', '2026-05-19T09:00:00+01:00', from)).toEqual([
      'reminder-14-days social-work lead-worker',
    ])
  })
})

describe('the key of a notice', () => {
  test('is there once among all the notices of a moment', () => {
    const told = [...journeyToCourt().slice(0, 6), panelHeld('2026-10-20', 'supported', ['dan'])]
    for (const now of ['2026-10-20T12:00:00+01:00', '2026-11-02T12:00:00Z', '2027-06-01T12:00:00Z']) {
      const keys = noticesOf(now, ...told).map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  test('is the same whenever it is asked', () => {
    const once = noticesOf('2026-04-14T09:00:00+01:00', start).map(({ key }) => key)
    const again = noticesOf('2026-06-01T09:00:00+01:00', start).map(({ key }) => key)
    expect(again).toEqual(expect.arrayContaining(once))
  })

  test('does not change when an earlier panel is typed late: nobody is told twice', () => {
    const before = [start, recommended('2026-08-03'), panelHeld('2026-10-20')]
    const earlier = typed('2026-10-29T10:00:00Z', panelHeld('2026-09-15', 'not-supported'))
    const ofPanel = (...facts: Fact[]) =>
      noticesOf('2026-11-10T12:00:00Z', ...facts)
        .map(({ key }) => key)
        .filter((key) => key.startsWith('deadline/agency-decision/event-3/'))
    expect(ofPanel(...before)).toHaveLength(4)
    expect(ofPanel(...before, earlier)).toEqual(ofPanel(...before))
  })

  test('is another when the date has changed', () => {
    const key = (from: string) =>
      noticesOf('2026-04-20T12:00:00Z', started(from))
        .filter(({ content }) => content.about === 'missed')
        .map((one) => one.key)
    expect(key('2026-03-02')).not.toEqual(key('2026-03-03'))
  })
})

describe('what is told of an event under the whole timetable', () => {
  const toldOf = (one: Fact) => {
    const [, event] = recorded(start, one)
    const notices = noticesAt(wholeState(recorded(start, one)), wholeTimetable, at('2027-03-01T12:00:00Z'))
    return {
      detail: factTold(event!).detail,
      who: notices
        .filter(({ key }) => key.startsWith('event/event-2/'))
        .map(({ agency, to }) => (to === 'lead-worker' || to === 'contact' ? agency : `${agency} ${to}`)),
    }
  }
  const everybody = ['social-work', 'health', 'education', 'legal', 'reporter']

  test.each<[string, Fact, string | undefined, string[]]>([
    [
      'a change of pathway',
      pathwayChanged('2026-05-01', 'at-home'),
      'at-home',
      ['social-work', 'health', 'education', 'reporter'],
    ],
    ['another legal basis', legalBasis('2026-05-01', 'cso'), 'cso', ['social-work', 'legal', 'reporter']],
    ['a move', placed('2026-05-01'), 'foster', ['social-work', 'health', 'education']],
    [
      'a move to the area of another authority',
      placed('2026-05-01', { placedIn: 'moray' }),
      'foster',
      ['social-work', 'health', 'education', 'social-work authority-moray'],
    ],
    [
      'a new lead worker',
      fact('worker-assigned', '2026-05-01', { worker: 'bob', as: 'lead' }),
      'lead',
      ['social-work'],
    ],
    ['a visit', visited('2026-05-01'), undefined, []],
    [
      'a 3-month meeting',
      meetingHeld('3-month', '2026-05-01'),
      '3-month',
      ['social-work', 'health', 'education', 'legal', 'panel', 'reporter'],
    ],
    ['a review', reviewHeld('later', '2026-05-01'), 'later', ['social-work']],
    [
      'a date',
      dateSet('panel', '2026-06-01', { on: '2026-05-01' }),
      undefined,
      ['social-work', 'health', 'education', 'legal', 'panel', 'reporter'],
    ],
    ['a recommendation', recommended('2026-05-01'), 'away-from-home', ['social-work', 'panel', 'legal']],
    ['a panel', panelHeld('2026-05-01', 'deferred'), 'deferred', ['social-work', 'panel', 'legal']],
    [
      'a decision',
      decided('2026-05-01', 'not-approved'),
      'not-approved',
      ['social-work', 'legal', 'reporter'],
    ],
    ['the parents told', parentsNotified('2026-05-01'), undefined, []],
    [
      'advice asked for',
      fact('hearing-advice-requested', '2026-05-01', {}),
      undefined,
      ['social-work', 'reporter', 'hearings'],
    ],
    ['a hearing', hearingHeld('2026-05-01'), undefined, ['social-work', 'legal']],
    ['advice given', fact('hearing-advice-given', '2026-05-01', {}), undefined, ['social-work', 'legal']],
    [
      'a consent',
      fact('consent-recorded', '2026-05-01', { of: 'child', to: 'adoption', consent: 'withheld' }),
      'withheld',
      [],
    ],
    ['a lodging', lodged('2026-05-01', 'adoption'), 'adoption', ['social-work', 'reporter', 'hearings']],
    [
      'an order granted',
      granted('2026-05-01'),
      'permanence-order',
      ['social-work', 'health', 'education', 'legal', 'reporter', 'hearings'],
    ],
    [
      'an order refused',
      refused('2026-05-01', 'other'),
      'other',
      ['social-work', 'legal', 'panel', 'reporter', 'hearings'],
    ],
    [
      'an application withdrawn',
      withdrawn('2026-05-01'),
      'permanence-order',
      ['social-work', 'legal', 'panel', 'reporter', 'hearings'],
    ],
    ['a peer review', peerReviewHeld('2026-05-01'), undefined, ['social-work']],
    ['a peer review fed back', fedBack('2026-05-01', 'team-manager'), 'team-manager', []],
    [
      'an explanation',
      fact('delay-explained', '2026-05-01', { ruleId: 'permanence-panel', reason: 'court' }),
      'court',
      [],
    ],
    [
      'another policy',
      fact('policy-adopted', '2026-05-01', { policy: 'highland', version: 2 }),
      undefined,
      ['social-work'],
    ],
    ['a return', returned('2026-05-01'), undefined, everybody],
    ['a transfer', transferred('2026-05-01', { locality: 'skye' }), 'skye', everybody],
    [
      'a move out of Highland',
      transferred('2026-05-01', { authority: 'moray' }),
      'moray',
      [...everybody, 'social-work authority-moray'],
    ],
    ['a closing', closed('2026-05-01', 'aged-out'), 'aged-out', ['social-work']],
  ])('%s', (_, one, detail, who) => {
    expect(toldOf(one)).toEqual({ detail, who })
  })

  test('a date that is cancelled is told as that', () => {
    const [, event] = recorded(start, dateSet('panel', '2026-06-01', { on: '2026-05-01', cancelled: true }))
    expect(factTold(event!)).toEqual({
      occurredAt: '2026-05-01',
      dates: [{ meeting: 'panel', at: '2026-06-01', cancelled: true }],
    })
  })
})
