import fc from 'fast-check'
import { farOut } from '../../domain/far-out'
import { medianOf } from '../../domain/median'
import { runChartOf, type Series } from '../../domain/run-chart'
import { phasesOf } from '../../domain/run-chart-phases'

const signals = (values: Series, rule: 'shift' | 'trend' | 'runs', line = {}) =>
  runChartOf(values, line)
    .signals.filter((signal) => signal.rule === rule)
    .map(({ from, to }) => [from, to])

const _ = null
/** Above and below a line at 0, `.` on it and a space where nothing was measured. */
const around = (text: string): Series =>
  [...text].map((mark) => (mark === '+' ? 1 : mark === '-' ? -1 : mark === '.' ? 0 : null))
const AT_ZERO = { median: 0 }

describe('the median', () => {
  test.each([
    [[], null],
    [[_, _], null],
    [[7], 7],
    [[9, _, 1], 5],
    [[3, 1, 2], 2],
    [[0.1, 0.2], 0.15],
    [[1e308, 1.5e308], 1.25e308],
    [[0.1234567890123456, 0.1234567890123457], 0.12345678901234565],
  ])('of %j is %s', (values, expected) => {
    expect(runChartOf(values).median).toBe(expected)
  })

  test('lies between the values, as many on one side as on the other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          const median = medianOf(values) ?? NaN
          const below = values.filter((value) => value < median).length
          const above = values.filter((value) => value > median).length
          expect(below).toBeLessThanOrEqual(values.length / 2)
          expect(above).toBeLessThanOrEqual(values.length / 2)
        },
      ),
    )
  })

  test('frozen is that of the first places, what is missing among them counted', () => {
    expect(runChartOf([10, _, 20, 90, 90], { freezeAfter: 3 }).median).toBe(15)
    expect(runChartOf([_, _, 20], { freezeAfter: 2 }).median).toBeNull()
  })

  test('given is what was given', () => {
    expect(runChartOf([1, 2, 3], { median: 45 }).median).toBe(45)
  })
})

describe('a shift', () => {
  test.each([
    ['five in a row are none', '-+++++-', []],
    ['six in a row', '-++++++-', [[1, 6]]],
    ['also below', '+------+', [[1, 6]]],
    ['to the end of the chart', '-+++++++', [[1, 7]]],
    ['points on the median neither break nor add', '-+++.+++-', [[1, 7]]],
    ['five and one on the median are none', '-+++.++-', []],
    ['what is missing neither breaks nor adds, and is counted in places', '- +++ +++-', [[2, 8]]],
    ['from its first to its last useful point', '-..++++++..-', [[3, 8]]],
    [
      'two shifts, one after the other',
      '------++++++',
      [
        [0, 5],
        [6, 11],
      ],
    ],
  ] as const)('%s', (_name, text, expected) => {
    expect(signals(around(text), 'shift', AT_ZERO)).toEqual(expected)
  })

  test('goes by a frozen median throughout', () => {
    const fell = [49, 51, 50, 52, 48, 51, 40, 41, 39, 42, 38, 40]
    expect(signals(fell, 'shift', { freezeAfter: 6 })).toEqual([[6, 11]])
    expect(runChartOf(fell, { freezeAfter: 6 })).toMatchObject({ median: 50.5, useful: 12 })
  })
})

describe('a trend', () => {
  test.each<[string, Series, number[][]]>([
    ['four rising points are none', [1, 2, 3, 4, 3], []],
    ['five rising points', [9, 1, 2, 3, 4, 5, 0], [[1, 5]]],
    ['five falling points', [1, 9, 8, 7, 6, 5, 6], [[1, 5]]],
    ['equal neighbours do not add', [1, 2, 2, 3, 4], []],
    ['equal neighbours do not break', [1, 2, 2, 3, 4, 4, 5], [[0, 6]]],
    ['from the last of the leading equals', [1, 1, 1, 2, 3, 4, 5], [[2, 6]]],
    ['to the first of the trailing equals', [1, 2, 3, 4, 5, 5, 5], [[0, 4]]],
    ['what is missing is skipped, and counted in places', [_, 1, 2, _, 3, 4, _, 5, _], [[1, 7]]],
    ['missing between equals', [1, _, 1, 2, 3, 4, 5, _, 5], [[2, 6]]],
    [
      'neighbours share the point at which they turn',
      [1, 2, 3, 4, 5, 4, 3, 2, 1],
      [
        [0, 4],
        [4, 8],
      ],
    ],
    [
      'and each its own of equal turning points',
      [1, 2, 3, 4, 5, 5, 4, 3, 2, 1],
      [
        [0, 4],
        [5, 9],
      ],
    ],
    ['nothing at all', [], []],
    ['nothing but equals', [3, 3, 3, 3, 3, 3], []],
  ])('%s', (_name, values, expected) => {
    expect(signals(values, 'trend')).toEqual(expected)
  })
})

