import type { VNode } from 'preact'
import type { ForcefieldAnswer } from '../../contracts/improvement-schema'
import {
  forcesOf,
  STRONGEST,
  strengthOf,
  type Force,
  type ForceSide,
} from '../../domain/improvement/forcefield'
import { weeksWords } from '../improvement-words'
import { wrapped } from './wrapped-text'

type Drawn = Pick<ForcefieldAnswer, 'title' | 'forces'>

/** The weeks that are lost where a force is felt, by the id of the force; of those of which it is known. */
export type WeeksLost = Readonly<Record<string, number>>

const WIDTH = 760
const MIDDLE = WIDTH / 2
const GAP = 8
const UNIT = 66
const SIZE = 15
const LINE = 19
const SMALL = 13
const HEAD = 44
const TIP = 14

const COLOURS: Readonly<Record<ForceSide, string>> = { driving: '#0065bd', restraining: '#9c3b00' }
const HEADINGS: Readonly<Record<ForceSide, string>> = {
  driving: 'Driving forces',
  restraining: 'Restraining forces',
}

/** A force with its text in lines, and how much room it takes. */
interface Placed {
  readonly force: Force
  readonly lines: readonly string[]
  readonly weeks?: string
  readonly height: number
}

/**
 * Draws a forcefield to strength: from the left what drives, from the right what restrains, each arrow as long and as thick as it
 * is strong, the strongest first.
 *
 * @param name begins the ids in it, so that several can stand on one page
 */
export function drawForcefield(field: Drawn, weeks: WeeksLost = {}, name = 'forcefield'): VNode {
  const forces = asForces(field.forces)
  const rows = rowsOf(forces, weeks)
  const tops = rows.map((_row, index) => rows.slice(0, index).reduce((sum, { height }) => sum + height, HEAD))
  const height = rows.reduce((sum, row) => sum + row.height, HEAD) + 10
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="pace-drawing__svg"
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
      role="img"
      aria-labelledby={`${name}-title ${name}-desc`}
      font-family="Roboto, Arial, sans-serif"
    >
      <title id={`${name}-title`}>{`Forcefield: ${field.title}`}</title>
      <desc id={`${name}-desc`}>{describe(forces)}</desc>
      <rect x="0" y="0" width={WIDTH} height={height} fill="#ffffff" />
      <Heading side="driving" forces={forces} />
      <Heading side="restraining" forces={forces} />
      <line x1={MIDDLE} y1={HEAD - 12} x2={MIDDLE} y2={height} stroke="#1a1a1a" stroke-width="2" />
      {rows.map((row, index) => (
        <g key={index} transform={`translate(0 ${tops[index] ?? 0})`}>
          {row.driving && <Arrow placed={row.driving} />}
          {row.restraining && <Arrow placed={row.restraining} />}
        </g>
      ))}
    </svg>
  )
}

/** Forces as the domain has them, of an answer. */
function asForces(forces: Drawn['forces']): Force[] {
  return forces.map(({ stage, reason, ...force }) => ({
    ...force,
    ...(stage !== null && { stage }),
    ...(reason !== null && { reason }),
  }))
}

function rowsOf(forces: readonly Force[], weeks: WeeksLost) {
  const [driving, restraining] = [forcesOf('driving', forces), forcesOf('restraining', forces)]
  return Array.from({ length: Math.max(driving.length, restraining.length) }, (_, index) => {
    const row = { driving: placed(driving[index], weeks), restraining: placed(restraining[index], weeks) }
    return { ...row, height: Math.max(row.driving?.height ?? 0, row.restraining?.height ?? 0) }
  })
}

function placed(force: Force | undefined, weeks: WeeksLost): Placed | undefined {
  if (force === undefined) return undefined
  const lines = wrapped(force.title, UNIT * STRONGEST, SIZE)
  const lost = weeks[force.id]
  const beneath = lost === undefined ? 0 : SMALL + 5
  const height = lines.length * LINE + thicknessOf(force) + beneath + 26
  return { force, lines, height, ...(lost !== undefined && { weeks: weeksWords(lost) }) }
}

function Heading({ side, forces }: { side: ForceSide; forces: readonly Force[] }): VNode {
  return (
    <text {...besides(side)} y="18" font-size="17" font-weight="700" fill={COLOURS[side]}>
      {`${HEADINGS[side]}: ${strengthOf(side, forces)}`}
    </text>
  )
}

function Arrow({ placed: { force, lines, weeks } }: { placed: Placed }): VNode {
  const { side, strength } = force
  const thick = thicknessOf(force)
  const top = lines.length * LINE + 6
  const middle = top + thick / 2
  return (
    <g>
      {lines.map((line, index) => (
        <text key={index} {...besides(side)} y={LINE * (index + 1) - 5} font-size={SIZE} fill="#1a1a1a">
          {line}
        </text>
      ))}
      <path d={arrowPath(side, strength * UNIT, top, thick)} fill={COLOURS[side]} />
      <text
        x={side === 'driving' ? MIDDLE - GAP - TIP - 10 : MIDDLE + GAP + TIP + 10}
        y={middle + 5}
        text-anchor="middle"
        font-size={14}
        font-weight="700"
        fill="#ffffff"
      >
        {strength}
      </text>
      {weeks !== undefined && (
        <text {...besides(side)} y={top + thick + SMALL + 3} font-size={SMALL} fill="#1a1a1a">
          {weeks}
        </text>
      )}
    </g>
  )
}

// From its end to its tip at the line in the middle.
function arrowPath(side: ForceSide, length: number, top: number, thick: number): string {
  const way = side === 'driving' ? -1 : 1
  const x = (from: number) => MIDDLE + way * (GAP + from)
  const middle = top + thick / 2
  const wing = 5
  return [
    `M${x(0)} ${middle}`,
    `L${x(TIP)} ${top - wing}`,
    `V${top}`,
    `H${x(length)}`,
    `V${top + thick}`,
    `H${x(TIP)}`,
    `V${top + thick + wing}`,
    'Z',
  ].join(' ')
}

function thicknessOf({ strength }: Force): number {
  return 12 + 4 * strength
}

function besides(side: ForceSide) {
  return side === 'driving'
    ? ({ x: MIDDLE - GAP - 4, 'text-anchor': 'end' } as const)
    : ({ x: MIDDLE + GAP + 4, 'text-anchor': 'start' } as const)
}

function describe(forces: readonly Force[]): string {
  const side = (one: ForceSide) => {
    const named = forcesOf(one, forces).map(({ title, strength }) => `${title} (${strength})`)
    return `${HEADINGS[one]}: ${named.join('; ') || 'none'}.`
  }
  return `${side('driving')} ${side('restraining')} The same stands as a table beneath the drawing.`
}
