import { contactChanges, type ContactChanges, type ContactDirectory } from '../../db/keep-contacts'
import type { Scope } from '../../db/scope'
import { contactsById, WHOLE_AUTHORITY, type Contact } from '../../domain/contacts'
import { faultsOfDirectory, type Nameable, type SaidOfContact } from '../../domain/directory'
import { Problem } from '../problem'

/**
 * Refuses what somebody of some localities alone would change elsewhere: they have a say in the contacts of these, and not in
 * those of others or of the whole authority. Throws Problem. Returns what would change.
 */
export function changesWithin(
  before: ContactDirectory,
  after: readonly Contact[],
  { localities }: Scope,
): ContactChanges {
  const changes = contactChanges(before.contacts, after)
  if (localities === 'authority') return changes
  const all = new Map([...contactsById(before.contacts), ...contactsById(after)])
  const elsewhere = [...changes.added, ...changes.changed, ...changes.removed]
    .map((id) => all.get(id))
    .find((contact) => contact !== undefined && !localities.includes(contact.locality))
  if (elsewhere === undefined) return changes
  const where = elsewhere.locality === WHOLE_AUTHORITY ? 'the whole authority' : elsewhere.locality
  throw new Problem(
    'not-allowed',
    `${elsewhere.id} is of ${where}, and you act for: ${localities.join(', ') || 'no locality'}`,
    { localities, remedy: 'Ask somebody of the whole authority, or of that locality' },
  )
}

/**
 * What is wrong with a directory that is to be kept. What was so before is let be, where nobody changed the contact: a policy
 * that is here no more stops nobody from keeping the rest in order.
 */
export function newFaultsOf(
  before: readonly Contact[],
  after: readonly Contact[],
  known: Nameable,
): SaidOfContact[] {
  const keyIn = (contacts: readonly Contact[]) => {
    const at = ({ index, field, message }: SaidOfContact) => [contacts[index], field, message]
    return (fault: SaidOfContact) => JSON.stringify(at(fault))
  }
  const old = new Set(faultsOfDirectory(before, known).map(keyIn(before)))
  const key = keyIn(after.map(inOrder(before)))
  return faultsOfDirectory(after, known).filter((fault) => !old.has(key(fault)))
}

// An unchanged contact as it was before, so that the order of its fields does not count.
function inOrder(before: readonly Contact[]): (contact: Contact) => Contact {
  const had = contactsById(before)
  return (contact) => {
    const old = had.get(contact.id)
    const isSame = old !== undefined && contactChanges([old], [contact]).changed.length === 0
    return isSame ? old : contact
  }
}
