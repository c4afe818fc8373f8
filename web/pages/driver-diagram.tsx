import type { VNode } from 'preact'
import type { DriverDiagramAnswer } from '../../contracts/improvement-schema'
import { inFull } from '../../domain/dates-in-words'
import { AimLink, Done, DrawingRegion, Fact, Measures } from '../components/improvement'
import type { Content } from '../frame'
import { NODE_KIND_WORDS } from '../improvement-words'
import { Heading } from '../layout'

export interface DiagramView {
  readonly diagram: DriverDiagramAnswer
  readonly drawing: VNode
  readonly mayWrite: boolean
  readonly placeName: (locality: string | null) => string
  readonly nameOf: (person: string) => string
  readonly done?: string
}

type Node = DriverDiagramAnswer['nodes'][number]

/** A driver diagram: drawn, and beneath the drawing as a list in which it is changed. */
export function driverDiagramPage(view: DiagramView): Content {
  const { diagram, drawing, mayWrite, placeName, nameOf, done } = view
  const at = `/improvement/driver-diagrams/${diagram.id}`
  return {
    title: diagram.title,
    body: (
      <>
        <a class="ds_back-link" href="/improvement">
          Improvement
        </a>
        <Done words={done} />
        <Heading label="Driver diagram">{diagram.title}</Heading>
        <DrawingRegion label="The driver diagram as a drawing">{drawing}</DrawingRegion>
        <p class="pace-not-printed">
          <a href={`/api/v1/driver-diagrams/${diagram.id}.svg`}>The drawing by itself (SVG)</a>
        </p>
        <section aria-labelledby="aim">
          <h2 id="aim">The aim</h2>
          <p class="pace-written">{diagram.statement}</p>
          <dl class="pace-facts">
            <Fact name="Aim">
              <AimLink aim={diagram.aim} />
            </Fact>
            <Fact name="Where">{placeName(diagram.locality)}</Fact>
            <Fact name="Measures">
              <Measures measures={diagram.measures} locality={diagram.locality} />
            </Fact>
          </dl>
          {mayWrite && (
            <p class="pace-links pace-not-printed">
              <a href={`${at}/details`}>Change the aim</a>
            </p>
          )}
        </section>
        <section aria-labelledby="drivers">
          <h2 id="drivers">What it hangs on</h2>
          {diagram.nodes.length === 0 && <p>No driver has been named yet.</p>}
          <Branches under={null} view={view} at={at} />
          {mayWrite && (
            <p class="pace-not-printed">
              <a class="ds_button" href={`${at}/nodes/add`}>
                Add a primary driver
              </a>
            </p>
          )}
        </section>
        <p>
          Last changed {inFull(diagram.changedAt)} by {nameOf(diagram.changedBy)}.{' '}
          <a href={`${at}/history`}>Its history</a>
        </p>
      </>
    ),
  }
}

const BENEATH: Readonly<Record<Node['kind'], string | undefined>> = {
  'primary-driver': 'Add a secondary driver',
  'secondary-driver': 'Add a change idea',
  'change-idea': undefined,
}

function Branches({
  under,
  view,
  at,
}: {
  under: string | null
  view: DiagramView
  at: string
}): VNode | null {
  const { diagram, mayWrite } = view
  const nodes = diagram.nodes.filter((node) => node.under === under)
  if (nodes.length === 0) return null
  return (
    <ul class="pace-tree">
      {nodes.map((node) => (
        <li key={node.id}>
          <span class="pace-quiet">{NODE_KIND_WORDS[node.kind]}:</span> <strong>{node.title}</strong>
          {node.measures.length > 0 && <Measures measures={node.measures} locality={diagram.locality} />}
          {mayWrite && <NodeLinks node={node} at={at} />}
          <Branches under={node.id} view={view} at={at} />
        </li>
      ))}
    </ul>
  )
}

function NodeLinks({ node: { id, kind, title }, at }: { node: Node; at: string }): VNode {
  const name = <span class="visually-hidden">: {title}</span>
  const add = BENEATH[kind]
  return (
    <p class="pace-links pace-not-printed">
      <a href={`${at}/nodes/${id}`}>Change or move{name}</a>
      {add !== undefined && (
        <a href={`${at}/nodes/add?under=${id}`}>
          {add}
          {name}
        </a>
      )}
      <a href={`${at}/nodes/${id}/remove`}>Remove{name}</a>
    </p>
  )
}
