import { whyDate, whyDeadline, whyNoDate } from '../../contracts/why-words'
import { unreckonedOf } from '../../domain/deadlines'
import type { RecordedEvent } from '../../domain/events'
import { newestRule, type Policy } from '../../domain/policy'
import { reckon } from '../../domain/reckoning'
import {
  corrected,
  decided,
  fedBack,
  highland,
  legalBasis,
  meetingHeld,
  occurrence,
  panelHeld,
  peerReviewHeld,
  recommended,
  recorded,
  returned,
  reviewHeld,
  started,
  startedAtHome,
  visited,
  wholeState,
  wholeTimetable,
  type Fact,
} from '../support/journeys'

/** Why the deadline of a rule is on its date; the last one where there are several. */
const whyOf = (ruleId: string, record: readonly RecordedEvent[]) => {
  const deadline = wholeState(record).deadlines.findLast(({ rule }) => rule.id === ruleId)
  if (deadline === undefined) throw new Error(`The clock of ${ruleId} has not started`)
  return whyDeadline(deadline, wholeTimetable)
}
const why = (ruleId: string, ...facts: Fact[]) => whyOf(ruleId, recorded(...facts))

const authority = (ruleId: string) => {
  const rule = wholeTimetable.rules.find(({ id }) => id === ruleId)!
  return `Rule: ${rule.title}, of the policy highland, version 2.`
}

test('the 72 hours are so many hours of elapsed time from the moment', () => {
  expect(why('seventy-two-hour-meeting', started('2026-03-02T10:00:00Z'))).toEqual([
    'The clock was started by this: The child became looked after at 10:00 on Monday 2 March 2026.',
    '72 hours of elapsed time after 10:00 on Monday 2 March 2026 end at 10:00 on Thursday 5 March 2026.',
    authority('seventy-two-hour-meeting'),
    'On whose authority: Highland test of change. This is confirmed.',
  ])
})

test('without a time they count from the midnight of the day', () => {
  expect(why('seventy-two-hour-meeting', started('2026-03-02')).slice(0, 3)).toEqual([
    'The clock was started by this: The child became looked after on Monday 2 March 2026. The time was not recorded.',
    'Without a time, hours are counted from 00:00 of the day.',
    '72 hours of elapsed time after 00:00 on Monday 2 March 2026 end at 00:00 on Thursday 5 March 2026.',
  ])
})

test.each([
  [
    '2026-03-27T15:30:00Z',
    'The clocks went forward in between: 72 hours are still 72 hours, so they end an hour later by the clock.',
  ],
  [
    '2026-10-23T15:30:00+01:00',
    'The clocks went back in between: 72 hours are still 72 hours, so they end an hour earlier by the clock.',
  ],
])('a clock change in between is said, from %s', (from, sentence) => {
  expect(why('seventy-two-hour-meeting', started(from))).toContain(sentence)
})

test('a time with no clock change in it says nothing of clocks', () => {
  expect(why('seventy-two-hour-meeting', started('2026-03-02')).join(' ')).not.toContain('clocks')
})

test('weeks, months and days are counted on the calendar through the end of the day', () => {
  const start = started('2026-03-02')
  expect(why('six-week-review', start)).toContain(
    '6 weeks after Monday 2 March 2026 is Monday 13 April 2026, through the end of that day.',
  )
  expect(why('six-month-meeting', start)).toContain(
    '6 months after Monday 2 March 2026 is Wednesday 2 September 2026, through the end of that day.',
  )
  expect(why('agency-decision', start, recommended('2026-08-03'), panelHeld('2026-10-20'))).toContain(
    '14 days after Tuesday 20 October 2026 is Tuesday 3 November 2026, through the end of that day.',
  )
  expect(why('first-visit', start)).toContain(
    '1 week after Monday 2 March 2026 is Monday 9 March 2026, through the end of that day.',
  )
})

test('a month without such a day says that its last day counts', () => {
  expect(why('six-month-meeting', started('2026-08-31')).slice(1, 3)).toEqual([
    '6 months after Monday 31 August 2026 is Sunday 28 February 2027, through the end of that day.',
    'February has no day 31 in that year: its last day counts.',
  ])
  expect(why('six-month-meeting', started('2026-03-02')).join(' ')).not.toContain('has no day')
})

