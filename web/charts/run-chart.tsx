import { scaleLinear } from 'd3-scale'
import type { VNode } from 'preact'
import type { Drawn } from './drawn'
import { placed } from './lanes'
import { FAINT, FONT, INK, PAPER, QUIET, RULE } from './palette'
import { Points } from './points'
import { measuredIn, signalLabel, valueInWords } from './said'
import { numberInWords } from './numbers'
import { linesOf, widthOf } from './text'
import { ticksOf } from './ticks'

/** For a screen or a page, and for a telephone: each is as readable there as the text around it. */
export type Size = 'wide' | 'narrow'

interface Measures {
  readonly width: number
  readonly plot: number
  readonly font: number
  readonly right: number
}

const MEASURES: Readonly<Record<Size, Measures>> = {
  wide: { width: 900, plot: 300, font: 15, right: 130 },
  narrow: { width: 320, plot: 240, font: 14, right: 12 },
}
const LEFT = 46
/** Letters of bold type are wider. */
const BOLD = 1.08

export interface RunChartView {
  readonly chart: Drawn
  readonly title: string
  /** What is seen, for whoever does not see it. */
  readonly description: string
  readonly size: Size
  /** Names the parts of this picture where it stands on a page with others. */
  readonly id: string
  /** The title is drawn as well, where nothing around the picture says it. */
  readonly isAlone?: boolean
}

/**
 * A run chart as SVG: points and their line, the median with its baseline, what was changed on which day, and each signal,
 * all labelled where they are. Nothing in it is styled but by its own attributes, so that it can stand in a page or alone.
 */