describe('runs', () => {
  const ofRuns = (lengths: readonly number[]) =>
    lengths.flatMap((length, index) => Array<number>(length).fill(index % 2 === 0 ? 1 : -1))

  test.each([
    ['ten useful points in three runs are as many as chance makes', [4, 5, 1], []],
    ['in two they are too few', [5, 5], [[_, _]]],
    ['in nine they are as many', [1, 1, 1, 1, 1, 1, 1, 1, 2], []],
    ['in ten they are too many', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [[_, _]]],
    ['nine useful points in two runs say nothing', [5, 4], []],
  ])('%s', (_name, lengths, expected) => {
    // a median of 0, however many there are on each side
    const values = ofRuns(lengths)
    const balance = values.reduce((sum, value) => sum + value, 0)
    const on = Array<number>(Math.abs(balance) + 1).fill(0)
    expect(runChartOf([...values, ...on])).toMatchObject({ median: 0, useful: values.length })
    expect(signals([...values, ...on], 'runs')).toEqual(expected)
  })

  test('are of no use with a line that is not of these very values', () => {
    const values = ofRuns([5, 5])
    expect(signals(values, 'runs')).toEqual([[_, _]])
    expect(signals(values, 'runs', { freezeAfter: 10 })).toEqual([])
    expect(signals(values, 'runs', { median: 0 })).toEqual([])
  })

  test('past forty useful points too few crossings tell, and too many do not', () => {
    // of 42 useful points chance crosses the median 15 times or more
    const crossing = (times: number) => {
      const lengths = [...Array<number>(times).fill(1), 42 - times]
      const values = ofRuns(lengths)
      const missing = values.reduce((sum, value) => sum + value, 0)
      return [...values, ...Array<number>(Math.abs(missing) + 1).fill(0)]
    }
    expect(runChartOf(crossing(14))).toMatchObject({ useful: 42, crossings: 14, runs: 15 })
    expect(signals(crossing(14), 'runs')).toEqual([[_, _]])
    expect(signals(crossing(15), 'runs')).toEqual([])
    expect(signals(crossing(41), 'runs')).toEqual([])
  })
})

describe('what is counted', () => {
  test('is what lies off the line', () => {
    expect(runChartOf(around('++.- -+.'), AT_ZERO)).toMatchObject({
      useful: 5,
      runs: 3,
      crossings: 2,
      longestRun: 2,
    })
    expect(runChartOf([], {})).toEqual({
      median: null,
      enough: false,
      useful: 0,
      runs: 0,
      longestRun: 0,
      crossings: 0,
      signals: [],
      anhoej: null,
    })
  })

  test('with fewer than ten points there are signals, and they claim nothing', () => {
    const nine = [1, 2, 3, 4, 5, _, 4, 4, 4, 4]
    expect(runChartOf(nine)).toMatchObject({ enough: false, signals: [{ rule: 'trend', from: 0, to: 4 }] })
    expect(runChartOf([...nine, 4])).toMatchObject({ enough: true })
  })
})

describe('the second opinion', () => {
  test.each([
    [10, 6, 2],
    [11, 6, 2],
    [12, 7, 3],
    [16, 7, 4],
    [20, 7, 6],
    [24, 8, 8],
    [40, 8, 14],
    [42, 8, 15],
    [100, 10, 41],
    [1200, 13, 571],
  ])(
    'on %i useful points: the longest run is %i at most, with %i crossings at least',
    (useful, run, crossings) => {
      // worked out with exact fractions
      const { anhoej } = runChartOf(
        Array.from({ length: useful }, (_, at) => (at % 2 === 0 ? 1 : -1)),
        AT_ZERO,
      )
      expect(anhoej).toEqual({ longestRunLimit: run, crossingsLimit: crossings, signal: false })
    },
  )

  test('is none on fewer than ten useful points', () => {
    expect(runChartOf(around('+-+-+-+-+...'), AT_ZERO).anhoej).toBeNull()
  })

  test.each([
    ['a run of six among ten is chance', '++++++-+-+', false],
    ['a run of seven is not', '+++++++-+-', true],
    ['two crossings among ten are chance', '+++++-----+'.slice(1), false],
    ['one is not', '+++++-----', true],
  ])('%s', (_name, text, signal) => {
    expect(runChartOf(around(text), AT_ZERO).anhoej?.signal).toBe(signal)
  })
})

