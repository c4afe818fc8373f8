import { z } from 'zod'
import { withReasonsGiven } from '../../db/break-glass'
import { readFor } from '../../db/acting'
import { auditOfJourneySchema } from '../../contracts/audit-schema'
import { journeyParams } from '../../contracts/journey-schema'
import { auditOfJourney } from '../../db/audit-search'
import { isJourneyInScope } from '../../db/read'
import { UnknownJourneyError } from '../../db/record'
import { writeInstant, instant } from '../../domain/time'
import { beforeIn, pageOfAudit, paged } from '../audit/page-of'
import { readRoute } from '../route'

export const readAuditRoute = readRoute({
  path: '/api/v1/journeys/{id}/audit',
  action: 'audit.read',
  reads: 'journey',
  tag: 'Audit',
  summary: 'Read who looked at a journey',
  description:
    'Who saw the journey, by itself or in a list, and who did what with it: when, from where, and why when they were asked; ' +
    'the newest first. Asking is written down too.',
  params: journeyParams,
  query: pageOfAudit,
  answer: {
    status: 200,
    description: 'A page of the audit; `next` is null on the last one',
    schema: z.strictObject({ items: z.array(auditOfJourneySchema), next: z.string().nullable() }),
  },
  problems: ['not-found'],
  async read({ params, query: { limit, cursor }, caller }, { db, keys }) {
    const beforeId = beforeIn(cursor)
    const rows = await readFor(db, caller, async (trx) => {
      if (!(await isJourneyInScope(trx, params.id, caller.scope))) throw new UnknownJourneyError(params.id)
      const page = { limit: limit + 1, ...(beforeId !== undefined && { beforeId }) }
      return withReasonsGiven(trx, keys, await auditOfJourney(trx, params.id, page))
    })
    const { items, next } = paged(rows, limit)
    return {
      status: 200,
      body: {
        items: items.map(({ at, event, ...row }) => ({
          ...row,
          at: writeInstant(instant(at)),
          ...(event !== null && { event }),
        })),
        next,
      },
    }
  },
})