export function RunChartPicture({
  chart,
  title,
  description,
  size,
  id,
  isAlone = false,
}: RunChartView): VNode {
  const { width, plot, font, right } = MEASURES[size]
  const heading = isAlone ? linesOf(title, font * 1.2, width - 12) : []
  const x = scaleLinear()
    .domain([-0.5, Math.max(0, chart.values.length - 1) + 0.5])
    .range([LEFT, width - right])
  const rows = markRows(chart, x, font)
  const head = heading.length * font * 1.6
  const top = head + font * 1.8 + (Math.max(-1, ...rows) + 1) * font * 1.7
  const y = axisOf(chart, top, plot)
  const frame = { chart, x, y, font, head, top, width, right, rows, bottom: top + plot }
  const below = belowOf(frame)
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class={`pace-chart pace-chart--${size}`}
      viewBox={`0 0 ${width} ${Math.ceil(below.height)}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
      font-family={FONT}
      font-size={font}
      fill={INK}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description}</desc>
      <rect width="100%" height="100%" fill={PAPER} />
      {heading.map((line, index) => (
        <text key={line} x={6} y={font * 1.6 * (index + 1)} font-size={font * 1.2} font-weight={700}>
          {line}
        </text>
      ))}
      <Units {...frame} />
      <ValueAxis {...frame} />
      <PlaceAxis {...frame} />
      <Marks {...frame} />
      <Medians {...frame} />
      <Points chart={chart} x={x} y={y} font={font} />
      {below.content}
    </svg>
  )
}

export type Scale = (value: number) => number

interface FrameView {
  readonly chart: Drawn
  readonly x: Scale
  readonly y: ReturnType<typeof axisOf>
  readonly font: number
  /** Where the picture begins below its title, and the plot from its top to its bottom. */
  readonly head: number
  readonly top: number
  readonly bottom: number
  /** In which row above the plot each mark stands. */
  readonly rows: readonly number[]
  readonly width: number
  readonly right: number
}

function axisOf({ values, phases, least }: Drawn, top: number, plot: number) {
  const drawn = [...values, ...phases.map(({ median }) => median)].filter((value) => value !== null)
  const [from, to] = [Math.min(least[0], ...drawn), Math.max(least[1], ...drawn)]
  const scale = scaleLinear().domain([from, from === to ? to + 1 : to])
  return scale.nice(5).range([top + plot, top])
}

// What the values are in; and, where there is no room beside the plot, what the lines in it are.
function Units({ chart, font, head, width, right }: FrameView): VNode {
  const medians = chart.phases.flatMap(({ median }) => (median === null ? [] : [median]))
  const values = medians.map((value, index) =>
    index === medians.length - 1 ? valueInWords(value, chart.unit) : numberInWords(value),
  )
  return (
    <g>
      {chart.unit && (
        <text x={6} y={head + font * 1.2} fill={QUIET}>
          {chart.unit}
        </text>
      )}
      {right < 100 && values.length > 0 && (
        <text x={width - right} y={head + font * 1.2} text-anchor="end" font-weight={700}>
          {`${nameOfLine(chart)} ${values.join(', then ')}${chart.frozen ? ', frozen' : ''}`}
        </text>
      )}
    </g>
  )
}

function nameOfLine({ given }: Drawn): string {
  return given === true ? 'Line' : 'Median'
}

function ValueAxis({ y, font, width, right }: FrameView): VNode {
  return (
    <g>
      {y.ticks(5).map((value) => (
        <g key={value}>
          <line x1={LEFT} x2={width - right} y1={y(value)} y2={y(value)} stroke={FAINT} />
          <text x={LEFT - 8} y={y(value) + font * 0.35} text-anchor="end" fill={QUIET}>
            {numberInWords(value)}
          </text>
        </g>
      ))}
    </g>
  )
}

function stepOf({ chart, x }: FrameView): number {
  return chart.values.length > 1 ? x(1) - x(0) : 60
}

function PlaceAxis(frame: FrameView): VNode {
  const { chart, x, font, bottom, width, right } = frame
  const { short, common } = ticksOf(chart.labels, stepOf(frame), (text) => widthOf(text, font))
  const counts = showsCounts(frame) ? (chart.counts ?? []) : []
  return (
    <g fill={QUIET}>
      <line x1={LEFT} x2={width - right} y1={bottom} y2={bottom} stroke={RULE} />
      {short.map(({ at, text }) => (
        <g key={at}>
          <line x1={x(at)} x2={x(at)} y1={bottom} y2={bottom + 5} stroke={RULE} />
          <text x={within(x(at), text, frame)} y={bottom + font * 1.4} text-anchor="middle">
            {text}
          </text>
        </g>
      ))}
      {common.map(({ at, text }) => (
        <text
          key={at}
          x={within(x(at), text, frame)}
          y={bottom + font * 2.6}
          text-anchor="middle"
          font-weight={700}
        >
          {text}
        </text>
      ))}
      {counts.length > 0 && (
        <text x={LEFT - 8} y={bottom + font * 3.8} text-anchor="end">
          n
        </text>
      )}
      {counts.map((count, at) => (
        <text key={at} x={x(at)} y={bottom + font * 3.8} text-anchor="middle" font-size={font * 0.85}>
          {count}
        </text>
      ))}
    </g>
  )
}

// The middle of a text that would reach beyond the picture is moved into it.
function within(middle: number, text: string, { font, width }: FrameView): number {
  const half = widthOf(text, font * BOLD) / 2
  return Math.max(half, Math.min(middle, width - half))
}

// On how many each point stands, where there is room to say it.
function showsCounts(frame: FrameView): boolean {
  const { chart, font } = frame
  const widest = Math.max(0, ...(chart.counts ?? []).map((count) => widthOf(String(count), font * 0.85)))
  return chart.counts !== undefined && stepOf(frame) >= widest + 4
}

function Medians(frame: FrameView): VNode {
  const { chart, x, y, font, width, right } = frame
  const isNarrow = right < 100
  return (
    <g>
      {chart.phases.map((phase, index) => {
        if (phase.median === null) return null
        const baseline = index === 0 ? chart.frozen : null
        const isLast = index === chart.phases.length - 1
        const at = y(phase.median)
        const [from, to] = [x(phase.from - 0.5), x(phase.to + 0.5)]
        const solid = baseline === null ? to : x(baseline.to + 0.5)
        const value = valueInWords(phase.median, chart.unit)
        const beside = [nameOfLine(chart), value, ...(baseline ? ['frozen'] : [])]
        const inPlot = isLast ? (baseline ? 'baseline' : '') : `Median ${value}${baseline ? ', frozen' : ''}`
        return (
          <g key={phase.from}>
            <line x1={from} x2={solid} y1={at} y2={at} stroke={INK} stroke-width={2} />
            {solid < to && (
              <line x1={solid} x2={to} y1={at} y2={at} stroke={INK} stroke-width={2} stroke-dasharray="8 5" />
            )}
            {baseline && <line x1={solid} x2={solid} y1={at - 8} y2={at + 8} stroke={INK} stroke-width={2} />}
            {isLast &&
              !isNarrow &&
              beside.map((text, line) => (
                <text key={text} x={width - right + 8} y={at + font * (0.35 + line * 1.2)} font-weight={700}>
                  {text}
                </text>
              ))}
            {inPlot && !isNarrow && <Label {...frame} text={inPlot} from={from + 4} line={at} />}
          </g>
        )
      })}
    </g>
  )
}

interface LabelView extends FrameView {
  readonly text: string
  readonly from: number
  /** How far down the line is that it is said of. */
  readonly line: number
}

// Below the line, and below the points that are there; a rim of paper keeps it apart from what goes through it.
function Label({ chart, x, y, font, bottom, text, from, line }: LabelView): VNode {
  const to = from + widthOf(text, font * BOLD)
  const there = chart.values.flatMap((value, at) =>
    value !== null && x(at) >= from - font && x(at) <= to + font ? [y(value)] : [],
  )
  const down = Math.min(Math.max(line, ...there) + font * 1.5, bottom - 4)
  return (
    <text
      x={from}
      y={down}
      font-weight={700}
      stroke={PAPER}
      stroke-width={5}
      stroke-linejoin="round"
      paint-order="stroke"
    >
      {text}
    </text>
  )
}

function markRows({ marks }: Drawn, x: Scale, font: number): number[] {
  const radius = font * 0.75
  return placed(marks.map(({ drawnAt }) => ({ from: x(drawnAt) - radius, to: x(drawnAt) + radius })))
}

function Marks({ chart, x, head, bottom, font, rows }: FrameView): VNode {
  return (
    <g>
      {chart.marks.map(({ letter, drawnAt }, index) => {
        const at = x(drawnAt)
        const high = head + font * 2.3 + (rows[index] ?? 0) * font * 1.7
        return (
          <g key={letter}>
            <line
              x1={at}
              x2={at}
              y1={high}
              y2={bottom}
              stroke={QUIET}
              stroke-width={1.5}
              stroke-dasharray="3 4"
            />
            <circle cx={at} cy={high} r={font * 0.75} fill={INK} />
            <text
              x={at}
              y={high + font * 0.32}
              text-anchor="middle"
              font-size={font * 0.85}
              font-weight={700}
              fill={PAPER}
            >
              {letter}
            </text>
          </g>
        )
      })}
    </g>
  )
}

// Signals, marks and notes in words, below the axis; and how far down that comes.
function belowOf(frame: FrameView): { readonly content: VNode; readonly height: number } {
  const { chart, x, font, width, bottom } = frame
  const line = font * 1.35
  let down = bottom + font * (showsCounts(frame) ? 4.8 : 3.4)
  const claimed = chart.phases.filter(({ enough }) => enough).flatMap(({ signals }) => signals)
  const spans = claimed.flatMap((signal) => {
    if (signal.from === null || signal.to === null) return []
    const text = signalLabel(signal, chart)
    const [from, to] = [x(signal.from), x(signal.to)]
    const start = Math.max(4, Math.min(from, width - widthOf(text, font * BOLD) - 4))
    return [
      {
        from: Math.min(from, start),
        to: Math.max(to, start + widthOf(text, font * BOLD)),
        text,
        start,
        first: from,
        last: to,
      },
    ]
  })
  const lanes = placed(spans)
  const brackets = spans.map(({ text, start, first, last }, index) => {
    const at = down + (lanes[index] ?? 0) * line * 1.5
    return (
      <g key={`${text}${first}`}>
        <path d={`M${first} ${at - 5}V${at}H${last}V${at - 5}`} fill="none" stroke={INK} stroke-width={2.5} />
        <text x={start} y={at + font * 1.1} font-weight={700}>
          {text}
        </text>
      </g>
    )
  })
  if (spans.length > 0) down += (Math.max(...lanes) + 1) * line * 1.5 + font * 0.4
  const notes = notesOf(chart).flatMap((note) => linesOf(note, font, width - 12))
  const written = notes.map((text, index) => (
    <text key={text} x={6} y={down + line * (index + 0.6)} font-weight={700}>
      {text}
    </text>
  ))
  down += line * notes.length
  const keys = chart.marks.map(({ letter, day, title }) => {
    const lines = linesOf(`${day}: ${title}`, font, width - 40)
    const at = down + line * 0.6
    down += line * lines.length
    return (
      <g key={letter}>
        <text x={6} y={at} font-weight={700}>
          {letter}
        </text>
        {lines.map((text, index) => (
          <text key={text} x={32} y={at + line * index}>
            {text}
          </text>
        ))}
      </g>
    )
  })
  return {
    content: (
      <g>
        {brackets}
        {written}
        {keys}
      </g>
    ),
    height: down + font * 0.5,
  }
}

function notesOf(chart: Drawn): string[] {
  if (chart.values.length === 0) return ['There is nothing to draw: no case in these days.']
  const far = chart.questions.length > 0 ? ['? Far from all others: what was different then?'] : []
  const notes = chart.phases.flatMap((phase, index) => {
    const which = chart.phases.length > 1 ? `Phase ${index + 1}: ` : ''
    if (!phase.enough)
      return [`${which}${measuredIn(chart, phase)} of the 10 points that it takes: nothing is claimed.`]
    return phase.signals
      .filter(({ rule }) => rule === 'runs')
      .map((signal) => which + signalLabel(signal, chart))
  })
  return [...notes, ...far]
}
