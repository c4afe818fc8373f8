import { DocumentError, type DocumentFault } from '../../domain/document-faults'
import { USUAL_AGENCIES } from '../../domain/agencies'
import { parsePolicy } from '../../domain/policy-schema'
import { parseCalendar } from '../../domain/calendar-schema'
import type { PolicyVersion } from '../../domain/policy'
import highland2 from '../../policies/highland/2.json'
import caithness1 from '../../policies/highland-caithness/1.json'
import kinlarroch1 from '../../policies/kinlarroch/1.json'
import { calendarOf } from '../../policies/released-calendars'
import { cohortAtStart, isTriedIn } from '../../domain/policy'
import type { LocalDate } from '../../domain/time'
import { wholeTimetable } from '../support/journeys'

type Document = Record<string, unknown>
const day = (text: string) => text as LocalDate
const baseOf = ({ id, version }: PolicyVersion) =>
  id === 'highland' && version === 2 ? wholeTimetable : undefined

/** What is wrong in a document after a change: each place with its message, in the order in which they are told. */
function faults(document: object, change: (document: Document) => void): [string, string][] {
  return faultsIn(document, change).map(({ path, message }) => [path, message])
}

function faultsIn(document: object, change: (document: Document) => void): readonly DocumentFault[] {
  const changed = structuredClone(document) as Document
  change(changed)
  try {
    parsePolicy(changed, 'draft.json', calendarOf, baseOf)
    return []
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    for (const { remedy } of error.faults) expect(remedy).toMatch(/^[A-Z]/)
    return error.faults
  }
}

const rulesOf = (document: Document) => document['rules'] as Document[]
const none = () => undefined

describe('a document without a fault', () => {
  test.each([highland2, caithness1, kinlarroch1])('has none', (document) => {
    expect(faults(document, none)).toEqual([])
  })

  test('has the usual agencies where it lists none, and none of its own words', () => {
    const policy = parsePolicy(highland2, 'highland', calendarOf)
    expect(policy.agencies).toEqual(USUAL_AGENCIES)
    expect(policy.words).toEqual({})
    expect(policy).not.toHaveProperty('testOfChange')
  })
})

describe('the agencies of a document', () => {
  test('are those that its rules concern and that are told', () => {
    const change = (one: Document) => {
      rulesOf(one)[0]!['concerns'] = ['social-work', 'legal']
      one['told'] = { 'panel-held': ['panel', 'social-work'] }
    }
    const one =
      'Add it to agencies, or give one of: social-work, health, education, reporter, hearings, police, housing'
    expect(faultsIn(kinlarroch1, change)).toEqual([
      { path: 'rules.0.concerns.1', message: "legal is not among the policy's agencies", remedy: one },
      { path: 'told.panel-held.0', message: "panel is not among the policy's agencies", remedy: one },
    ])
  })

  test('are the usual ones where it lists none', () => {
    expect(faults(highland2, (one) => (rulesOf(one)[0]!['concerns'] = ['police']))).toEqual([
      ['rules.0.concerns.0', "police is not among the policy's agencies"],
    ])
  })

  test('are each there once, in the list and wherever they are named', () => {
    const change = (one: Document) => {
      one['agencies'] = [...(one['agencies'] as object[]), { id: 'police', name: 'Police again' }]
      rulesOf(one)[1]!['concerns'] = ['health', 'health']
    }
    expect(faults(kinlarroch1, change)).toEqual([
      ['agencies.7.id', 'police is there twice'],
      ['rules.1.concerns.1', 'health is there twice'],
    ])
  })

  test('have social work among them, to whom lead workers belong', () => {
    const [first, ...others] = faults(kinlarroch1, (one) => {
      one['agencies'] = (one['agencies'] as { id: string }[]).filter(({ id }) => id !== 'social-work')
    })
    expect(first).toEqual([
      'agencies',
      'social-work is not among them, to whom the lead worker and the managers belong',
    ])
    expect(others.length).toBeGreaterThan(0)
  })

  test('have ids in kebab-case, and names', () => {
    const change = (one: Document) => {
      one['agencies'] = [
        ...(one['agencies'] as object[]),
        { id: 'Fire Brigade', name: 'Fire' },
        { id: 'fire', name: ' ' },
      ]
    }
    expect(faults(kinlarroch1, change)).toEqual([
      ['agencies.7.id', 'must be in kebab-case'],
      ['agencies.8.name', 'must not be empty'],
    ])
    expect(faults(highland2, (one) => (one['agencies'] = []))[0]).toEqual([
      'agencies',
      'must have at least one agency',
    ])
  })
})

