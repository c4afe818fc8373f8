import fc from 'fast-check'
import type { AimFact } from '../../domain/aim-facts'
import { aimsOf } from '../../domain/aims-of'
import { countedUnder, numbersOf, totalsOf, type Aim, type Counted } from '../../domain/aims'
import { parseAims } from '../../domain/aims-schema'
import { DocumentError } from '../../domain/document-faults'
import type { RecordedEvent } from '../../domain/events'
import { medianOf } from '../../domain/median'
import { factsOf } from '../../domain/report-facts'
import type { LocalDate } from '../../domain/time'
import highlandAims from '../../policies/aims/highland/1.json'
import kinlarrochAims from '../../policies/aims/kinlarroch/1.json'
import {
  andThen,
  at,
  closed,
  corrected,
  decided,
  fedBack,
  journey,
  lodged,
  panelHeld,
  peerReviewHeld,
  recommended,
  recorded,
  returned,
  returnRecommended,
  started,
  startedAtHome,
  transferred,
  typed,
  wholeTimetable,
  type Fact,
} from '../support/journeys'

const aims = parseAims(highlandAims, 'aims/highland/1.json', () => wholeTimetable).aims
const aim = (id: string): Aim => aims.find((one) => one.id === id)!
const day = (text: string) => text as LocalDate

describe('a child of the cohort of aim 2', () => {
  const came = started('2018-05-01')
  const limit = '2019-03-12'

  test.each<[string, string, string | undefined, readonly Fact[]]>([
    ['is open through the limit day', limit, 'open', [came]],
    ['is overdue on the day after it', '2019-03-13', 'overdue', [came]],
    ['is on time with a recommendation on the limit day', limit, 'onTime', [came, recommended(limit)]],
    [
      'is late with one the day after',
      '2019-03-13',
      'late',
      [came, recommended('2019-03-13', 'kinship-care-order')],
    ],
    [
      'is overdue until the day on which it is late',
      '2019-04-30',
      'overdue',
      [came, recommended('2019-05-01')],
    ],
    [
      'is on time with a return that is recommended',
      limit,
      'onTime',
      [came, returnRecommended('2018-06-01')],
    ],
    ['has returned within the limit', '2019-10-01', 'returned', [came, returned(limit)]],
    ['has left, closed for another reason by the limit', '2019-10-01', 'left', [came, closed(limit)]],
    ['is overdue, and leaving does not mend it', '2019-10-01', 'overdue', [came, closed('2019-03-13')]],
    ['is overdue, and returning does not mend it', '2019-10-01', 'overdue', [came, returned('2019-03-13')]],
    ['is not of it before coming', '2018-04-30', undefined, [came]],
    ['is not of it having come before the aim', '2019-10-01', undefined, [started('2018-03-31')]],
  ])('%s', (_what, asOf, expected, facts) => {
    expect(under('2', asOf, ...facts)[0]?.class).toBe(expected)
  })
})

describe('a child of the cohort of aim 1', () => {
  const home = startedAtHome('2016-03-10')
  const reviewed = [
    peerReviewHeld('2018-10-01'),
    fedBack('2018-10-05', 'team-manager'),
    fedBack('2018-11-24', 'service-manager'),
  ]

  test('counts from 1 September 2018 when the two years were over by then', () => {
    expect(under('1', '2018-08-31', home)).toEqual([])
    expect(under('1', '2018-09-01', home)).toMatchObject([
      { clockStartedOn: '2018-09-01', limitOn: '2018-11-24', class: 'open' },
    ])
    expect(under('1', '2019-01-01', home, ...reviewed)).toMatchObject([{ class: 'onTime', days: 84 }])
  })

  test('counts from the second anniversary when that is later, and where the child is by then', () => {
    const later = [startedAtHome('2017-02-28'), transferred('2018-06-01', { locality: 'ross' })]
    expect(under('1', '2019-03-01', ...later)).toMatchObject([
      { clockStartedOn: '2019-02-28', locality: 'ross', class: 'open' },
    ])
  })

  test('is nobody whose time at home has ended by then', () => {
    expect(under('1', '2019-03-01', home, closed('2018-08-31'))).toEqual([])
    expect(under('1', '2019-03-01', startedAtHome('2017-01-09'), closed('2019-01-09'))).toEqual([])
  })

  test('is done in no weeks where the review was fed back before it began to count', () => {
    const early = [
      peerReviewHeld('2018-01-01'),
      fedBack('2018-01-02', 'team-manager'),
      fedBack('2018-01-03', 'service-manager'),
    ]
    expect(under('1', '2018-09-01', home, ...early)).toMatchObject([{ class: 'onTime', days: 0 }])
  })
})

