import { scaleLinear } from 'd3-scale'
import type { VNode } from 'preact'

/** A bar: what it is called, how long it is, and how much of it is marked, e.g. as overdue. */
export interface Bar {
  readonly label: string
  readonly value: number
  /** At most the value. */
  readonly marked?: number
  /** The value as it is read, e.g. `12 weeks`. */
  readonly words: string
}

interface BarsProps {
  /** Names the picture on its page. */
  readonly id: string
  readonly title: string
  /** What is to be seen, for those who do not see it. */
  readonly description: string
  readonly bars: readonly Bar[]
}

/** On white, and beside each other, at least 3:1. */
const PLAIN = '#3f86cf'
const MARKED = '#5c1003'
const LINE = 22
const THICK = 18
const GAP = 14
/** Letters in a line of a label, so that it fits on a narrow screen. */
const LETTERS = 34

/**
 * Horizontal bars as SVG, one below the other, each with its label and value above it. Lengths are shares of the width, so that
 * letters stay as large as they are on any screen; it needs no style, and prints. A table beneath says the same in numbers.
 */
export function Bars({ id, title, description, bars }: BarsProps): VNode {
  const width = widthOf(bars)
  let y = 0
  const drawn = bars.map(({ label, value, marked = 0, words }) => {
    const lines = linesOf(`${label}: ${words}`)
    const top = y
    const barTop = top + lines.length * LINE
    y = barTop + THICK + GAP
    return (
      <g key={label}>
        {lines.map((line, index) => (
          <text key={line} x="0" y={top + LINE * index + 16} font-size="16" fill="#333333">
            {line}
          </text>
        ))}
        <rect x="0" y={barTop} width={`${width(value)}%`} height={THICK} fill={PLAIN} />
        <rect x="0" y={barTop} width={`${width(marked)}%`} height={THICK} fill={MARKED} />
        <line x1="0" y1={barTop} x2="0" y2={barTop + THICK} stroke="#333333" stroke-width="2" />
      </g>
    )
  })
  return (
    <svg
      class="pace-bars"
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
      width="100%"
      height={y}
      xmlns="http://www.w3.org/2000/svg"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description}</desc>
      {drawn}
    </svg>
  )
}

/** A bar in a cell of a table, beside the number that it draws. */
export function SmallBar({
  value,
  marked = 0,
  most,
}: {
  value: number
  marked?: number
  most: number
}): VNode {
  const width = widthOf([{ value: most }])
  return (
    <svg class="pace-bars" aria-hidden="true" width="100%" height="12" xmlns="http://www.w3.org/2000/svg">
      <rect x="0" y="0" width={`${width(value)}%`} height="12" fill={PLAIN} />
      <rect x="0" y="0" width={`${width(marked)}%`} height="12" fill={MARKED} />
    </svg>
  )
}

function widthOf(bars: readonly Pick<Bar, 'value'>[]): (value: number) => number {
  const scale = scaleLinear([0, Math.max(1, ...bars.map(({ value }) => value))], [0, 100])
  return (value) => Math.round(scale(value) * 100) / 100
}

// SVG breaks no lines.
function linesOf(text: string): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= LETTERS) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
