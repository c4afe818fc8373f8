import { readFor } from '../../db/acting'
import { childAnswerSchema, type ChildAnswer } from '../../contracts/child-schema'
import { journeyParams } from '../../contracts/journey-schema'
import { readDetails, type KeptDetails } from '../../db/child-details'
import { instant, writeInstant } from '../../domain/time'
import { NONE, readRoute } from '../route'

export const readChildRoute = readRoute({
  path: '/api/v1/journeys/{id}/child',
  action: 'child.read',
  tag: 'Journeys',
  summary: 'Read what is personal about the child',
  description:
    'Name and personal details, kept apart from the journey and sealed with a key of the child’s own. All are null while ' +
    'nothing is kept. The ETag counts their changes, and is not that of the journey.',
  params: journeyParams,
  query: NONE,
  answer: { status: 200, description: 'The child', schema: childAnswerSchema, shows: ['ETag'] },
  problems: ['not-found'],
  reads: 'journey',
  async read({ params, caller }, { db, keys }) {
    const kept = await readFor(db, caller, (trx) => readDetails(trx, keys, params.id, caller.scope))
    return { status: 200, version: kept.version, journeys: kept.journeys, body: childAnswer(kept) }
  },
})

/** What is kept of a child, as the API shows it. */
export function childAnswer({ details, changedAt, changedBy, erased, hold }: KeptDetails): ChildAnswer {
  return {
    name: details?.name ?? null,
    knownAs: details?.knownAs ?? null,
    birthDate: details?.birthDate ?? null,
    gender: details?.gender ?? null,
    ethnicity: details?.ethnicity ?? null,
    disability: details?.disability ?? null,
    language: details?.language ?? null,
    changedAt: changedAt === undefined ? null : writeInstant(instant(changedAt)),
    changedBy: changedBy ?? null,
    erased,
    legalHold: hold === undefined ? null : { since: writeInstant(instant(hold.at)), by: hold.by },
  }
}
