import type { DriverDiagramAnswer } from '../../contracts/improvement-schema'
import {
  freeNodeId,
  idsFrom,
  placesFor,
  withNode,
  withoutNode,
  type DriverNode,
} from '../../domain/improvement/driver-diagram'
import type { Typed } from '../../web/forms/field'
import {
  diagramFields,
  nodeFields,
  typedMeasures,
  type ImprovementChoices,
} from '../../web/forms/improvement-form'
import { driverDiagramPage } from '../../web/pages/driver-diagram'
import { drawDriverDiagram } from '../../web/drawings/driver-diagram'
import { formPage, type FormView } from '../../web/pages/form'
import { diagramRoutes } from '../improvement/driver-diagrams'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import {
  choicesFor,
  emptyForm,
  readRecordForm,
  recordFor,
  sendRecordForm,
  versionSeen,
} from './improvement-forms'
import { mayImprove, personNames, placeNames } from './improvement-page'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'

const BACK = { address: '/improvement', words: 'Improvement' }
const PATH = '/improvement/driver-diagrams'

export const newDiagramFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/new`,
  actions: ['improvement.write'],
  here: 'improvement',
  answer: (request, services) =>
    Promise.resolve({ content: formPage(newView(request, services, { locality: 'authority' })) }),
}

export const beginDiagramPageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/new`,
  actions: ['improvement.write'],
  here: 'improvement',
  answer(request, services) {
    const view = newView(request, services, request.typed)
    const read = readRecordForm(view.fields, request.typed, { isChange: false })
    const to = ({ location = '' }) => `${location.replace('/api/v1/driver-diagrams', PATH)}?kept=yes`
    return sendRecordForm({ route: diagramRoutes.keep, view, read, to }, request, services)
  },
}

export const diagramPageRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id`,
  actions: ['improvement.read'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    return {
      content: driverDiagramPage({
        diagram,
        drawing: await drawDriverDiagram(diagram),
        mayWrite: mayImprove(request),
        placeName: placeNames(services),
        nameOf: await personNames(services),
        ...(request.query['kept'] !== undefined && { done: 'It is kept.' }),
      }),
    }
  },
}

export const diagramDetailsFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/details`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    return {
      content: formPage(detailsView(request, services, diagram, typedDetails(diagram, choicesFor(services)))),
    }
  },
}

export const keepDiagramDetailsPageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/details`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    const view = detailsView(request, services, diagram, request.typed)
    const read = readRecordForm(view.fields, request.typed, { isChange: true })
    return sendRecordForm(
      { route: diagramRoutes.change, id: diagram.id, view, read, to: () => keptAt(diagram) },
      request,
      services,
    )
  },
}

export const addNodeFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/nodes/add`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    return { content: formPage(nodeView(request, services, diagram, undefined, typedNew(request.query))) }
  },
}

export const addNodePageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/nodes/add`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    return keepNode(request, services, await diagramOf(request, services), undefined)
  },
}

export const nodeFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/nodes/:node`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    const node = nodeOf(request, diagram)
    return {
      content: formPage(nodeView(request, services, diagram, node, typedNode(node, choicesFor(services)))),
    }
  },
}

