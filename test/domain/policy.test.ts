import { parsePolicy } from '../../domain/policy-schema'
import highland1 from '../../policies/highland/1.json'
import highland2 from '../../policies/highland/2.json'
import { calendarOf } from '../../policies/released-calendars'
import { currentPolicy, hashOf, policyIds, policyOf } from '../../policies/released'
import { calendarIn, newestRule, ruleIdsOf, ruleInForce } from '../../domain/policy'
import type { LocalDate } from '../../domain/time'
import { highland, wholeTimetable } from '../support/journeys'

type Document = Record<string, unknown> & { rules: Record<string, unknown>[] }
const document = (): Document => structuredClone(highland1)

function faultOf(change: (document: Document) => void): string {
  const changed = document()
  change(changed)
  try {
    parsePolicy(changed, 'draft.json')
  } catch (error) {
    return (error as Error).message
  }
  return 'no fault'
}

describe('a policy document', () => {
  test('of Highland is one', () => {
    expect(parsePolicy(document(), 'draft.json')).toEqual(highland)
  })

  test.each<[string, RegExp, (document: Document) => void]>([
    ['a span of no unit', /rules\.3\.within: /, ({ rules }) => (rules[3]!['within'] = { fortnights: 3 })],
    [
      'a span of two units',
      /rules\.3\.within: /,
      ({ rules }) => (rules[3]!['within'] = { weeks: 3, days: 2 }),
    ],
    ['a span of no time', /rules\.0\.within/, ({ rules }) => (rules[0]!['within'] = { hours: 0 })],
    ['a span of half a day', /rules\.0\.within/, ({ rules }) => (rules[0]!['within'] = { days: 0.5 })],
    ['an unknown clock', /rules\.1\.clock: /, ({ rules }) => (rules[1]!['clock'] = 'full-moon')],
    ['an unknown outcome', /rules\.1\.metBy: /, ({ rules }) => (rules[1]!['metBy'] = 'a-cup-of-tea')],
    ['a rule without its authority', /rules\.2\.basis: /, ({ rules }) => delete rules[2]!['basis']],
    ['a rule without an id', /rules\.2\.id: /, ({ rules }) => delete rules[2]!['id']],
    [
      'an id that is not kebab-case',
      /rules\.2\.id: must be in kebab-case/,
      ({ rules }) => (rules[2]!['id'] = 'Six Weeks'),
    ],
    [
      'two rules of one id',
      /rules\.1\.id: seventy-two-hour-meeting is there twice/,
      ({ rules }) => (rules[1]!['id'] = rules[0]!['id']),
    ],
    ['an unknown agency', /rules\.0\.concerns\.0: /, ({ rules }) => (rules[0]!['concerns'] = ['the-press'])],
    ['a rule that concerns nobody', /rules\.0\.concerns: /, ({ rules }) => (rules[0]!['concerns'] = [])],
    [
      '30 February',
      /rules\.0\.effectiveFrom: must be a date/,
      ({ rules }) => (rules[0]!['effectiveFrom'] = '2026-02-30'),
    ],
    [
      'a misspelt name',
      /rules\.0\.efectiveFrom: is not known here/,
      ({ rules }) => (rules[0]!['efectiveFrom'] = '2026-02-03'),
    ],
    ['an hour that no clock has', /noticeHour: /, (one) => (one['noticeHour'] = 24)],
    ['a reminder after the deadline', /reminders\.0/, (one) => (one['reminders'] = [{ days: -1 }])],
    [
      'an unknown senior',
      /escalation\.0\.to: /,
      (one) => (one['escalation'] = [{ after: { days: 1 }, to: 'the-minister' }]),
    ],
    [
      'an unknown event',
      /told: .*child-born|told\.child-born/,
      (one) => (one['told'] = { 'child-born': ['health'] }),
    ],
    ['no rules', /rules: /, (one) => (one.rules = [])],
    [
      'two localities of one id',
      /localities\.1\.id: caithness is there twice/,
      (one) =>
        (one['localities'] = [
          { id: 'caithness', name: 'Caithness' },
          { id: 'caithness', name: 'Caithness' },
        ]),
    ],
  ])('with %s is refused, and the error points into it', (_, expected, change) => {
    const fault = faultOf(change)
    expect(fault).toContain('draft.json is not a policy: ')
    expect(fault).toMatch(expected)
  })

  test('with several faults names them all', () => {
    const fault = faultOf((one) => {
      one['noticeHour'] = 24
      one.rules[0]!['clock'] = 'full-moon'
    })
    expect(fault).toMatch(/rules\.0\.clock: .*; noticeHour: /)
  })

  test('that is no document at all is refused', () => {
    expect(() => parsePolicy(null, 'draft.json')).toThrow(/draft\.json is not a policy: document: /)
  })
})

