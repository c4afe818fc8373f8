import { z } from 'zod'
import { importSchema } from '../../contracts/import-schema'
import { readFor } from '../../db/acting'
import { NONE, readRoute } from '../route'
import { importAnswerOf } from './representation'

/** The id of an import, as it stands in a path. */
export const importParams = z.strictObject({
  id: z
    .uuid()
    .toLowerCase()
    .meta({ description: 'The id of the import', example: '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e20' }),
})

export const readImportRoute = readRoute({
  path: '/api/v1/imports/{id}',
  action: 'imports.read',
  reads: 'nothing',
  tag: 'Imports',
  summary: 'Read an import',
  description:
    'How far it has come, and what is to be said of the lines of the file. Nothing that stood in the file is repeated.',
  params: importParams,
  query: NONE,
  answer: { status: 200, description: 'The import as it stands now', schema: importSchema },
  problems: ['not-found'],
  read: async ({ params, caller }, { db }) => ({
    status: 200,
    body: await readFor(db, caller, (trx) => importAnswerOf(trx, params.id, caller)),
  }),
})