export const keepNodePageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/nodes/:node`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    return keepNode(request, services, diagram, nodeOf(request, diagram))
  },
}

export const removeNodeFormRoute: PageRoute = {
  method: 'get',
  path: `${PATH}/:id/nodes/:node/remove`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    return { content: formPage(removeView(request, diagram, nodeOf(request, diagram))) }
  },
}

export const removeNodePageRoute: PageRoute = {
  method: 'post',
  path: `${PATH}/:id/nodes/:node/remove`,
  actions: ['improvement.write'],
  here: 'improvement',
  async answer(request, services) {
    const diagram = await diagramOf(request, services)
    const node = nodeOf(request, diagram)
    const nodes = withoutNode(node.id, nodesOf(diagram))
    return sendRecordForm(
      {
        route: diagramRoutes.change,
        id: diagram.id,
        view: removeView(request, diagram, node),
        read: { body: { nodes }, wrong: [] },
        to: () => keptAt(diagram),
      },
      request,
      services,
    )
  },
}

function diagramOf(request: PageRequest, services: PageServices) {
  return recordFor<DriverDiagramAnswer>(diagramRoutes.read, request, services)
}

function keptAt({ id }: DriverDiagramAnswer): string {
  return `${PATH}/${id}?kept=yes`
}

// As the domain has them.
function nodesOf({ nodes }: DriverDiagramAnswer): DriverNode[] {
  return nodes.map(({ id, under, title, measures }) => ({
    id,
    ...(under !== null && { under }),
    title,
    measures,
  }))
}

function nodeOf({ params }: PageRequest, diagram: DriverDiagramAnswer): DriverNode {
  const node = nodesOf(diagram).find(({ id }) => id === params['node'])
  if (node) return node
  throw new Problem('not-found', 'There is no such driver in this diagram', {
    remedy: 'Somebody may have removed it: look at the diagram again',
  })
}

function newView(request: PageRequest, services: PageServices, typed: Typed): FormView {
  return {
    ...emptyForm(request),
    title: 'Begin a driver diagram',
    action: `${PATH}/new`,
    back: BACK,
    fields: diagramFields(choicesFor(services)),
    typed,
    submit: 'Keep it',
  }
}

function detailsView(
  request: PageRequest,
  services: PageServices,
  diagram: DriverDiagramAnswer,
  typed: Typed,
): FormView {
  return {
    ...formOf(request, diagram),
    title: 'The aim of the diagram',
    action: `${PATH}/${diagram.id}/details`,
    fields: diagramFields(choicesFor(services)),
    typed,
    submit: 'Keep it',
  }
}

function formOf(request: PageRequest, diagram: DriverDiagramAnswer) {
  return {
    ...emptyForm(request),
    label: diagram.title,
    back: { address: `${PATH}/${diagram.id}`, words: diagram.title },
    version: versionSeen(request.typed, diagram.version),
  }
}

function typedDetails(
  { title, aim, statement, locality, measures }: DriverDiagramAnswer,
  choices: ImprovementChoices,
): Typed {
  return { title, aim, statement, locality: locality ?? 'authority', ...typedMeasures(measures, choices) }
}

function typedNew({ under = 'aim' }: Typed): Typed {
  return { under }
}

function typedNode({ title, under = 'aim', measures }: DriverNode, choices: ImprovementChoices): Typed {
  return { title, under, ...typedMeasures(measures, choices) }
}

function nodeView(
  request: PageRequest,
  services: PageServices,
  diagram: DriverDiagramAnswer,
  node: DriverNode | undefined,
  typed: Typed,
): FormView {
  const nodes = nodesOf(diagram)
  const places = [
    { value: 'aim', words: 'The aim itself' },
    ...placesFor(node?.id, nodes).map(({ id, title }) => ({ value: id, words: title })),
  ]
  const under = node === undefined ? typed['under'] : (node.under ?? 'aim')
  const beside = nodes.filter((one) => (one.under ?? 'aim') === under && one.id !== node?.id)
  return {
    ...formOf(request, diagram),
    title: node === undefined ? 'Add a driver or a change idea' : 'Change or move',
    action: `${PATH}/${diagram.id}/nodes/${node?.id ?? 'add'}`,
    fields: nodeFields(
      places,
      beside.map(({ id, title }) => ({ value: id, words: title })),
      choicesFor(services),
    ),
    typed,
    submit: 'Keep it',
  }
}

function keepNode(
  request: PageRequest,
  services: PageServices,
  diagram: DriverDiagramAnswer,
  node: DriverNode | undefined,
): Promise<PageAnswer> {
  const nodes = nodesOf(diagram)
  const view = nodeView(request, services, diagram, node, request.typed)
  const read = readRecordForm(view.fields, request.typed, { isChange: false })
  const { after, under, ...said } = read.body as { after?: string; under?: string } & Record<string, unknown>
  const id = node?.id ?? freeNodeId(nodes)
  const kept = {
    id,
    ...said,
    ...(under !== undefined && under !== 'aim' && { under }),
  } as unknown as DriverNode
  const all = withNode(kept, nodes, after)
  return sendRecordForm(
    {
      route: diagramRoutes.change,
      id: diagram.id,
      view,
      read,
      within: { path: `nodes.${all.findIndex((one) => one.id === id)}`, body: () => ({ nodes: all }) },
      to: () => keptAt(diagram),
    },
    request,
    services,
  )
}

function removeView(request: PageRequest, diagram: DriverDiagramAnswer, node: DriverNode): FormView {
  const others = idsFrom(node.id, nodesOf(diagram)).length - 1
  const besides = others === 0 ? '' : ` What stands beneath it goes too: ${others} more.`
  return {
    ...formOf(request, diagram),
    title: `Remove “${node.title}”?`,
    intro: `It stays to be seen in the history.${besides}`,
    action: `${PATH}/${diagram.id}/nodes/${node.id}/remove`,
    fields: [],
    typed: {},
    submit: 'Remove it',
  }
}
