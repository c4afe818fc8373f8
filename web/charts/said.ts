import type { RunChartAnswer } from '../../contracts/run-chart-schema'
import type { Drawn } from './drawn'
import { numberInWords } from './numbers'
import { counted } from '../words'

/** What a chart calls its places: a period in words, or which of a series it is. */
export type PlaceName = (place: number) => string

type Phase = Drawn['phases'][number]
type Signal = RunChartAnswer['signals'][number]

/** A signal in a few words, as it stands in the picture. */
export function signalLabel(signal: Signal, chart: Drawn): string {
  if (signal.rule === 'runs') return runsWords(phaseOf(chart, signal))
  const values = within(chart, signal)
  const [first = 0, last = 0] = [values[0], values.at(-1)]
  if (signal.rule === 'trend') return `Trend: ${values.length} points ${last > first ? 'rising' : 'falling'}`
  const median = phaseOf(chart, signal)?.median ?? 0
  const useful = values.filter((value) => value !== median)
  return `Shift: ${useful.length} points ${first > median ? 'above' : 'below'}`
}

/** A signal in a sentence: what is seen, and where. */
export function signalSentence(signal: Signal, chart: Drawn, nameOf: PlaceName): string {
  if (signal.rule === 'runs' || signal.from === null || signal.to === null)
    return `${runsWords(phaseOf(chart, signal))}: more than chance alone would often make.`
  const where = `from ${nameOf(signal.from)} to ${nameOf(signal.to)}`
  const label = signalLabel(signal, chart)
  if (signal.rule === 'trend') return `${label} in a row, ${where}.`
  return `${label} the median in a row, ${where}.`
}

/** What a chart says, a sentence each, without claiming anything of too few points. */
export function whatItSays(chart: Drawn, nameOf: PlaceName): string[] {
  return chart.phases.flatMap((phase) => {
    const where = chart.phases.length > 1 ? ` from ${nameOf(phase.from)} to ${nameOf(phase.to)}` : ''
    return [medianSentence(chart, phase, where), ...judgement(chart, phase, nameOf)]
  })
}

/** What the second opinion says of a phase. */
export function secondOpinion({ anhoej, longestRun, crossings, useful, enough }: RunChartAnswer): string {
  if (anhoej === null || !enough)
    return `Only ${counted(useful, 'point lies', 'points lie')} off the median: it takes ten for a second opinion.`
  const said = anhoej.signal ? 'It sees more than chance' : 'It sees nothing but chance'
  return (
    `${said}: the longest run has ${counted(longestRun, 'point', 'points')}, where chance explains up to ${anhoej.longestRunLimit}, ` +
    `and the line crosses the median ${counted(crossings, 'time', 'times')}, where chance explains ${anhoej.crossingsLimit} or more.`
  )
}

/** What people should ask of values that are far from all others; nothing where there is none. */
export function farQuestion({ questions }: Drawn, nameOf: PlaceName): string | undefined {
  if (questions.length === 0) return undefined
  const named = questions.map(nameOf).join(', ')
  return `Far from all others: ${named}. What was different then? That is a question and not a finding: those who know the work can tell.`
}

/** How many values a phase has. */
export function measuredIn(
  chart: Drawn,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  return chart.values.slice(from, to + 1).filter((value) => value !== null).length
}

/** A value with what it is in. */
export function valueInWords(value: number, unit: string | undefined): string {
  if (unit === 'per cent') return `${numberInWords(value)}%`
  return unit === undefined ? numberInWords(value) : `${numberInWords(value)} ${unit}`
}

function medianSentence(chart: Drawn, phase: Phase, where: string): string {
  if (phase.median === null) return `There is no value${where}.`
  const value = valueInWords(phase.median, chart.unit)
  if (chart.given) return `The line is at ${value}, as it was given.`
  const isFrozen = chart.frozen !== null && phase.from === 0
  const frozen = isFrozen ? ', frozen on the baseline' : ''
  return `The median${where} is ${value}${frozen}.`
}

function judgement(chart: Drawn, phase: Phase, nameOf: PlaceName): string[] {
  if (!phase.enough) {
    const measured = measuredIn(chart, phase)
    return [`${counted(measured, 'point is', 'points are')} too few: it takes ten, and nothing is claimed.`]
  }
  if (phase.signals.length === 0) return ['No signal: it goes up and down as chance alone would make it.']
  return phase.signals.map((signal) => signalSentence(signal, chart, nameOf))
}

function runsWords(phase: Phase | undefined): string {
  const { runs = 0, useful = 0 } = phase ?? {}
  const few = runs - 1 < (useful - 1) / 2
  return `${few ? 'Few' : 'Many'} runs: ${runs} among ${useful} points`
}

function phaseOf(chart: Drawn, signal: Signal): Phase | undefined {
  return chart.phases.find((phase) => phase.signals.includes(signal))
}

function within({ values }: Drawn, { from, to }: Signal): number[] {
  return values.slice(from ?? 0, (to ?? 0) + 1).filter((value) => value !== null)
}
