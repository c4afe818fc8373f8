import type { MeetingPackAnswer } from '../../contracts/meetings-schema'
import { readFor } from '../../db/acting'
import { clockOf } from '../../db/database'
import { may } from '../../domain/permissions'
import { instant, localDateOf, parseOccurrence, type LocalDate } from '../../domain/time'
import type { PackNumbers } from '../../web/pack-numbers'
import type { Caller } from '../caller'
import { aimsAnswer } from '../reports/read-aims'
import { reportedRunChart } from '../reports/run-chart-report'
import type { Services } from '../services'

/** What a PACE meeting looks at: whether the way to a recommendation gets shorter, and whether the child is heard. */
const CHARTS = [
  { measure: 'weeks-to-recommendation', by: 'case' },
  { measure: 'meetings-with-views', by: 'quarter' },
] as const

/**
 * The aims of a pack's locality, as of the day on which it was made and as they were known then, and its run charts until that day;
 * undefined for those who read no reports, and where the locality is none of the policy any more.
 */
export async function packNumbers(
  { locality, madeAt }: Pick<MeetingPackAnswer, 'locality' | 'madeAt'>,
  caller: Caller,
  { db, policy }: Pick<Services, 'db' | 'policy'>,
): Promise<PackNumbers | undefined> {
  const isKnown = policy.policy.localities.some(({ id }) => id === locality)
  const made = parseOccurrence(madeAt)?.at
  if (!may(caller.roles, 'reports.read') || !isKnown || made === undefined) return undefined
  const asOf = localDateOf(made)
  const aims = await readFor(db, caller, async (trx) => {
    const now = instant(await clockOf(trx))
    return aimsAnswer(trx, policy, { asOf, knownAt: made > now ? now : made, locality })
  })
  const charts = []
  for (const chart of CHARTS)
    charts.push(await reportedRunChart(asked(chart, locality, asOf), caller, { db, policy }))
  return { aims, charts: charts.filter(({ points }) => points.length > 0) }
}

function asked(chart: (typeof CHARTS)[number], locality: string, to: LocalDate) {
  return { ...chart, locality, to }
}
