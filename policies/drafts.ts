import { library } from './here'
import { hashOf } from './hash'
import { readPolicyAmong, type ReleasedPolicy } from './library'

/** So many drafts are known at a time; the one that was known first is forgotten first, and is read again when it is needed. */
const MOST = 100

const known = new Map<string, ReleasedPolicy>()

/**
 * Makes a draft of a policy known to this process, beside those that are released: for practice alone. Throws
 * DocumentError with all that is wrong in it.
 *
 * @param document the whole document, as it would be released
 * @param name what to call it in the error
 */
export function knowDraft(document: unknown, name = 'document'): ReleasedPolicy {
  const hash = hashOf(document)
  const before = known.get(hash)
  if (before) return before
  const policy = readPolicyAmong(document, name, library())
  const draft = { policy, reference: { id: policy.id, version: policy.version, hash } }
  const [oldest] = known.keys()
  if (known.size >= MOST && oldest !== undefined) known.delete(oldest)
  known.set(hash, draft)
  return draft
}

/** A draft that is known here, by the hash of its document; undefined when it is not. */
export function knownDraft(hash: string): ReleasedPolicy | undefined {
  return known.get(hash)
}
