import { sql } from 'kysely'
import type { PolicyReference } from '../domain/policy'
import { knowDraft } from '../policies/drafts'
import { isKnown, type ReleasedPolicy } from '../policies/released'
import type { DatabaseTransaction, Queryable } from './database'
import type { JourneyRow } from './recording/recorded-journey'

/**
 * Makes the policy of a practice journey known to this process, and the one that it began under, where they are drafts: before
 * anything is derived from them. Throws DocumentError when this release cannot read the draft.
 */
export async function knowPolicyOf(db: Queryable, row: UnderPolicies): Promise<void> {
  if (!row.practice) return
  await know(db, { id: row.policy_id, version: row.policy_version, hash: row.policy_hash })
  await know(db, { id: row.first_policy_id, version: row.first_policy_version, hash: row.first_policy_hash })
}

type UnderPolicies = Pick<
  JourneyRow,
  'practice' | `${'' | 'first_'}policy_id` | `${'' | 'first_'}policy_version` | `${'' | 'first_'}policy_hash`
>

async function know(db: Queryable, reference: PolicyReference): Promise<void> {
  if (isKnown(reference)) return
  const draft = await db
    .selectFrom('practice_policy')
    .select('document')
    .where('hash', '=', reference.hash)
    .executeTakeFirst()
  if (draft) knowDraft(draft.document, `draft ${reference.id} version ${reference.version}`)
}

/** Keeps a draft for the practice journeys that are to stand under it; it goes with the last of them. Throws DocumentError. */
export async function keepDraft(
  trx: DatabaseTransaction,
  document: object,
  name: string,
): Promise<ReleasedPolicy> {
  const draft = knowDraft(document, name)
  await trx
    .insertInto('practice_policy')
    .values({
      hash: draft.reference.hash,
      document: JSON.stringify(document),
      kept_at: sql<Date>`clock_timestamp()`,
    })
    // locks it as well: who throws away the last other journey under it waits, and sees this one
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ kept_at: sql<Date>`clock_timestamp()` }))
    .execute()
  return draft
}
