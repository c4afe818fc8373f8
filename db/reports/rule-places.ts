import { sql, type RawBuilder } from 'kysely'
import { placesOf } from '../../domain/delay'
import { releasedPolicies } from '../../policies/released'

/**
 * The rules of all released policies as rows `(policy_id, policy_version, rule_id, stage, clock)`: which stage lateness with a
 * rule is lost in, and whose clock it runs by, under the policy that a journey stands under.
 */
export function rulePlaces(): RawBuilder<unknown> {
  const rows = releasedPolicies().flatMap(({ policy }) =>
    [...placesOf(policy)].map(([ruleId, { stage, clock }]) => ({
      policy_id: policy.id,
      policy_version: policy.version,
      rule_id: ruleId,
      stage,
      clock,
    })),
  )
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as place(policy_id text, policy_version integer, rule_id text, stage text, clock text)`
}
