import { z } from 'zod'
import { JOURNEY_COLUMNS, MORE_JOURNEY_COLUMNS } from '../../contracts/importing/columns'
import { importSchema, IMPORTS_OF, systemName, UNNAMED_SYSTEM } from '../../contracts/import-schema'
import { actFor } from '../../db/acting'
import { claimKey, keepAnswer, type KeptAnswer } from '../../db/idempotency'
import { discard, queueImport, takeIn, type ToTakeIn } from '../../db/importing/take-in'
import { hashOf } from '../../policies/released'
import type { Caller } from '../caller'
import { uploadRoute, type Upload } from '../route'
import type { Services } from '../services'
import { importAnswerOf } from './representation'

const query = z.strictObject({
  of: z.enum(IMPORTS_OF).default('journeys').meta({
    description: '`children`: who the children are, a child a row; their journeys must be here already',
  }),
  system: systemName.default(UNNAMED_SYSTEM),
})

const EXAMPLE = [
  JOURNEY_COLUMNS.join(','),
  'CH-2026-0142,caithness,Wick,looked-after-started,2026-03-27,away-from-home,voluntary-s25,,,,,,,,',
  'CH-2026-0142,caithness,,child-plan-meeting-held,2026-03-30,,,,72-hour,emergency,,,,,',
].join('\r\n')

export const takeInRoute = uploadRoute({
  path: '/api/v1/imports',
  action: 'imports.write',
  tag: 'Imports',
  summary: 'Bring a file in from another system',
  description:
    `A CSV file in UTF-8, one event a row, with the columns ${JOURNEY_COLUMNS.join(', ')}, and, where wanted, ` +
    `${MORE_JOURNEY_COLUMNS.join(', ')}. All rows of a child are recorded, or none: every bad row is listed with its line. ` +
    'The same file again changes nothing; the same `source_id` with other content corrects. The work goes on after the ' +
    'answer: read the import to follow it. At most 64 MB and 400,000 rows.',
  query,
  contentType: 'text/csv',
  bodyExamples: { 'A child, and the 72-hour meeting': EXAMPLE },
  answer: {
    status: 202,
    description: 'The import as it waits to be worked on',
    schema: importSchema,
    shows: ['Location'],
  },
  problems: ['not-possible'],
  receive: ({ caller, query: { of, system }, body }, services) =>
    receiveFile({ of, system, caller }, body, services),
})

/** What a file is, and who sends it. */
export interface Sent extends Pick<ToTakeIn, 'of' | 'system'> {
  readonly caller: Caller
}

/**
 * Takes a file in, by the API or a page, and has it worked on. With a key, the first answer is given again to the same
 * file, of which nothing is done a second time.
 *
 * Throws what is wrong with the file, KeyReusedError, TooManyImportsError.
 */
export async function receiveFile(
  { of, system, caller }: Sent,
  { bytes, key }: Upload,
  services: Services,
): Promise<KeptAnswer> {
  const { db, keys, policy } = services
  const asked: ToTakeIn = { of, system, policy: policy.reference.id, by: caller }
  const taken = await takeIn(db, keys, asked, bytes)
  const request = key === undefined ? undefined : repeatable(asked, taken.hash, key)
  try {
    const kept = await db
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (trx) => {
        await actFor(trx, caller)
        const before = request && (await claimKey(trx, keys, request))
        if (before) return { ...before, again: true }
        await queueImport(trx, asked, taken)
        const answer = {
          status: 202,
          text: JSON.stringify(await importAnswerOf(trx, taken.id, caller)),
          location: `/api/v1/imports/${taken.id}`,
        }
        if (request) await keepAnswer(trx, keys, request, answer)
        services.seam('recording: before commit')
        return { ...answer, again: false }
      })
    services.seam('recording: after commit')
    if (kept.again) await discard(db, caller, taken.id)
    return kept
  } catch (error) {
    await discard(db, caller, taken.id)
    throw error
  }
}

function repeatable({ of, system, by }: ToTakeIn, hash: string, key: string) {
  return { caller: by.id, path: takeInRoute.path, key, bodyHash: hashOf({ of, system, hash }) }
}