describe('phases', () => {
  const before = [50, 52, 51, 49, 48, 50]
  const after = [30, 31, 29, 32, 28, 30, 24, 23, 22, 21, 20, 19, 18]

  test('each have their own line, and signals at their places in the whole', () => {
    const [first, second, ...others] = phasesOf([...before, ...after], [6])
    expect(others).toEqual([])
    expect(first).toMatchObject({ from: 0, to: 5, chart: { median: 50, signals: [] } })
    expect(second).toMatchObject({ from: 6, to: 18, chart: { median: 24 } })
    expect(second?.chart.signals).toContainEqual({ rule: 'trend', from: 11, to: 18 })
  })

  test('are one where nobody began another, and a frozen line is that of the first', () => {
    expect(phasesOf(before)).toEqual([{ from: 0, to: 5, chart: runChartOf(before) }])
    const [first, second] = phasesOf([...before, ...after], [6], 2)
    expect([first?.chart.median, second?.chart.median]).toEqual([51, 24])
  })
})

describe('a value far from all others', () => {
  test('is a question, and only where the others say what is usual', () => {
    const usual = [10, 12, 11, 13, 10, 12, 11, 13, 12]
    expect(farOut([...usual, 60])).toEqual([9])
    expect(farOut([_, -40, ...usual])).toEqual([1])
    expect(farOut([...usual, 17])).toEqual([])
    expect(farOut([11, 12, 11, 60])).toEqual([])
    expect(farOut([...Array<number>(12).fill(11), 60])).toEqual([])
  })
})

describe('it does not matter to the signals', () => {
  const values = fc.array(fc.option(fc.integer({ min: 0, max: 6 }), { freq: 5 }), { maxLength: 50 })
  const lines = fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined })
  const judged = (series: Series, line: number | undefined) =>
    runChartOf(series, line === undefined ? {} : { median: line })
  const said = ({
    signals: found,
    useful,
    runs,
    crossings,
    longestRun,
    enough,
    anhoej,
  }: ReturnType<typeof judged>) => ({
    signals: [...found].sort((a, b) => (a.from ?? -1) - (b.from ?? -1) || a.rule.localeCompare(b.rule)),
    useful,
    runs,
    crossings,
    longestRun,
    enough,
    anhoej,
  })
  const holds = (change: (value: number) => number) =>
    fc.assert(
      fc.property(values, lines, (series, line) => {
        const changed = series.map((value) => (value === null ? null : change(value)))
        const before = judged(series, line)
        const after = judged(changed, line === undefined ? undefined : change(line))
        expect(said(after)).toEqual(said(before))
        expect(after.median).toBe(before.median === null ? null : change(before.median) + 0)
      }),
      { numRuns: 300 },
    )

  test('how much is added to all values', () => holds((value) => value + 17))
  test('in which unit they are', () => holds((value) => value * 8))
  test('on which side they lie', () => holds((value) => 0 - value))

  test('from which end they are read', () => {
    fc.assert(
      fc.property(values, lines, (series, line) => {
        const last = series.length - 1
        const back = judged([...series].reverse(), line)
        const mapped = back.signals.map((signal) =>
          signal.rule === 'runs' ? signal : { ...signal, from: last - signal.to, to: last - signal.from },
        )
        expect(said({ ...back, signals: mapped })).toEqual(said(judged(series, line)))
      }),
      { numRuns: 300 },
    )
  })

  test('how often nothing was measured in between', () => {
    fc.assert(
      fc.property(values, lines, (series, line) => {
        const spread = series.flatMap((value) => [value, null])
        const wide = judged(spread, line)
        const mapped = wide.signals.map((signal) =>
          signal.rule === 'runs' ? signal : { ...signal, from: signal.from / 2, to: signal.to / 2 },
        )
        expect(said({ ...wide, signals: mapped })).toEqual(said(judged(series, line)))
      }),
      { numRuns: 200 },
    )
  })

  test('and what is found is there: of a shift every useful point lies on one side, of a trend none goes back', () => {
    fc.assert(
      fc.property(values, (series) => {
        const { signals: found, median } = runChartOf(series)
        for (const signal of found) {
          if (signal.rule === 'runs' || median === null) continue
          const within = series.slice(signal.from, signal.to + 1).filter((value) => value !== null)
          if (signal.rule === 'shift') {
            const useful = within.filter((value) => value !== median)
            expect(useful.length).toBeGreaterThanOrEqual(6)
            expect(new Set(useful.map((value) => value > median)).size).toBe(1)
          } else {
            expect(new Set(within).size).toBeGreaterThanOrEqual(5)
            const steps = within.slice(1).map((value, index) => Math.sign(value - (within[index] ?? 0)))
            expect(new Set(steps.filter((step) => step !== 0)).size).toBe(1)
            expect([steps[0], steps.at(-1)]).not.toContain(0)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
