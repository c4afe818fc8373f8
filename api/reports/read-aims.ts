import { z } from 'zod'
import { aimsSchema, type AimAnswer, type AimsAnswer } from '../../contracts/aims-schema'
import { readFor } from '../../db/acting'
import type { DatabaseTransaction } from '../../db/database'
import { countAims, type AimCounted, type AimsCounted } from '../../db/reports/aims'
import type { Aim, AimSpan } from '../../domain/aims'
import { writeInstant } from '../../domain/time'
import type { ReleasedPolicy } from '../../policies/released'
import { aimsOfPolicy } from '../../policies/released-aims'
import { NONE, readRoute } from '../route'
import { askedOf, reportQuery } from './asked'

export const readAimsRoute = readRoute({
  path: '/api/v1/reports/aims',
  action: 'reports.read',
  reads: 'nothing',
  tag: 'Reports',
  summary: 'Read how the aims are met',
  description:
    'Each aim of the authority on a day, of the whole authority or one locality, as it is known now or was known at an earlier ' +
    'moment: how many of its cohort were on time, late, overdue and so on, and how long it took. What is late and what is not ' +
    'done count against an aim. Practice and what was recorded in error are left out.',
  params: NONE,
  query: z.strictObject(reportQuery),
  answer: {
    status: 200,
    description: 'The aims; none where the authority has set itself none',
    schema: aimsSchema,
  },
  problems: [],
  async read({ query, caller }, { db, policy }) {
    const asked = await askedOf(query, { db, policy: policy.policy })
    return { status: 200, body: await readFor(db, caller, (trx) => aimsAnswer(trx, policy, asked)) }
  },
})

/** The aims of an authority as they are answered, of the whole of it or one locality. The transaction must say for whom it acts. */
export async function aimsAnswer(
  trx: DatabaseTransaction,
  inForce: ReleasedPolicy,
  asked: AimsCounted,
): Promise<AimsAnswer> {
  const aims = aimsInForce(inForce)
  const counted = await countAims(trx, aims, asked)
  return {
    asOf: asked.asOf,
    knownAt: writeInstant(asked.knownAt),
    locality: asked.locality ?? null,
    aims: aims.map((aim, index) => aimAnswer(aim, counted[index] as AimCounted)),
  }
}

/** The aims that go with the policy in force; of a variant, those of the policy that it is of. */
export function aimsInForce({ policy }: ReleasedPolicy): readonly Aim[] {
  const own = aimsOfPolicy(policy.id)
  const found = own ?? (policy.variantOf === undefined ? undefined : aimsOfPolicy(policy.variantOf.id))
  return found?.aims ?? []
}

function aimAnswer(aim: Aim, { localities, ...numbers }: AimCounted): AimAnswer {
  return {
    id: aim.id,
    title: aim.title,
    basis: aim.basis,
    outcome: aim.outcome,
    ...numbers,
    targetPercent: aim.target.percent,
    by: aim.target.by,
    limit: spanInWords(aim.within),
    countsReturns: aim.withReturns === true,
    baselines: aim.baselines.map(({ locality, ...baseline }) => ({
      ...baseline,
      locality: locality ?? null,
    })),
    localities: [...localities],
  }
}

function spanInWords(span: AimSpan): string {
  const [[unit, count]] = Object.entries(span) as [[string, number]]
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`
}
