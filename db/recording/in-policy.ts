import type { EventDraft } from '../../domain/events'
import type { Refusal } from '../../domain/guards'
import { notInPolicy } from '../../domain/policy-guards'
import { releasedPolicy } from '../../policies/released'
import { policyOfRow, type UnderPolicy } from './recorded-journey'

/** Refuses what only the policies can judge: whether there is such a place, rule or version. */
export function refusalByPolicy(
  draft: EventDraft,
  row: UnderPolicy & { readonly locality: string },
): Refusal | undefined {
  const adopted =
    draft.type === 'policy-adopted' ? releasedPolicy(draft.policy, draft.version)?.policy : undefined
  return notInPolicy(draft, policyOfRow(row), { locality: row.locality, ...(adopted && { adopted }) })
}