describe('of aims 3 and 4', () => {
  const to = [started('2018-05-01'), recommended('2018-10-01')]

  test('a child whose plan became a return home has left, in time, and is overdue when that came too late', () => {
    expect(under('3', '2019-06-01', ...to, returnRecommended('2018-12-24'))).toMatchObject([
      { class: 'left' },
    ])
    expect(under('3', '2019-06-01', ...to, returnRecommended('2018-12-25'))).toMatchObject([
      { class: 'overdue' },
    ])
  })

  test('a child who was at home when the plan was made, and came back to the family, has left', () => {
    const planned = [startedAtHome('2018-05-01'), recommended('2018-10-01')]
    const back = (on: string) => returned(on, { stillLookedAfter: true })
    expect(under('3', '2019-06-01', ...planned, back('2018-12-24'))).toMatchObject([{ class: 'left' }])
    expect(under('3', '2019-06-01', ...planned, back('2018-12-25'))).toMatchObject([{ class: 'overdue' }])
  })

  test('where returns are counted, what was done after one is none of the weeks', () => {
    const withReturns: Aim = { ...aim('3'), withReturns: true }
    const back = returned('2018-12-01', { stillLookedAfter: true })
    const facts = [startedAtHome('2018-05-01'), recommended('2018-10-01'), back, panelHeld('2019-02-01')]
    expect(under(withReturns, '2019-06-01', ...facts)).toMatchObject([{ class: 'returned', days: null }])
  })

  test('an approval that was not approved after all has left; lodged within 16 weeks it is on time', () => {
    const approved = [...to, panelHeld('2018-11-01'), decided('2018-11-10')]
    expect(under('4', '2019-06-01', ...approved, decided('2018-12-01', 'not-approved'))).toMatchObject([
      { class: 'left' },
    ])
    expect(under('4', '2019-06-01', ...approved, lodged('2019-03-02'))).toMatchObject([
      { class: 'onTime', days: 112 },
    ])
  })
})

test('numbers count what is late and what is not done against an aim, and give null where there is nothing to divide by', () => {
  const of = (one: Counted['class'], days: number | null = null): Counted => ({
    clockStartedOn: day('2018-05-01'),
    limitOn: day('2019-03-12'),
    locality: 'caithness',
    class: one,
    days,
  })
  expect(numbersOf(aim('2'), totalsOf([]))).toMatchObject({
    cohort: 0,
    attainmentPercent: null,
    withReturnsPercent: null,
    medianWeeks: null,
    smallNumbers: true,
  })
  const some = [
    of('onTime', 70),
    of('onTime', 77),
    of('late', 350),
    of('overdue'),
    of('left'),
    of('open'),
    of('returned'),
  ]
  expect(numbersOf(aim('2'), totalsOf(some))).toEqual({
    cohort: 7,
    onTime: 2,
    returned: 1,
    late: 1,
    left: 1,
    overdue: 1,
    open: 1,
    n: 3,
    attainmentPercent: 50,
    withReturnsPercent: 60,
    minWeeks: 10,
    medianWeeks: 11,
    meanWeeks: 23.7,
    maxWeeks: 50,
    smallNumbers: true,
  })
  const ten = Array.from({ length: 10 }, (_, index) => of('onTime', 7 * index))
  expect(numbersOf(aim('3'), totalsOf(ten))).toMatchObject({
    smallNumbers: false,
    medianWeeks: 4.5,
    withReturnsPercent: null,
  })
})

test('numbers are the same of each by itself and of those alike together', () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 30 })
  fc.assert(
    fc.property(lengths, (days) => {
      const alike = [...new Set(days)].map((one) => ({
        class: 'onTime' as const,
        days: one,
        count: days.filter((other) => other === one).length,
      }))
      const each = totalsOf(days.map((one) => ({ class: 'onTime', days: one })))
      expect(totalsOf(alike)).toEqual(each)
      expect(each).toMatchObject({
        onTime: days.length,
        medianDays: medianOf(days),
        minDays: days.length === 0 ? null : Math.min(...days),
        maxDays: days.length === 0 ? null : Math.max(...days),
      })
    }),
  )
})

