import { z } from 'zod'
import { importSchema } from '../../contracts/import-schema'
import { readFor } from '../../db/acting'
import { listImports } from '../../db/importing/report'
import { NONE, readRoute } from '../route'
import { importsSeenBy, importWithout } from './representation'

const query = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'How many on a page' }),
  cursor: z.uuid().toLowerCase().optional().meta({ description: 'The `next` of the page before' }),
})

export const listImportsRoute = readRoute({
  path: '/api/v1/imports',
  action: 'imports.read',
  reads: 'nothing',
  tag: 'Imports',
  summary: 'List imports',
  description: 'Your own, the newest first; for the whole authority everybody’s.',
  params: NONE,
  query,
  answer: {
    status: 200,
    description: 'A page of imports; `next` is null on the last one',
    schema: z.strictObject({
      items: z.array(importSchema.omit({ refused: true, warnings: true }).meta({ id: 'ListedImport' })),
      next: z.string().nullable(),
    }),
  },
  problems: [],
  read: ({ query: { limit, cursor }, caller }, { db }) =>
    readFor(db, caller, async (trx) => {
      const page = { limit: limit + 1, ...(cursor !== undefined && { after: cursor }) }
      const found = await listImports(trx, importsSeenBy(caller), page)
      const items = []
      for (const report of found.slice(0, limit)) items.push(await importWithout(trx, report))
      const next = found.length > limit ? (items.at(-1)?.id ?? null) : null
      return { status: 200, body: { items, next } }
    }),
})
