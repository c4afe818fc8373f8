import type { ForcefieldAnswer } from '../../contracts/improvement-schema'
import { readFor } from '../../db/acting'
import { weeksLost } from '../../db/reports/delay'
import type { DelayClock } from '../../domain/delay'
import type { WeeksLost } from '../../web/drawings/forcefield'
import type { Caller } from '../caller'
import type { Services } from '../services'

/**
 * The weeks that were lost in the last year where each force of a forcefield is felt, of those that are tied to a stage or a reason: by
 * the council's own clock, which is the aims', and not by the law's, since the two are never added together. Of a force that is
 * tied to both, those of the stage.
 */
export async function weeksBesides(
  { forces, locality }: Pick<ForcefieldAnswer, 'forces' | 'locality'>,
  caller: Caller,
  { db }: Pick<Services, 'db'>,
): Promise<WeeksLost> {
  if (forces.every(({ stage, reason }) => stage === null && reason === null)) return {}
  const lost = await readFor(db, caller, (trx) => weeksLost(trx, locality === null ? {} : { locality }))
  const isLocal = ({ clock }: { readonly clock: DelayClock }) => clock === 'local'
  const byStage = lost.byStage.filter(isLocal)
  const byReason = lost.byReason.filter(isLocal)
  return Object.fromEntries(
    forces.flatMap(({ id, stage, reason }) => {
      if (stage !== null) return [[id, weeksIn(byStage.find((one) => one.stage === stage))]]
      if (reason !== null) return [[id, weeksIn(byReason.find((one) => one.reason === reason))]]
      return []
    }),
  )
}

function weeksIn(lost: { readonly weeks: number } | undefined): number {
  return lost?.weeks ?? 0
}
