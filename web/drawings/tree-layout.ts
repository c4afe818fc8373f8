import { Graphviz } from '@hpcc-js/wasm-graphviz'

/** A box of a tree, as large as its text needs. */
export interface Box {
  readonly width: number
  readonly height: number
  /** The position of the box above it in the tree; the first box has none. */
  readonly parent?: number
}

/** Where a tree is drawn, from left to right: the middle of each box, and the curve to each from the box above it. */
export interface TreeLayout {
  readonly width: number
  readonly height: number
  readonly middles: readonly { readonly x: number; readonly y: number }[]
  /** As the `d` of a path; undefined of the first box. */
  readonly curves: readonly (string | undefined)[]
}

let loading: Promise<Graphviz> | undefined

// It takes a tenth of a second to come up, and is then used by all.
function graphviz(): Promise<Graphviz> {
  loading ??= Graphviz.load().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

/**
 * Lays a tree out from left to right, brothers and sisters in their order from above. Graphviz is given sizes and numbers alone:
 * no text that anybody wrote.
 */
export async function layTreeOut(boxes: readonly Box[]): Promise<TreeLayout> {
  const nodes = boxes.map(
    ({ width, height }, index) => `b${index} [width=${inches(width)} height=${inches(height)}]`,
  )
  const edges = boxes.flatMap(({ parent }, index) => (parent === undefined ? [] : `b${parent} -> b${index}`))
  const dot = `digraph {
    graph [rankdir=LR ordering=out nodesep=0.15 ranksep=0.55 splines=true]
    node [shape=box fixedsize=true label=""]
    edge [dir=none headport=w tailport=e]
    ${[...nodes, ...edges].join('\n')}
  }`
  const drawn = JSON.parse((await graphviz()).layout(dot, 'json', 'dot')) as Drawn
  const [, , width = 0, height = 0] = numbersIn(drawn.bb)
  // what is above has a higher y there, and a lower one here
  const point = ([x = 0, y = 0]: readonly number[]) => ({ x, y: height - y })
  const middles = boxes.map((_box, index) => {
    const object = drawn.objects?.find(({ name }) => name === `b${index}`)
    return point(numbersIn(object?.pos ?? ''))
  })
  const curves = boxes.map(({ parent }, index) => {
    const edge = drawn.edges?.find(({ head }) => drawn.objects?.[head]?.name === `b${index}`)
    if (parent === undefined || edge === undefined) return undefined
    return pathOf(edge.pos.split(' ').map((pair) => point(numbersIn(pair))))
  })
  return { width, height, middles, curves }
}

interface Drawn {
  readonly bb: string
  readonly objects?: readonly { readonly name: string; readonly pos: string }[]
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly pos: string }[]
}

function pathOf([start, ...controls]: readonly { readonly x: number; readonly y: number }[]): string {
  const pair = ({ x, y }: { readonly x: number; readonly y: number }) => `${round(x)},${round(y)}`
  return start === undefined ? '' : `M${pair(start)}C${controls.map(pair).join(' ')}`
}

function numbersIn(text: string): number[] {
  return text.split(',').map(Number)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

// Graphviz measures boxes in inches of 72 units, and says where they are in units.
function inches(units: number): number {
  return Math.round((units / 72) * 1000) / 1000
}