describe('working days', () => {
  test('name each day that is not counted, holidays by name, and the calendar with its version', () => {
    expect(why('emergency-review', started('2026-12-23', { emergency: true })).slice(1, 4)).toEqual([
      '3 working days after Wednesday 23 December 2026, which is not itself counted, is Wednesday 30 December 2026, through the end of that day.',
      'Not counted: Friday 25 December 2026 (Christmas Day); Saturday 26 December 2026; Sunday 27 December 2026; Monday 28 December 2026 (Boxing Day (substitute day)).',
      'Working days are those of the calendar scotland, version 1 (Bank holidays in Scotland, as gov.uk lists them).',
    ])
  })

  test('say nothing of days not counted where there are none', () => {
    const said = why('emergency-review', started('2026-03-02', { emergency: true })).join(' ')
    expect(said).not.toContain('Not counted')
  })

  test('name 15 June 2026, and St Andrew’s Day', () => {
    expect(why('emergency-review', started('2026-06-12', { emergency: true })).join(' ')).toMatch(
      /Monday 15 June 2026 \([^)]+\)/,
    )
    expect(why('emergency-review', started('2026-11-27', { emergency: true })).join(' ')).toContain(
      'Monday 30 November 2026 (St Andrew’s Day)',
    )
  })

  test('of hearings are those of their own calendar', () => {
    const said = why('cpo-hearing', started('2026-12-24', { legalBasis: 'cpo' })).join(' ')
    expect(said).toContain('2 working days after Thursday 24 December 2026')
    expect(said).toContain('Working days are those of the calendar hearings, version 1')
    expect(said).not.toContain('Monday 28 December 2026 (')
  })

  test('one is one working day', () => {
    const within = { workingDays: 1, calendar: 'scotland' }
    const from = occurrence('2026-03-02')
    expect(whyDate(from, reckon(from, within, wholeTimetable), wholeTimetable)[1]).toBe(
      '1 working day after Monday 2 March 2026, which is not itself counted, is Tuesday 3 March 2026, through the end of that day.',
    )
  })
})

describe('a deadline on a day that is not worked', () => {
  test('does not move, and the last working day before it is named', () => {
    expect(why('six-week-review', started('2026-11-13'))).toContain(
      'Friday 25 December 2026 (Christmas Day) is not a working day. The deadline does not move: the last working day before it is Thursday 24 December 2026.',
    )
    expect(why('six-month-meeting', started('2026-08-28'))).toContain(
      'Sunday 28 February 2027 is not a working day. The deadline does not move: the last working day before it is Friday 26 February 2027.',
    )
  })

  test('is not said of a working day', () => {
    expect(why('six-week-review', started('2026-03-02')).join(' ')).not.toContain('not a working day')
  })

  test('cannot be said in a year whose holidays are not known', () => {
    expect(why('six-week-review', started('2028-12-20')).join(' ')).toMatch(
      /Whether it is a working day cannot be said: Calendar scotland version 1 does not cover 2029.*\./,
    )
  })

  test('is said under no policy without a working calendar', () => {
    const { deadlines } = wholeState(recorded(started('2026-11-13')))
    const review = deadlines.find(({ rule }) => rule.id === 'six-week-review')!
    expect(whyDeadline(review, highland).join(' ')).not.toContain('not a working day')
  })
})

describe('an order', () => {
  test('that says its last day ends then', () => {
    expect(
      why('icso-expiry', started('2026-03-02'), legalBasis('2026-03-10', 'icso', '2026-03-20')),
    ).toContain('The order itself says its last day: Friday 20 March 2026.')
  })

  test('that is renewed ends with its 66 days, when those come first', () => {
    const renewed = [
      started('2026-03-02', { legalBasis: 'icso' }),
      legalBasis('2026-03-23', 'icso'),
      legalBasis('2026-04-13', 'icso'),
      legalBasis('2026-05-01', 'icso'),
    ]
    expect(why('icso-expiry', ...renewed)).toContain(
      'With all its renewals it lasts 66 days at most, counted from Monday 2 March 2026: that is Thursday 7 May 2026, which comes first.',
    )
    expect(why('icso-expiry', ...renewed.slice(0, 2)).join(' ')).not.toContain('renewals it lasts')
  })
})

