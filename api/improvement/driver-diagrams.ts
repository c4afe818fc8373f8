import {
  diagramChangeSchema,
  diagramToKeepSchema,
  driverDiagramContentSchema,
  driverDiagramSchema,
} from '../../contracts/improvement-schema'
import { faultsOfNodes, type DriverDiagram } from '../../domain/improvement/driver-diagram'
import { placeFaults } from './place-faults'
import { recordRoutes } from './record-routes'
import { diagramAnswer } from './representation'

/** The routes of driver diagrams. */
export const diagramRoutes = recordRoutes<'driver-diagram', DriverDiagram>({
  kind: 'driver-diagram',
  path: '/api/v1/driver-diagrams',
  words: { one: 'driver diagram', several: 'driver diagrams' },
  about:
    'What an aim hangs on: primary drivers beneath it, secondary drivers beneath these, and beneath these ideas for change, each ' +
    'with its measures.',
  filters: {},
  toKeep: diagramToKeepSchema,
  change: diagramChangeSchema,
  content: driverDiagramContentSchema,
  answer: driverDiagramSchema,
  example: {
    title: 'What a recommendation within 45 weeks hangs on',
    aim: '2',
    statement: 'By 1 October 2019, 90% of children have a recommendation within 45 weeks of accommodation',
    measures: ['weeks-to-recommendation'],
    nodes: [
      { id: 'meetings', title: 'Meetings that decide' },
      { id: 'dates', under: 'meetings', title: 'Dates agreed from the start' },
      { id: 'seventy-two', under: 'dates', title: 'A child plan meeting within 72 hours' },
    ],
  },
  changeExample: { nodes: [{ id: 'meetings', title: 'Meetings that decide', measures: ['on-time-2'] }] },
  made: (given) => Promise.resolve(given),
  judge: ({ locality, nodes }, services) => [...placeFaults(locality, services), ...faultsOfNodes(nodes)],
  represent: diagramAnswer,
})
