import type { Finding } from '../../domain/importing/finding'
import type { KeyRing } from '../../keys/key-ring'
import type { ReleasedPolicy } from '../../policies/released'
import type { Scope } from '../scope'

/** Who brings rows in, from which system, and under which policy, or variant of it, journeys start. */
export interface BringingIn {
  readonly by: string
  readonly scope: Scope
  readonly system: string
  readonly policy: ReleasedPolicy
  readonly keys: KeyRing
}

/** What became of a child's rows. */
export interface ForChild {
  /** Rows that were recorded, corrections among them. */
  readonly applied: number
  readonly corrected: number
  readonly unchanged: number
  readonly journeys: number
  readonly warnings: readonly Finding[]
}

/** Rows of a child that are refused, all of them, since one or more are bad. */
export class RefusedChildError extends Error {
  override readonly name = 'RefusedChildError'

  /** @param findings every bad row with what is wrong; of good rows nothing */
  constructor(readonly findings: readonly Finding[]) {
    super('Rows of this child are refused')
  }
}

/** Refuses rows for one and the same reason. */
export function refusedRow(line: number, field: string, message: string, remedy: string): Finding {
  return { kind: 'refused', line, field, message, remedy }
}