describe('the peer review', () => {
  test('starts after two years at home', () => {
    expect(why('peer-review', startedAtHome('2023-03-01')).slice(1, 3)).toEqual([
      'The clock starts only after 24 months without a break, on Saturday 1 March 2025.',
      '12 weeks after Saturday 1 March 2025 is Saturday 24 May 2025, through the end of that day.',
    ])
  })

  test('and on no day before 1 September 2018', () => {
    expect(why('peer-review', startedAtHome('2015-05-04')).slice(1, 4)).toEqual([
      'The clock starts only after 24 months without a break, on Thursday 4 May 2017.',
      'It starts on no day before Saturday 1 September 2018, so it starts then.',
      '12 weeks after Saturday 1 September 2018 is Saturday 24 November 2018, through the end of that day.',
    ])
    expect(why('peer-review', startedAtHome('2016-09-01')).join(' ')).not.toContain('on no day before')
  })

  test('is met by the last of the three', () => {
    const facts = [
      peerReviewHeld('2025-04-01'),
      fedBack('2025-04-02', 'team-manager'),
      fedBack('2025-04-03', 'service-manager'),
    ]
    expect(why('peer-review', startedAtHome('2023-03-01'), ...facts)).toContain(
      'It was met in time by this: The peer review was fed back to the service manager on Thursday 3 April 2025.',
    )
  })
})

describe('what became of it', () => {
  const start = started('2026-03-02')

  test('is what met it, in time or late', () => {
    expect(why('six-week-review', start, reviewHeld('6-week', '2026-04-13'))).toContain(
      'It was met in time by this: The 6-week review was held on Monday 13 April 2026.',
    )
    expect(why('six-week-review', start, reviewHeld('6-week', '2026-04-14'))).toContain(
      'It was met late by this: The 6-week review was held on Tuesday 14 April 2026.',
    )
  })

  test('is what ended the need for it', () => {
    expect(why('six-week-review', start, returned('2026-04-01'))).toContain(
      'It is no longer needed since this: The child returned to the family on Wednesday 1 April 2026.',
    )
  })

  test('is nothing while it is open', () => {
    const said = why('six-week-review', start).join(' ')
    expect(said).not.toContain('It was met')
    expect(said).not.toContain('no longer needed')
  })
})

describe('a start that was corrected', () => {
  test('is said to be as corrected since', () => {
    const mended = corrected(recorded(started('2026-03-02')), 1, started('2026-03-09'))
    expect(whyOf('six-week-review', mended).slice(0, 2)).toEqual([
      'The clock was started by this: The child became looked after on Monday 9 March 2026 (as corrected since). The time was not recorded.',
      '6 weeks after Monday 9 March 2026 is Monday 20 April 2026, through the end of that day.',
    ])
  })
})

describe('the authority of a rule', () => {
  test('is by analogy where it is', () => {
    expect(
      why('agency-decision', started('2026-03-02'), recommended('2026-08-03'), panelHeld('2026-10-20')).at(
        -1,
      ),
    ).toBe(
      'On whose authority: Adoption Agencies (Scotland) Regulations 2009, regulation 13(1). This holds by analogy only. For adoption; for a permanence order by analogy in guidance.',
    )
  })

  test('is not confirmed where it is not', () => {
    const decision = [recommended('2026-08-03'), panelHeld('2026-10-20'), decided('2026-10-30')]
    expect(why('parents-notification', started('2026-03-02'), ...decision).at(-1)).toBe(
      'On whose authority: Adoption Agencies (Scotland) Regulations 2009. This is not confirmed. The seven days are not confirmed for the Regulations of 2009.',
    )
  })

  test('is that of the version in force when the clock started', () => {
    const emergency = (on: string) => why('emergency-review', started(on, { emergency: true })).at(-2)
    expect(emergency('2020-04-06')).toBe(
      'Rule: Review of an emergency placement, of the policy highland, version 2, in force for clocks that start until Monday 6 April 2020.',
    )
    expect(emergency('2020-04-07')).toBe(
      'Rule: Review of an emergency placement, of the policy highland, version 2, in force for clocks that start from Tuesday 7 April 2020 until Friday 30 September 2022.',
    )
    expect(emergency('2022-10-01')).toBe(
      'Rule: Review of an emergency placement, of the policy highland, version 2, in force for clocks that start from Saturday 1 October 2022.',
    )
  })

  test('is given for every rule whose clock can start', () => {
    const facts = [
      started('2026-03-02', { emergency: true, legalBasis: 'cpo' }),
      visited('2026-03-03'),
      meetingHeld('72-hour', '2026-03-04'),
      legalBasis('2026-03-04', 'icso'),
      legalBasis('2026-03-20', 'cso'),
      reviewHeld('6-week', '2026-04-10'),
      reviewHeld('later', '2026-07-10'),
      recommended('2026-08-03'),
      panelHeld('2026-10-20', 'deferred'),
      panelHeld('2026-11-20'),
      decided('2026-11-30'),
    ]
    const { deadlines } = wholeState(recorded(...facts))
    for (const deadline of deadlines) {
      const said = whyDeadline(deadline, wholeTimetable)
      expect(said[0]).toMatch(/^The clock was started by this: .+\.$/)
      expect(said.at(-2)).toContain(`Rule: ${deadline.rule.title}, of the policy highland, version 2`)
      expect(said.at(-1)).toContain(deadline.rule.basis.citation)
      expect(said.every((sentence) => /[.]$/.test(sentence))).toBe(true)
    }
    expect(new Set(deadlines.map(({ rule }) => rule.id)).size).toBe(18)
  })
})

