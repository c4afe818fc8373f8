import { z } from 'zod'
import { withReasonsGiven } from '../../db/break-glass'
import { readFor } from '../../db/acting'
import { auditRowSchema } from '../../contracts/audit-schema'
import { searchAudit, type AuditFound } from '../../db/audit-search'
import { instant, isLocalDate, plusDays, startOfDay, writeInstant, type LocalDate } from '../../domain/time'
import { NONE, readRoute } from '../route'
import { beforeIn, pageOfAudit, paged } from './page-of'

const day = z.string().refine(isLocalDate, { error: 'must be a date such as 2026-03-27' })

const query = pageOfAudit.extend({
  who: z.string().trim().min(1).max(255).optional().meta({ description: 'The id of a person or a system' }),
  child: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'A child reference: whatever touched one of the journeys, lists included' }),
  action: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .meta({ description: 'As the table of permissions has it, e.g. `journey.read`' }),
  from: day.optional().meta({ format: 'date', description: 'From this day on' }),
  to: day.optional().meta({ format: 'date', description: 'Up to the end of this day' }),
})

export const searchAuditRoute = readRoute({
  path: '/api/v1/audit',
  action: 'audit.search',
  reads: 'list',
  tag: 'Audit',
  summary: 'Look through the audit',
  description:
    'Who did or saw what, when, from where, and why when they were asked; the newest first. For somebody who is not of the ' +
    'whole authority, only what was about journeys of their localities. Asking is written down too.',
  params: NONE,
  query,
  answer: {
    status: 200,
    description: 'A page of the audit; `next` is null on the last one',
    schema: z.strictObject({ items: z.array(auditRowSchema), next: z.string().nullable() }),
  },
  problems: [],
  async read({ query: { limit, cursor, from, to, ...filter }, caller }, { db, keys }) {
    const beforeId = beforeIn(cursor)
    const wanted = {
      ...filter,
      ...(from !== undefined && { from: beginningOf(from) }),
      ...(to !== undefined && { before: beginningOf(plusDays(to, 1)) }),
    }
    const page = { scope: caller.scope, limit: limit + 1, ...(beforeId !== undefined && { beforeId }) }
    const rows = await readFor(db, caller, async (trx) =>
      withReasonsGiven(trx, keys, await searchAudit(trx, wanted, page)),
    )
    const { items, next } = paged(rows, limit)
    const journeys = new Set(items.flatMap(({ journeyId }) => journeyId ?? []))
    return {
      status: 200,
      journeys: [...journeys],
      body: { items: items.map(rowAnswer), next },
    }
  },
})

function beginningOf(on: LocalDate): Date {
  return new Date(startOfDay(on))
}

function rowAnswer({ at, journeyId, childReference, ...row }: AuditFound): object {
  return {
    ...row,
    at: writeInstant(instant(at)),
    journey: journeyId === null || childReference === null ? null : { id: journeyId, childReference },
  }
}