describe('the words of a document', () => {
  test('are for names of the catalogue', () => {
    const change = (one: Document) => {
      one['words'] = {
        'child-plan-meeting': 'family meeting',
        'cup-of-tea': 'coffee',
        'stage.asleep': 'Asleep',
      }
    }
    const told = faultsIn(highland2, change)
    expect(told.map(({ path, message }) => [path, message])).toEqual([
      ['words.cup-of-tea', 'is no word of the catalogue'],
      ['words.stage.asleep', 'is no word of the catalogue'],
    ])
    expect(told[0]?.remedy).toContain('child-plan-meeting, statutory-review')
    expect(told[0]?.remedy).toContain('stage.awaiting-panel')
  })

  test('say something', () => {
    expect(faults(highland2, (one) => (one['words'] = { locality: '' }))).toEqual([
      ['words.locality', 'must not be empty'],
    ])
  })
})

describe('a variant', () => {
  test('is of a policy that there is, and that is not itself', () => {
    expect(faults(caithness1, (one) => (one['variantOf'] = { id: 'highland', version: 9 }))).toEqual([
      ['variantOf', 'there is no policy highland version 9'],
    ])
    expect(faults(caithness1, (one) => (one['id'] = 'highland'))).toEqual([
      ['variantOf.id', 'highland is the policy itself'],
    ])
  })

  test('is for a test of change, and a test of change is a variant', () => {
    expect(faults(caithness1, (one) => delete one['testOfChange'])).toEqual([
      ['testOfChange', 'is missing: a variant is for a test of change'],
    ])
    expect(faults(caithness1, (one) => delete one['variantOf'])).toEqual([
      ['variantOf', 'is missing: a test of change is a variant of a policy'],
    ])
  })

  test('has every locality of what it is a variant of, and tries the change in some of its own', () => {
    const change = (one: Document) => {
      one['localities'] = [{ id: 'caithness', name: 'Caithness' }]
      Object.assign(one['testOfChange'] as object, { localities: ['caithness', 'skye', 'caithness'] })
    }
    expect(faults(caithness1, change)).toEqual([
      [
        'localities',
        'sutherland, ross, inverness, nairn, badenoch-and-strathspey, lochaber, skye of highland version 2 is not among them, and a journey may be transferred there',
      ],
      ['testOfChange.localities.1', "skye is not among the policy's localities"],
      ['testOfChange.localities.2', 'caithness is there twice'],
    ])
  })

  test('ends no earlier than it begins, and may end on its first day', () => {
    const until = (date: string) => (one: Document) =>
      Object.assign(one['testOfChange'] as object, { until: date })
    expect(faults(caithness1, until('2018-03-31'))).toEqual([
      ['testOfChange.until', '2018-03-31 is before 2018-04-01, when it begins'],
    ])
    expect(faults(caithness1, until('2018-04-01'))).toEqual([])
    expect(faults(caithness1, until('next year'))).toEqual([
      ['testOfChange.until', 'must be a date, YYYY-MM-DD'],
    ])
  })

  test('gives its cohort to a journey that starts where and while the change is tried', () => {
    const policy = parsePolicy(caithness1, 'caithness', calendarOf, baseOf)
    const test = { ...policy.testOfChange!, until: day('2019-10-01') }
    expect(isTriedIn(test, 'caithness', day('2018-04-01'))).toBe(true)
    expect(isTriedIn(test, 'caithness', day('2019-10-01'))).toBe(true)
    expect(isTriedIn(test, 'caithness', day('2018-03-31'))).toBe(false)
    expect(isTriedIn(test, 'caithness', day('2019-10-02'))).toBe(false)
    expect(isTriedIn(test, 'skye', day('2018-04-01'))).toBe(false)
    expect(cohortAtStart(policy, 'caithness', day('2040-01-01'))).toBe('caithness-72-hours')
    expect(cohortAtStart(policy, 'skye', day('2026-01-01'))).toBeUndefined()
    expect(cohortAtStart(wholeTimetable, 'caithness', day('2026-01-01'))).toBeUndefined()
  })
})

