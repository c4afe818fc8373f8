import { sql } from 'kysely'
import { knowDraft } from '../policies/drafts'
import { isKnown, type ReleasedPolicy } from '../policies/released'
import type { DatabaseTransaction, Queryable } from './database'
import type { JourneyRow, UnderPolicy } from './recording/recorded-journey'

/**
 * Makes the policy of a practice journey known to this process, where it is a draft: before anything is derived from it.
 * Throws DocumentError when this release cannot read the draft.
 */
export async function knowPolicyOf(
  db: Queryable,
  { practice, ...row }: UnderPolicy & Pick<JourneyRow, 'practice'>,
): Promise<void> {
  const reference = { id: row.policy_id, version: row.policy_version, hash: row.policy_hash }
  if (!practice || isKnown(reference)) return
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
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return draft
}
