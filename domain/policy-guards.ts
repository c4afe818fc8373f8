import type { EventDraft } from './events'
import type { Refusal } from './guards'
import { ruleIdsOf, type Policy } from './policy'

/** What is known of the journey besides its events. */
export interface InPolicy {
  /** Where the journey is now. */
  readonly locality: string
  /** Of an adoption: the policy that is named, when there is such a one. */
  readonly adopted?: Policy
}

/**
 * Refuses what an event names and the policy does not have: a locality, an agency, a rule, a released version. Undefined: it has.
 */
export function notInPolicy(
  draft: EventDraft,
  policy: Policy,
  { locality, adopted }: InPolicy,
): Refusal | undefined {
  if (draft.type === 'transferred' && draft.locality !== undefined) {
    return unknown(
      'locality',
      draft.locality,
      policy.localities.map(({ id }) => id),
    )
  }
  if (draft.type === 'child-plan-meeting-held') return ofNoAgency(draft, policy)
  if (draft.type === 'delay-explained') return unknown('ruleId', draft.ruleId, ruleIdsOf(policy))
  if (draft.type !== 'policy-adopted') return undefined
  if (adopted === undefined) {
    return {
      code: 'no-such-policy',
      field: 'version',
      because: `There is no version ${draft.version} of policy ${draft.policy}`,
      remedy: 'Give the id and the version of a policy that has been released',
    }
  }
  if (adopted.localities.some(({ id }) => id === locality)) return undefined
  return {
    code: 'no-such-policy',
    field: 'policy',
    because: `Policy ${draft.policy} does not have the locality ${locality}, where this journey is`,
    remedy: 'Give a policy of this authority',
  }
}

// Who came, and who does what, are agencies of the policy.
function ofNoAgency(
  { attendance = {}, actions = [] }: Extract<EventDraft, { type: 'child-plan-meeting-held' }>,
  { agencies }: Policy,
): Refusal | undefined {
  const known = agencies.map(({ id }) => id)
  const named = [
    ...Object.keys(attendance).map((agency) => ({ field: `attendance.${agency}`, agency })),
    ...actions.map(({ owner }, index) => ({ field: `actions.${index}.owner`, agency: owner })),
  ]
  const wrong = named.find(({ agency }) => !known.includes(agency))
  return wrong && unknown(wrong.field, wrong.agency, known, 'an agency')
}

function unknown(field: string, given: string, known: readonly string[], what = field): Refusal | undefined {
  if (known.includes(given)) return undefined
  const one = `one of: ${known.join(', ')}`
  return {
    code: 'not-in-the-policy',
    field,
    because: `${given} is not in the policy: ${what} must be ${one}`,
    remedy: `Give ${one}`,
  }
}
