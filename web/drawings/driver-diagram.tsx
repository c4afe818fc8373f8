import type { VNode } from 'preact'
import type { DriverDiagramAnswer } from '../../contracts/improvement-schema'
import type { NodeKind } from '../../domain/improvement/driver-diagram'
import { measureWords } from '../improvement-words'
import { counted } from '../words'
import { layTreeOut, type Box, type TreeLayout } from './tree-layout'
import { wrapped } from './wrapped-text'

type Drawn = Pick<DriverDiagramAnswer, 'title' | 'statement' | 'measures' | 'nodes'>

/** What a box looks like: dark edges on white, so that neighbours are told apart in print as well. */
interface Look {
  readonly fill: string
  readonly stroke: string
  readonly text: string
  readonly dash?: string
}

const LOOKS: Readonly<Record<NodeKind | 'aim', Look>> = {
  aim: { fill: '#0065bd', stroke: '#002d54', text: '#ffffff' },
  'primary-driver': { fill: '#d9effc', stroke: '#0065bd', text: '#1a1a1a' },
  'secondary-driver': { fill: '#ffffff', stroke: '#0065bd', text: '#1a1a1a' },
  'change-idea': { fill: '#fff8dc', stroke: '#7a4d00', text: '#1a1a1a', dash: '6 3' },
}

const COLUMNS: Readonly<Record<NodeKind | 'aim', string>> = {
  aim: 'Aim',
  'primary-driver': 'Primary drivers',
  'secondary-driver': 'Secondary drivers',
  'change-idea': 'Change ideas',
}

const WIDTH = 208
const SIZE = 15
const LINE = 19
const SMALL = 13
const SMALL_LINE = 16
const PADDING = 10
const HEAD = 34
const MARGIN = 6

/** A box with its text in lines. */
interface Written extends Box {
  readonly kind: NodeKind | 'aim'
  readonly lines: readonly string[]
  readonly measures: readonly string[]
}

/**
 * Draws a driver diagram: the aim at the left, what it hangs on to its right. Text that people wrote is text in it and nothing
 * else.
 *
 * @param name begins the ids in it, so that several can stand on one page
 */
export async function drawDriverDiagram(diagram: Drawn, name = 'driver-diagram'): Promise<VNode> {
  const boxes = boxesOf(diagram)
  return <Drawing diagram={diagram} boxes={boxes} layout={await layTreeOut(boxes)} name={name} />
}

function boxesOf({ statement, measures, nodes }: Drawn): Written[] {
  const places = new Map(nodes.map(({ id }, index) => [id, index + 1]))
  return [
    boxOf('aim', statement, measures),
    ...nodes.map(({ kind, title, measures: own, under }) => ({
      ...boxOf(kind, title, own),
      parent: under === null ? 0 : (places.get(under) ?? 0),
    })),
  ]
}

function boxOf(kind: Written['kind'], text: string, measures: readonly string[]): Written {
  const room = WIDTH - 2 * PADDING
  // letters of bold text are wider
  const isBold = kind === 'aim' || kind === 'primary-driver'
  const lines = wrapped(text, room, isBold ? SIZE * 1.15 : SIZE)
  const small = measures.flatMap((measure) => wrapped(`▸ ${measureWords(measure)}`, room, SMALL))
  const beneath = small.length === 0 ? 0 : 4 + small.length * SMALL_LINE
  return {
    kind,
    lines,
    measures: small,
    width: WIDTH,
    height: 2 * PADDING + lines.length * LINE + beneath,
  }
}

interface DrawingProps {
  readonly diagram: Drawn
  readonly boxes: readonly Written[]
  readonly layout: TreeLayout
  readonly name: string
}

function Drawing({ diagram, boxes, layout, name }: DrawingProps): VNode {
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + HEAD + 2 * MARGIN]
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="pace-drawing__svg"
      viewBox={`0 0 ${Math.ceil(width)} ${Math.ceil(height)}`}
      width={Math.ceil(width)}
      height={Math.ceil(height)}
      role="img"
      aria-labelledby={`${name}-title ${name}-desc`}
      font-family="Roboto, Arial, sans-serif"
    >
      <title id={`${name}-title`}>{`Driver diagram: ${diagram.title}`}</title>
      <desc id={`${name}-desc`}>{describe(diagram)}</desc>
      <rect x="0" y="0" width={Math.ceil(width)} height={Math.ceil(height)} fill="#ffffff" />
      {columnsOf(boxes, layout).map(({ kind, x }) => (
        <text
          key={kind}
          x={MARGIN + x}
          y={MARGIN + 18}
          text-anchor="middle"
          font-size={SIZE}
          font-weight="700"
          fill="#1a1a1a"
        >
          {COLUMNS[kind]}
        </text>
      ))}
      <g transform={`translate(${MARGIN} ${MARGIN + HEAD})`}>
        {layout.curves.map(
          (curve, index) =>
            curve !== undefined && (
              <path key={index} d={curve} fill="none" stroke="#5e5e5e" stroke-width="1.5" />
            ),
        )}
        {boxes.map((box, index) => (
          <DrawnBox key={index} box={box} {...(layout.middles[index] ?? { x: 0, y: 0 })} />
        ))}
      </g>
    </svg>
  )
}

function DrawnBox({ box, x, y }: { box: Written; x: number; y: number }): VNode {
  const { kind, lines, measures, width, height } = box
  const { fill, stroke, text, dash } = LOOKS[kind]
  const [left, top] = [x - width / 2, y - height / 2]
  const beneath = top + PADDING + lines.length * LINE + 4
  return (
    <g>
      <rect
        x={left}
        y={top}
        width={width}
        height={height}
        rx="4"
        fill={fill}
        stroke={stroke}
        stroke-width="2"
        stroke-dasharray={dash}
      />
      {lines.map((line, index) => (
        <text
          key={index}
          x={left + PADDING}
          y={top + PADDING + LINE * (index + 1) - 5}
          font-size={SIZE}
          font-weight={kind === 'aim' || kind === 'primary-driver' ? '700' : '400'}
          fill={text}
        >
          {line}
        </text>
      ))}
      {measures.map((line, index) => (
        <text
          key={index}
          x={left + PADDING}
          y={beneath + SMALL_LINE * (index + 1) - 4}
          font-size={SMALL}
          fill={text}
        >
          {line}
        </text>
      ))}
    </g>
  )
}

// Each column is headed where its boxes are.
function columnsOf(boxes: readonly Written[], { middles }: TreeLayout) {
  const kinds = [...new Set(boxes.map(({ kind }) => kind))]
  return kinds.map((kind) => ({
    kind,
    x: middles[boxes.findIndex((box) => box.kind === kind)]?.x ?? 0,
  }))
}

function describe({ statement, nodes }: Drawn): string {
  const count = (kind: NodeKind) => nodes.filter((node) => node.kind === kind).length
  const parts = [
    counted(count('primary-driver'), 'primary driver', 'primary drivers'),
    counted(count('secondary-driver'), 'secondary driver', 'secondary drivers'),
    counted(count('change-idea'), 'change idea', 'change ideas'),
  ]
  return `A tree from left to right, from the aim "${statement}" to ${parts.join(', ')}. The same stands as a list beneath the drawing.`
}
