import { repeatedIds, type FaultOfRecord } from './record'

/** What a node of a driver diagram is, by how deep it stands beneath the aim. */
export const NODE_KINDS = ['primary-driver', 'secondary-driver', 'change-idea'] as const
export type NodeKind = (typeof NODE_KINDS)[number]

/** A driver of an aim, or an idea for a change that moves one. */
export interface DriverNode {
  readonly id: string
  /** The node beneath which it stands; beneath the aim itself when absent. */
  readonly under?: string
  readonly title: string
  /** By which it is seen whether it moves: codes of run charts, or one's own words. */
  readonly measures: readonly string[]
}

/** What an aim hangs on: primary drivers, secondary drivers, and ideas for change. It names no child. */
export interface DriverDiagram {
  readonly title: string
  /** The id of an aim of the policy, or a name of one's own. */
  readonly aim: string
  /** The aim in words. */
  readonly statement: string
  readonly locality?: string
  /** By which the aim is measured. */
  readonly measures: readonly string[]
  /** In the order in which they are drawn; what stands beneath another may come before it. */
  readonly nodes: readonly DriverNode[]
}

/** A node with what stands beneath it. */
export interface DriverBranch {
  readonly node: DriverNode
  readonly kind: NodeKind
  readonly beneath: readonly DriverBranch[]
}

export const MOST_NODES = 100

/**
 * Everything for which a list of nodes is no driver diagram: an id twice, a node beneath nothing or in a circle, one deeper than a
 * change idea, and more than a person can take in.
 */
export function faultsOfNodes(nodes: readonly DriverNode[]): FaultOfRecord[] {
  if (nodes.length > MOST_NODES)
    return [
      {
        field: 'nodes',
        message: `are more than ${MOST_NODES}`,
        remedy: 'Divide it into several driver diagrams',
      },
    ]
  const byId = byIds(nodes)
  return [
    ...repeatedIds(nodes, 'nodes'),
    ...nodes.flatMap((node, index) => placeFault(node, byId, `nodes.${index}.under`)),
  ]
}

/** The tree of a diagram, in the order of its nodes. What is beneath nothing that there is, is left out. */
export function treeOf(nodes: readonly DriverNode[]): DriverBranch[] {
  return branchesUnder(undefined, nodes, 0)
}

/** Every branch of a tree, each before what stands beneath it. */
export function allBranches(tree: readonly DriverBranch[]): DriverBranch[] {
  return tree.flatMap((branch) => [branch, ...allBranches(branch.beneath)])
}

/** A node and all that stands beneath it, by id. */
export function idsFrom(id: string, nodes: readonly DriverNode[]): string[] {
  const beneath = nodes.filter(({ under, id: own }) => under === id && own !== id)
  return [id, ...beneath.flatMap((node) => idsFrom(node.id, nodes))]
}

/** The nodes without one of them and what stands beneath it. */
export function withoutNode(id: string, nodes: readonly DriverNode[]): DriverNode[] {
  const gone = new Set(idsFrom(id, nodes))
  return nodes.filter((node) => !gone.has(node.id))
}

/**
 * The nodes with one put in the place of that of its id, or added. It stands right after another of those beside it, or first
 * among them; where nothing is said, where it stood, and a new one last.
 *
 * @param after the id of the node after which it stands, or `first`
 */
export function withNode(node: DriverNode, nodes: readonly DriverNode[], after?: string): DriverNode[] {
  const index = nodes.findIndex(({ id }) => id === node.id)
  if (after === undefined) return index < 0 ? [...nodes, node] : nodes.with(index, node)
  const others = nodes.filter(({ id }) => id !== node.id)
  const place = after === 'first' ? 0 : others.findIndex(({ id }) => id === after) + 1
  return others.toSpliced(place, 0, node)
}

/** Where a node may stand: beneath the aim, or beneath any other of which it would not be too deep, nor beneath itself. */
export function placesFor(id: string | undefined, nodes: readonly DriverNode[]): DriverNode[] {
  const own = id === undefined ? [] : idsFrom(id, nodes)
  const height = id === undefined ? 1 : heightOf(id, nodes)
  const depths = new Map(allBranches(treeOf(nodes)).map(({ node, kind }) => [node.id, depthOf(kind)]))
  return allBranches(treeOf(nodes))
    .map(({ node }) => node)
    .filter((node) => !own.includes(node.id))
    .filter((node) => (depths.get(node.id) ?? NODE_KINDS.length) + height <= NODE_KINDS.length)
}

/** An id that none of the nodes has. */
export function freeNodeId(nodes: readonly { readonly id: string }[]): string {
  const taken = new Set(nodes.map(({ id }) => id))
  let number = nodes.length + 1
  while (taken.has(`n${number}`)) number += 1
  return `n${number}`
}

function depthOf(kind: NodeKind): number {
  return NODE_KINDS.indexOf(kind) + 1
}

function heightOf(id: string, nodes: readonly DriverNode[]): number {
  const beneath = nodes.filter(({ under }) => under === id)
  return 1 + Math.max(0, ...beneath.map((node) => heightOf(node.id, nodes)))
}

function branchesUnder(
  under: string | undefined,
  nodes: readonly DriverNode[],
  depth: number,
): DriverBranch[] {
  const kind = NODE_KINDS[depth]
  if (kind === undefined) return []
  return nodes
    .filter((node) => node.under === under)
    .map((node) => ({ node, kind, beneath: branchesUnder(node.id, nodes, depth + 1) }))
}

function byIds(nodes: readonly DriverNode[]): ReadonlyMap<string, DriverNode> {
  return new Map(nodes.map((node) => [node.id, node]))
}

function placeFault(
  { id, under }: DriverNode,
  byId: ReadonlyMap<string, DriverNode>,
  field: string,
): FaultOfRecord[] {
  const above = new Set<string>()
  for (let at = under; at !== undefined; at = byId.get(at)?.under) {
    if (at === id || above.has(at))
      return [{ field, message: 'goes in a circle', remedy: 'Put it beneath another driver, or the aim' }]
    if (!byId.has(at))
      return [{ field, message: 'is no node of this diagram', remedy: 'Give the id of one, or leave it out' }]
    above.add(at)
  }
  if (above.size < NODE_KINDS.length) return []
  return [
    {
      field,
      message: 'is too deep',
      remedy:
        'Beneath the aim stand primary drivers, beneath these secondary ones, beneath these change ideas',
    },
  ]
}