describe('rules, escalation and calendars', () => {
  test('a rule that ends before it begins is refused', () => {
    const change = (one: Document) =>
      Object.assign(rulesOf(one)[0]!, { effectiveFrom: '2026-02-01', effectiveUntil: '2026-01-31' })
    expect(faults(highland2, change)).toEqual([
      ['rules.0.effectiveUntil', '2026-01-31 is before 2026-02-01, from when it is in force'],
    ])
    expect(
      faults(highland2, (one) =>
        Object.assign(rulesOf(one)[0]!, { effectiveFrom: '2026-02-01', effectiveUntil: '2026-02-01' }),
      ),
    ).toEqual([])
  })

  test('each step of escalation is later than the one before it, and to somebody else', () => {
    const steps =
      (...given: [number, string][]) =>
      (one: Document) => {
        one['escalation'] = given.map(([days, to]) => ({ after: { days }, to }))
      }
    expect(
      faults(highland2, steps([7, 'team-manager'], [7, 'service-manager'], [28, 'team-manager'])),
    ).toEqual([
      ['escalation.1.after.days', '7 days come no later than the step before it, after 7'],
      ['escalation.2.to', 'team-manager is there twice'],
    ])
    expect(faults(highland2, steps([7, 'team-manager'], [1, 'team-manager']))).toEqual([
      ['escalation.1.after.days', '1 days come no later than the step before it, after 7'],
      ['escalation.1.to', 'team-manager is there twice'],
    ])
  })

  test('a calendar that is counted by is pinned, and there', () => {
    const change = (one: Document) => {
      one['calendars'] = { hearings: 9 }
      one['workingCalendar'] = 'moon'
    }
    expect(faults(highland2, change)).toEqual([
      [
        'calendars.hearings',
        'There is no calendar hearings version 9: there is hearings version 1, kinlarroch version 1, scotland version 1',
      ],
      ...[1, 2, 3].map((index) => [
        `rules.${index}.within.calendar`,
        "scotland is not among the policy's calendars",
      ]),
      ['workingCalendar', "moon is not among the policy's calendars"],
    ])
  })
})

describe('all that is wrong is told at once', () => {
  test('what is misshapen, missing, unknown and not there, each in its place', () => {
    const change = (one: Document) => {
      const [first, second, third] = rulesOf(one)
      delete one['title']
      one['noticeHour'] = 9.5
      one['remindres'] = []
      first!['clock'] = 'full-moon'
      second!['concerns'] = ['the-press']
      Object.assign(third!, { title: '', within: { weeks: 3, days: 2 } })
      one['version'] = '2'
    }
    expect(faultsIn(highland2, change)).toEqual([
      { path: 'version', message: 'must be a number', remedy: expect.any(String) as string },
      { path: 'title', message: 'is missing', remedy: 'Add it' },
      {
        path: 'rules.0.clock',
        message: expect.stringMatching(/^must be one of: away-from-home-period, at-home-period/) as string,
        remedy: expect.stringMatching(/^Give one of: away-from-home-period/) as string,
      },
      { path: 'rules.2.title', message: 'must not be empty', remedy: 'Mend it' },
      {
        path: 'rules.2.within',
        message: 'must be one of hours, days, weeks, months, or workingDays with a calendar',
        remedy: 'Mend it',
      },
      { path: 'noticeHour', message: 'must be a whole number', remedy: expect.any(String) as string },
      {
        path: 'remindres',
        message: 'is not known here',
        remedy: 'Leave it out, or mend how it is spelt',
      },
      {
        path: 'rules.1.concerns.0',
        message: "the-press is not among the policy's agencies",
        remedy: expect.stringContaining('social-work, health') as string,
      },
    ])
  })

  test.each([
    ['nothing', null],
    ['a list', []],
    ['a text', 'highland'],
    ['a number', 7],
  ])('of %s, that it is no document', (_, document) => {
    expect(() => parsePolicy(document, 'draft.json')).toThrow(
      /^draft\.json is not a policy: document: must be an object/,
    )
  })

  test.each<[string, (one: Document) => void, [string, string]]>([
    ['rules that are no list', (one) => (one['rules'] = {}), ['rules', 'must be a list']],
    ['a rule that is nothing', (one) => (rulesOf(one)[0] = null as never), ['rules.0', 'must be an object']],
    ['told that is a list', (one) => (one['told'] = []), ['told', 'must be an object']],
    [
      'calendars that are a text',
      (one) => {
        one['calendars'] = 'scotland'
        for (const rule of rulesOf(one)) rule['within'] = { days: 1 }
        delete one['workingCalendar']
      },
      ['calendars', 'must be an object'],
    ],
    [
      'localities of no name',
      (one) => (one['localities'] = [{ id: 'here' }]),
      ['localities.0.name', 'is missing'],
    ],
    ['no localities', (one) => (one['localities'] = []), ['localities', 'must have at least one locality']],
    ['no rules', (one) => (one['rules'] = []), ['rules', 'must have at least one rule']],
    ['no version', (one) => (one['version'] = 0), ['version', 'must be more than 0']],
    ['an hour after midnight', (one) => (one['noticeHour'] = 24), ['noticeHour', 'must be 0 to 23']],
    ['an hour before it', (one) => (one['noticeHour'] = -1), ['noticeHour', 'must be 0 to 23']],
    [
      'a reminder of no time',
      (one) => (one['reminders'] = [{ days: 0 }]),
      ['reminders.0.days', 'must be more than 0'],
    ],
    [
      'a rule that concerns nobody',
      (one) => (rulesOf(one)[0]!['concerns'] = []),
      ['rules.0.concerns', 'must name at least one agency'],
    ],
    [
      'a test of change nowhere',
      (one) => {
        one['variantOf'] = { id: 'highland', version: 2 }
        one['id'] = 'other'
        one['testOfChange'] = { title: 'T', localities: [], cohort: 'c', from: '2026-01-01' }
      },
      ['testOfChange.localities', 'must name at least one locality'],
    ],
  ])('with %s', (_, change, expected) => {
    expect(faults(highland2, change)).toEqual([expected])
  })
})