describe('a rule without a date', () => {
  const none = (ruleId: string, policy: Policy = wholeTimetable) =>
    whyNoDate(newestRule(policy, ruleId), policy)

  test.each([
    ['seventy-two-hour-meeting', 'the day on which the child comes to live away from home'],
    ['emergency-review', 'an emergency placement'],
    ['first-visit', 'a placement'],
    ['later-visit', 'a visit to the child'],
    ['three-month-review', 'the 6-week review'],
    ['later-review', 'a review after the first two'],
    ['permanence-panel', 'the first recommendation of permanence away from home whose route needs a panel'],
    ['agency-decision', 'a panel that supported the plan, or did not'],
    ['parents-notification', 'an agency decision'],
    ['order-lodging', "the agency decision maker's first approval of a permanence order"],
    [
      're-decision',
      'a panel that deferred, a plan not approved, an order refused or an application withdrawn',
    ],
    ['cpo-hearing', 'a child protection order'],
    ['icso-expiry', 'an interim compulsory supervision order'],
    ['cso-expiry', 'a compulsory supervision order'],
    ['peer-review', 'the day from which the child is looked after at home'],
  ])('%s says what would start its clock: %s', (ruleId, starts) => {
    expect(none(ruleId)[0]).toBe(`The clock has not started: it starts with ${starts}.`)
    expect(none(ruleId)[1]).toContain(`Rule: ${newestRule(wholeTimetable, ruleId).title}`)
    expect(none(ruleId)).toHaveLength(3)
  })

  test('says which calendar does not reach so far', () => {
    const { journey } = wholeState(recorded(started('2028-12-28', { emergency: true })))
    const [unreckoned] = unreckonedOf(journey, wholeTimetable)
    expect(whyNoDate(unreckoned!.rule, wholeTimetable, unreckoned).slice(0, 2)).toEqual([
      'The clock was started by this: The child became looked after on Thursday 28 December 2028.',
      'No date can be given: Calendar scotland version 1 does not cover 2029 (it covers 2018 to 2028): release a version of it that lists the holidays of 2029.',
    ])
  })
})

describe('a date outside any journey', () => {
  const from = occurrence('2026-03-02T10:00:00Z')

  test('is explained by its arithmetic alone', () => {
    expect(whyDate(from, reckon(from, { weeks: 2 }, wholeTimetable), wholeTimetable)).toEqual([
      'The clock starts at 10:00 on Monday 2 March 2026.',
      '2 weeks after Monday 2 March 2026 is Monday 16 March 2026, through the end of that day.',
    ])
    expect(
      whyDate(occurrence('2026-03-02'), reckon(from, { days: 1 }, wholeTimetable), wholeTimetable),
    ).toEqual([
      'The clock starts on Monday 2 March 2026. The time was not recorded.',
      '1 day after Monday 2 March 2026 is Tuesday 3 March 2026, through the end of that day.',
    ])
  })

  test('of a rule names it and its authority', () => {
    const rule = newestRule(wholeTimetable, 'six-week-review')
    const said = whyDate(from, reckon(from, rule.within, wholeTimetable), wholeTimetable, rule)
    expect(said.slice(-2)).toEqual([
      authority('six-week-review'),
      'On whose authority: Looked After Children (Scotland) Regulations 2009, regulation 45(2). This is confirmed. A move within the period does not restart the clock: local reading.',
    ])
  })
})
