import type { Selectable } from 'kysely'
import type { Policy } from '../../domain/policy'
import type { JourneyState } from '../../domain/state'
import type { Instant } from '../../domain/time'
import { policyOf } from '../../policies/released'
import type { ChildKey } from '../child-keys'
import type { Tables } from '../tables'

/** A journey's row. */
export type JourneyRow = Selectable<Tables['journey']>

/** A journey as it stands in the record. */
export interface RecordedJourney {
  readonly row: JourneyRow
  readonly child: ChildKey
  readonly policy: Policy
  readonly state: JourneyState
  /** The journey's own time: PostgreSQL's, or a practice journey's clock. */
  readonly now: Instant
}

/** What says under which policy a journey is. */
export type UnderPolicy = Pick<JourneyRow, 'policy_id' | 'policy_version' | 'policy_hash'>

/** The policy document that a journey's row refers to. */
export function policyOfRow(row: UnderPolicy): Policy {
  return policyOf({ id: row.policy_id, version: row.policy_version, hash: row.policy_hash })
}
