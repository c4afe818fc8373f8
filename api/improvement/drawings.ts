import { render } from 'preact-render-to-string'
import type { VNode } from 'preact'
import { z } from 'zod'
import { readFor } from '../../db/acting'
import { readRecord, type ImprovementRecord } from '../../db/improvement/records'
import type { ImprovementKind } from '../../domain/improvement/record'
import { drawDriverDiagram } from '../../web/drawings/driver-diagram'
import { drawForcefield } from '../../web/drawings/forcefield'
import { NONE, readRoute, type ReadRoute } from '../route'
import { noRecord, recordParams } from './record-routes'
import { diagramAnswer, forcefieldAnswer } from './representation'

export const diagramDrawingRoute = drawingRoute(
  'driver-diagram',
  '/api/v1/driver-diagrams/{id}.svg',
  'driver diagram',
  (record) => drawDriverDiagram(diagramAnswer(record)),
)

export const forcefieldDrawingRoute = drawingRoute(
  'forcefield',
  '/api/v1/forcefields/{id}.svg',
  'forcefield',
  (record) => Promise.resolve(drawForcefield(forcefieldAnswer(record))),
)

// A record as a picture, by the same drawing that its page shows.
function drawingRoute<Kind extends ImprovementKind>(
  kind: Kind,
  path: `/api/v1/${string}`,
  one: string,
  draw: (record: ImprovementRecord<Kind>) => Promise<VNode>,
): ReadRoute {
  return readRoute({
    path,
    action: 'improvement.read',
    reads: 'nothing',
    tag: 'Improvement',
    summary: `Draw a ${one}`,
    description:
      'As a picture that stands by itself, with its title and a description for those who do not see it.',
    params: recordParams,
    query: NONE,
    answer: { status: 200, description: 'The drawing', schema: z.string(), contentType: 'image/svg+xml' },
    problems: ['not-found'],
    async read({ params: { id }, caller }, { db }) {
      const record = await readFor(db, caller, (trx) => readRecord(trx, kind, id))
      if (record === undefined) throw noRecord({ one })
      return { status: 200, body: render(await draw(record)) }
    },
  })
}
