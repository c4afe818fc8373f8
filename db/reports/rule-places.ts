import { sql, type RawBuilder } from 'kysely'
import { placesOf, type DelayPlace } from '../../domain/delay'
import { releasedPolicies } from '../../policies/released'

/** Where the lateness of a rule is counted, under which name it goes in a query: a number, which is joined and grouped fastest. */
export interface RulePlace extends DelayPlace {
  readonly place: number
  readonly ruleId: string
}

/** A place for each rule of each released policy: which stage lateness with it is lost in, and whose clock it runs by. */
export function rulePlaces(): readonly (RulePlace & { readonly id: string; readonly version: number })[] {
  return releasedPolicies()
    .flatMap(({ policy: { id, version, rules } }) =>
      [...placesOf({ rules })].map(([ruleId, place]) => ({ id, version, ruleId, ...place })),
    )
    .map((rule, place) => ({ ...rule, place }))
}

/** The same as rows `(policy_id, policy_version, rule_id, place, bit)`, each with a number that is given of it. */
export function placeRows(
  places: ReturnType<typeof rulePlaces>,
  bitOf: (place: DelayPlace) => number,
): RawBuilder<unknown> {
  const rows = places.map((rule) => ({
    policy_id: rule.id,
    policy_version: rule.version,
    rule_id: rule.ruleId,
    place: rule.place,
    stage_bit: bitOf(rule),
    is_law: rule.clock === 'law',
  }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as place(
    policy_id text, policy_version integer, rule_id text, place integer, stage_bit integer, is_law boolean)`
}