describe('a calendar tells all that is wrong at once', () => {
  const table = {
    id: 'local',
    version: 1,
    title: 'Local',
    years: { from: 2026, until: 2027 },
    holidays: [
      { on: '2026-12-25', name: 'Christmas Day' },
      { on: '2027-12-27', name: 'Christmas Day (substitute day)' },
    ],
  }
  const wrong = (document: unknown): [string, string][] => {
    try {
      parseCalendar(document, 'local.json')
      return []
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error
      for (const { remedy } of error.faults) expect(remedy).toMatch(/^[A-Z]/)
      return error.faults.map(({ path, message }) => [path, message])
    }
  }

  test('what is misshapen, out of order and out of its years', () => {
    expect(
      wrong({
        ...table,
        title: ' ',
        holidays: [
          { on: '2027-01-01', name: 'New Year’s Day' },
          { on: '2026-12-25', name: 'Christmas Day' },
          { on: '2026-12-25', name: 'Again' },
          { on: 'Boxing Day', name: 'Boxing Day' },
          { on: '2028-01-03', name: 'Too late' },
        ],
      }),
    ).toEqual([
      ['title', 'must not be empty'],
      ['holidays.3.on', 'must be a date, YYYY-MM-DD'],
      ['holidays.1.on', '2026-12-25 must come before 2027-01-01'],
      ['holidays.2.on', '2026-12-25 is there twice'],
      ['holidays.4.on', '2028-01-03 is not in the years 2026 to 2027'],
    ])
  })

  test('yearly days that are no days, twice, or dated too', () => {
    expect(
      wrong({
        ...table,
        yearly: [
          { monthDay: '12-25', name: 'Christmas Day' },
          { monthDay: '12-25', name: 'Again' },
          { monthDay: '13-01', name: 'Never' },
        ],
      }),
    ).toEqual([
      ['yearly.2.monthDay', 'must be a month and a day, MM-DD'],
      ['yearly.1.monthDay', '12-25 is there twice'],
      ['holidays.0.on', '2026-12-25 is a yearly holiday already'],
    ])
  })

  test('years that are missing, the wrong way round, or without holidays', () => {
    const { years: _years, ...without } = table
    expect(wrong(without)).toEqual([['years', 'must say which years the dated holidays are complete for']])
    expect(wrong({ ...table, years: { from: 2027, until: 2026 } })).toEqual([
      ['years.until', 'must not be before 2027'],
    ])
    expect(wrong({ ...table, years: { from: 2025, until: 2028 } })).toEqual([
      ['years', '2025 has no holidays'],
      ['years', '2028 has no holidays'],
    ])
    expect(wrong({ ...table, years: { from: 1899, until: 2027 } })).toEqual([
      ['years.from', 'must be a year from 1900'],
    ])
    expect(wrong({ ...without, holidays: [] })).toEqual([])
  })

  test.each([null, [], 'scotland', 7])('of %p, that it is no document', (document) => {
    expect(wrong(document)).toEqual([['document', 'must be an object']])
  })
})
