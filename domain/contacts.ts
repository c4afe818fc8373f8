import type { Agency } from './codes'
import type { Form } from './forms'
import type { Recipient } from './notices'
import { isAway } from './people'
import type { LocalDate } from './time'

/** The locality of a contact for the whole authority. */
export const WHOLE_AUTHORITY = '*'

/** Whose contact it is: a recipient of an agency, in a locality or in the whole authority. There is one for each. */
export interface ContactOf {
  readonly agency: Agency
  /** `*` for the whole authority. */
  readonly locality: string
  readonly recipient: Recipient
}

/** Whom an agency wants to be told, where, and how. */
export interface Contact extends ContactOf {
  readonly id: string
  readonly address: string
  /** The person's or the office's. */
  readonly name?: string
  readonly form: Form
  /** The id of their working calendar; absent where it is the one of the journey's policy. */
  readonly calendar?: string
  /** The first and the last day away; either may be open. */
  readonly awayFrom?: LocalDate
  readonly awayUntil?: LocalDate
  /** The id of the contact who is told while this one is away. */
  readonly standIn?: string
}

/** Contacts by id. */
export type Contacts = ReadonlyMap<string, Contact>

/** Who is told, and for whom they stand in when they do. */
export interface ContactToTell {
  readonly contact: Contact
  readonly standsInFor?: Contact
}

/** The id of a contact: `health.contact` for the whole authority, `health.contact.skye` for a locality. */
export function contactIdOf({ agency, recipient, locality }: ContactOf): string {
  return locality === WHOLE_AUTHORITY ? `${agency}.${recipient}` : `${agency}.${recipient}.${locality}`
}

/** Is the contact away on a day, the first and the last day included? */
export function isContactAway(contact: Contact, today: LocalDate): boolean {
  return isAway(contact, today)
}

/**
 * Whom to tell today: the locality's contact, or that of the authority where the locality has none. While that one is away,
 * the first of those who stand in, one for the other, who is here; else that of the authority, or who stands in for it; and
 * if all of them are away the contact itself, so that nothing is lost. Undefined where there is no contact.
 */
export function contactToTell(
  contacts: Contacts,
  of: ContactOf,
  today: LocalDate,
): ContactToTell | undefined {
  const wide = contacts.get(contactIdOf({ ...of, locality: WHOLE_AUTHORITY }))
  const own = contacts.get(contactIdOf(of)) ?? wide
  if (own === undefined) return undefined
  const inTurn = [own, ...standInsOf(own, contacts), ...(wide ? [wide, ...standInsOf(wide, contacts)] : [])]
  const here = inTurn.find((contact) => !isContactAway(contact, today)) ?? own
  return here.id === own.id ? { contact: own } : { contact: here, standsInFor: own }
}

/** Those who stand in for a contact, one for the other, each once: it ends where it would go in a circle. */
export function standInsOf(contact: Contact, contacts: Contacts): Contact[] {
  const chain: Contact[] = []
  const met = new Set([contact.id])
  let next = contacts.get(contact.standIn ?? '')
  while (next !== undefined && !met.has(next.id)) {
    chain.push(next)
    met.add(next.id)
    next = contacts.get(next.standIn ?? '')
  }
  return chain
}

/**
 * Who else could be told: those who stand in, the authority's contact, the other contacts of the agency in the locality and
 * in the authority; those who are here today, in this order, each once. Another authority is told in place of nobody else,
 * and nobody in its place.
 */
export function othersToTell(contacts: Contacts, of: ContactOf, today: LocalDate): Contact[] {
  const wide = contacts.get(contactIdOf({ ...of, locality: WHOLE_AUTHORITY }))
  const own = contacts.get(contactIdOf(of)) ?? wide
  const inAgency = [of.locality, WHOLE_AUTHORITY].flatMap((locality) =>
    [...contacts.values()].filter((one) => one.agency === of.agency && one.locality === locality),
  )
  const all = [
    ...(own ? [own, ...standInsOf(own, contacts)] : []),
    ...(wide ? [wide] : []),
    ...inAgency.filter(({ recipient }) => isAuthority(recipient) === isAuthority(of.recipient)),
  ].filter(({ recipient }) => !isAuthority(of.recipient) || recipient === of.recipient)
  return [...new Set(all)].filter((contact) => !isContactAway(contact, today))
}

/** The contacts of a list by their ids. */
export function contactsById(contacts: readonly Contact[]): Contacts {
  return new Map(contacts.map((contact) => [contact.id, contact]))
}

function isAuthority(recipient: Recipient): boolean {
  return recipient.startsWith('authority-')
}