describe('the numbers of an aim from what was recorded', () => {
  const record: readonly RecordedEvent[] = recorded(
    typed('2018-05-02T09:00:00Z', started('2018-05-01')),
    typed('2019-02-01T09:00:00Z', recommended('2019-01-15')),
  )
  const asked = { asOf: day('2019-10-01'), knownAt: at('2019-10-01T12:00:00Z') }
  const of = (
    recordedThen: readonly RecordedEvent[],
    changes: Partial<typeof asked> & { locality?: string } = {},
  ) =>
    aimsOf([aim('2')], [{ firstLocality: 'caithness', recorded: recordedThen }], { ...asked, ...changes })[0]

  test('are what was known on a day, of any day', () => {
    expect(of(record)).toMatchObject({ onTime: 1 })
    expect(of(record, { knownAt: at('2019-01-31T12:00:00Z') })).toMatchObject({ overdue: 1 })
    expect(of(record, { asOf: day('2019-01-14') })).toMatchObject({ open: 1 })
    expect(of(record, { locality: 'ross' })).toMatchObject({ cohort: 0 })
  })

  test('take in corrections from when they were made', () => {
    const withdrawn = corrected(record, 2, null, '2019-09-01T09:00:00Z')
    expect(of(withdrawn)).toMatchObject({ overdue: 1 })
    expect(of(withdrawn, { knownAt: at('2019-08-31T09:00:00Z') })).toMatchObject({ onTime: 1 })
  })

  test('leave out what was recorded in error, of any day, and practice', () => {
    const error = andThen(record, closed('2019-09-01', 'recorded-in-error'))
    expect(of(error, { asOf: day('2018-06-01') })).toMatchObject({ cohort: 0 })
    expect(
      aimsOf([aim('2')], [{ firstLocality: 'caithness', recorded: record, practice: true }], asked),
    ).toMatchObject([{ cohort: 0 }])
  })
})

describe('a document of aims', () => {
  test('is a council’s own: other aims, by other clocks and limits', () => {
    const policyOf = () => ({ ...wholeTimetable, localities: [{ id: 'upper-glen', name: 'The Upper Glen' }] })
    const own = parseAims(kinlarrochAims, 'aims/kinlarroch/1.json', policyOf).aims
    expect(own.map(({ id, within }) => [id, within])).toEqual([
      ['plan', { months: 9 }],
      ['decision', { days: 28 }],
    ])
    expect(under(own[0]!, '2025-10-31', started('2025-01-31'))).toMatchObject([
      { limitOn: '2025-10-31', class: 'open' },
    ])
  })

  test.each<[string, unknown, readonly string[]]>([
    ['no policy has', { ...highlandAims, id: 'nowhere' }, ['id']],
    [
      'gives an id twice',
      { ...highlandAims, aims: [highlandAims.aims[1], highlandAims.aims[1]] },
      ['aims.1.id'],
    ],
    [
      'names no locality of the policy',
      changed(1, { baselines: [{ label: 'Before', weeks: 3, locality: 'moray', source: 'Somebody' }] }),
      ['aims.1.baselines.0.locality'],
    ],
    ['reviews children who are away', changed(1, { outcome: 'peer-review-fed-back' }), ['aims.1.outcome']],
    ['gives no limit that there is', changed(2, { within: { hours: 3 } }), ['aims.2.within']],
    ['is of a later form', { ...highlandAims, form: 2 }, ['form']],
  ])('is refused when it %s', (_what, document, paths) => {
    const policyOf = (id: string) => (id === 'highland' ? wholeTimetable : undefined)
    try {
      parseAims(document, 'own', policyOf)
      throw new Error('It was not refused')
    } catch (error) {
      expect(error).toBeInstanceOf(DocumentError)
      expect((error as DocumentError).faults.map(({ path }) => path)).toEqual(paths)
    }
  })
})

function changed(index: number, changes: object): object {
  const all = highlandAims.aims.map((one, place) => (place === index ? { ...one, ...changes } : one))
  return { ...highlandAims, aims: all }
}

function under(which: string | Aim, asOf: string, ...facts: readonly Fact[]): Counted[] {
  const one = typeof which === 'string' ? aim(which) : which
  const all: readonly AimFact[] = factsOf(journey(...facts), {
    firstLocality: 'caithness',
    cohortOn: () => null,
  }).aims
  return all.flatMap((fact) => countedUnder(one, fact, day(asOf)) ?? [])
}