describe('Highland’s policy', () => {
  test('tells social work of whatever it tells anybody, and others of each step to permanence', () => {
    for (const told of Object.values(highland2.told)) expect(told).toContain('social-work')
    expect(highland2.told).toMatchObject({
      'permanence-recommended': ['social-work', 'panel', 'legal'],
      'agency-decision-made': ['social-work', 'legal', 'reporter'],
      'order-lodged': ['social-work', 'reporter', 'hearings'],
    })
  })

  test('names the localities of Highland', () => {
    expect(highland.localities.map(({ id }) => id)).toEqual([
      'caithness',
      'sutherland',
      'ross',
      'inverness',
      'nairn',
      'badenoch-and-strathspey',
      'lochaber',
      'skye',
    ])
  })

  test('gives each rule the span, authority and confidence of the timetable', () => {
    expect(highland.rules.map(({ id, within, basis }) => [id, within, basis.kind, basis.confidence])).toEqual(
      [
        ['seventy-two-hour-meeting', { hours: 72 }, 'test-of-change', 'confirmed'],
        ['six-week-review', { weeks: 6 }, 'law', 'confirmed'],
        ['three-month-meeting', { months: 3 }, 'test-of-change', 'confirmed'],
        ['six-month-meeting', { months: 6 }, 'test-of-change', 'confirmed'],
        ['permanence-recommendation', { weeks: 45 }, 'local-aim', 'confirmed'],
        ['permanence-panel', { weeks: 12 }, 'local-aim', 'confirmed'],
        ['agency-decision', { days: 14 }, 'law', 'by-analogy'],
        ['order-lodging', { weeks: 16 }, 'local-aim', 'confirmed'],
      ],
    )
  })
})

describe('a rule that changed in law', () => {
  const at = (day: string) => ruleInForce(wholeTimetable, 'emergency-review', day as LocalDate)

  test('is named once, in the policy’s order', () => {
    const ids = ruleIdsOf(wholeTimetable)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.slice(0, 3)).toEqual(['seventy-two-hour-meeting', 'emergency-review', 'first-visit'])
    expect(ids).toHaveLength(19)
  })

  test('is the version in force on a day', () => {
    expect(at('2020-04-06')?.within).toEqual({ workingDays: 3, calendar: 'scotland' })
    expect(at('2020-04-07')?.within).toEqual({ workingDays: 5, calendar: 'scotland' })
    expect(at('2022-09-30')?.within).toEqual({ workingDays: 5, calendar: 'scotland' })
    expect(at('2022-10-01')?.effectiveFrom).toBe('2022-10-01')
    expect(ruleInForce(wholeTimetable, 'tea-break', '2026-01-01' as LocalDate)).toBeUndefined()
  })

  test('is its newest version where no clock has started, in whatever order they stand', () => {
    const backwards = { ...wholeTimetable, rules: [...wholeTimetable.rules].reverse() }
    for (const policy of [wholeTimetable, backwards])
      expect(newestRule(policy, 'emergency-review').effectiveFrom).toBe('2022-10-01')
    expect(() => newestRule(wholeTimetable, 'tea-break')).toThrow('The policy has no rule tea-break')
  })

  test('has versions that follow one another, and never two for the same day', () => {
    const versions = (first: object, second: object) =>
      faultOf((one) => {
        const { rules } = one
        const [rule] = rules
        one.rules = [
          { ...rule, ...first },
          { ...rule, ...second },
        ]
      })
    const twice = /rules\.1\.id: seventy-two-hour-meeting is there twice for the same days/
    expect(versions({ effectiveUntil: '2020-04-06' }, { effectiveFrom: '2020-04-07' })).toBe('no fault')
    expect(versions({ effectiveFrom: '2020-04-07' }, { effectiveUntil: '2020-04-06' })).toBe('no fault')
    expect(versions({ effectiveUntil: '2020-04-07' }, { effectiveFrom: '2020-04-07' })).toMatch(twice)
    expect(versions({}, { effectiveFrom: '2020-04-07' })).toMatch(twice)
    expect(versions({ effectiveUntil: '2020-04-06' }, {})).toMatch(twice)
    expect(versions({ effectiveFrom: '2020-04-07' }, { effectiveFrom: '2022-10-01' })).toMatch(twice)
  })
})

