import { line, symbol, symbolCircle, symbolDiamond2 } from 'd3-shape'
import type { VNode } from 'preact'
import type { Drawn } from './drawn'
import { INK, LINE, PAPER } from './palette'

interface PointsView {
  readonly chart: Drawn
  readonly x: (place: number) => number
  readonly y: (value: number) => number
  readonly font: number
}

interface Placed {
  readonly at: number
  readonly value: number
}

/**
 * The points of a run chart and the line through them: dashed where something is missing in between, a diamond where a point is part of a signal,
 * hollow where it lies on the median and counts for nothing, and a question mark above one that is far from all others.
 */
export function Points({ chart, x, y, font }: PointsView): VNode {
  const { values, phases, questions } = chart
  const points = values.flatMap((value, at): Placed[] => (value === null ? [] : [{ at, value }]))
  const apart = values.length > 1 ? x(1) - x(0) : 100
  const size = Math.max(2, Math.min(6, apart / 2.4))
  const path = (these: readonly Placed[]) =>
    line<Placed>(
      ({ at }) => round(x(at)),
      ({ value }) => round(y(value)),
    )([...these]) ?? ''
  const stretches = unbroken(points)
  const gaps = stretches
    .slice(1)
    .map((stretch, index) => [stretches[index]?.at(-1), stretch[0]].filter((one) => one !== undefined))
  return (
    <g>
      {gaps.map((gap) => (
        <path
          key={gap[0]?.at}
          d={path(gap)}
          fill="none"
          stroke={LINE}
          stroke-width={1.5}
          stroke-dasharray="2 5"
        />
      ))}
      {stretches.map((stretch) => (
        <path
          key={stretch[0]?.at}
          d={path(stretch)}
          fill="none"
          stroke={LINE}
          stroke-width={2}
          stroke-linejoin="round"
        />
      ))}
      {points.map(({ at, value }) => {
        const phase = phases.find(({ from, to }) => from <= at && at <= to)
        const isSignal =
          phase?.enough === true &&
          phase.signals.some(({ from, to }) => from !== null && to !== null && from <= at && at <= to)
        const isOnLine = phase?.median === value
        const shape = isSignal && !isOnLine ? symbolDiamond2 : symbolCircle
        const area = (isSignal && !isOnLine ? 6 : Math.PI) * size * size
        return (
          <path
            key={at}
            transform={`translate(${round(x(at))} ${round(y(value))})`}
            d={symbol(shape, area)() ?? ''}
            fill={isOnLine ? PAPER : isSignal ? INK : LINE}
            stroke={isOnLine ? LINE : PAPER}
            stroke-width={isOnLine ? 2 : size > 3 ? 1.5 : 0.5}
          />
        )
      })}
      {questions.map((at) => {
        const value = values[at]
        if (value === null || value === undefined) return null
        return (
          <text
            key={at}
            x={x(at) + font * 0.6}
            y={y(value) + font * 0.3}
            font-weight={700}
            stroke={PAPER}
            stroke-width={4}
            paint-order="stroke"
          >
            ?
          </text>
        )
      })}
    </g>
  )
}

// Points with nothing missing between them.
function unbroken(points: readonly Placed[]): Placed[][] {
  const stretches: Placed[][] = []
  for (const point of points) {
    const last = stretches.at(-1)
    if (last?.at(-1)?.at === point.at - 1) last?.push(point)
    else stretches.push([point])
  }
  return stretches
}

function round(place: number): number {
  return Math.round(place * 100) / 100
}
