import { z } from 'zod'
import { importSchema } from '../../contracts/import-schema'
import { askToCancel } from '../../db/importing/report'
import { Problem } from '../problem'
import { writeRoute } from '../route'
import { importParams } from './read-import'
import { importAnswerOf, importsSeenBy } from './representation'

// nothing needs to be said, nor to be sent
const body = z.strictObject({}).default({})

export const cancelImportRoute = writeRoute({
  path: '/api/v1/imports/{id}/cancel',
  action: 'imports.write',
  tag: 'Imports',
  summary: 'Stop an import',
  description:
    'It stops within a hundred children. What is recorded stays; the same file again goes on with the rest.',
  params: importParams,
  body,
  fields: () => [],
  bodyExamples: { 'Nothing more is to be said': {} },
  takesIfMatch: false,
  answer: { status: 202, description: 'The import as it stands now', schema: importSchema },
  problems: ['not-found', 'not-possible'],
  async write({ params, caller }, _services, trx) {
    const isAsked = await askToCancel(trx, params.id, caller.id, importsSeenBy(caller))
    if (!isAsked) {
      const reason = 'This import has ended already'
      throw new Problem('not-possible', reason, {
        code: 'import-ended',
        reason,
        remedy: 'Correct in the journeys what should not stand there',
      })
    }
    return { status: 202, body: await importAnswerOf(trx, params.id, caller) }
  },
})