describe('the calendars of a policy', () => {
  const withCalendars = (change: (one: Document) => void) => {
    const one = structuredClone(highland2) as unknown as Document
    change(one)
    try {
      return parsePolicy(one, 'draft.json', calendarOf)
    } catch (error) {
      return (error as Error).message
    }
  }

  test('are the versions that it pins', () => {
    expect(Object.values(wholeTimetable.calendars).map(({ id, version }) => [id, version])).toEqual([
      ['scotland', 1],
      ['hearings', 1],
    ])
    expect(calendarIn(wholeTimetable, 'hearings').id).toBe('hearings')
    expect(() => calendarIn(highland, 'hearings')).toThrow('The policy has no calendar hearings')
  })

  test('have each been released', () => {
    expect(withCalendars((one) => (one['calendars'] = { scotland: 1, hearings: 9 }))).toMatch(
      /^draft\.json is not a policy: calendars\.hearings: There is no calendar hearings version 9/,
    )
    expect(() => parsePolicy(highland2, 'draft.json')).toThrow(
      'draft.json is not a policy: calendars.scotland: there is no calendar scotland version 1',
    )
  })

  test('are all that its rules count by, and that dates are suggested by', () => {
    expect(withCalendars((one) => (one['calendars'] = { hearings: 1 }))).toMatch(
      /rules\.1\.within\.calendar: scotland is not among the policy's calendars .*workingCalendar: scotland is not among the policy's calendars/,
    )
    expect(withCalendars((one) => delete one['workingCalendar'])).toMatchObject({ id: 'highland' })
  })
})

describe('a released policy', () => {
  test('has the same hash however its names are ordered, and another when a word changes', () => {
    const backwards = Object.fromEntries(Object.entries(highland1).reverse())
    expect(hashOf(backwards)).toBe(hashOf(highland1))
    expect(hashOf({ ...highland1, noticeHour: 10 })).not.toBe(hashOf(highland1))
    expect(hashOf({ ...highland1, rules: [...highland1.rules].reverse() })).not.toBe(hashOf(highland1))
  })

  test('is what new journeys of the authority are started under, its newest version', () => {
    const { policy, reference } = currentPolicy('highland')
    expect(reference).toEqual({
      id: 'highland',
      version: policy.version,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(policyIds()).toContain('highland')
  })

  test('of another name is an error that says which there are', () => {
    expect(() => currentPolicy('atlantis')).toThrow(/no policy atlantis: PACE_POLICY can be .*highland/)
  })

  test('that was changed since, or is missing, is an error', () => {
    const { reference } = currentPolicy('highland')
    expect(() => policyOf({ ...reference, hash: '0'.repeat(64) })).toThrow(/was changed after its release/)
    expect(() => policyOf({ ...reference, version: 999 })).toThrow(/version 999 is not among/)
  })
})
