import type { Insertable, Selectable } from 'kysely'
import {
  contactsById,
  contactToTell,
  othersToTell,
  type Contact,
  type ContactOf,
  type ContactToTell,
} from '../domain/contacts'
import type { Form } from '../domain/forms'
import { mailboxOf } from '../domain/mail-address'
import { managerOf, ownerOf } from '../domain/owners'
import type { Database, Queryable } from './database'
import { ownedBy, type Directory, type OwnedRow } from './people'
import type { Tables } from './tables'

/** A contact as it is to be kept: its id is made of whose contact it is, and it gets each message by itself if nothing is said. */
export type ContactToKeep = Omit<Contact, 'id' | 'form'> & Partial<Pick<Contact, 'form'>>

/** Who gets what is for a recipient, and how they want it. */
export interface Receiver {
  readonly address: string
  /** The person's or the office's. */
  readonly name?: string
  readonly form: Form
  /** The id of their working calendar; absent where it is the one of the journey's policy. */
  readonly calendar?: string
  /** Which contact of the directory it is; absent of a person. */
  readonly contactId?: string
  /** Which person of the directory it is; absent of a contact. */
  readonly person?: string
  /** The id of the contact who is away and for whom this one is told. */
  readonly standsInFor?: string
}

/** Whom a notice is for: the recipient in an agency, and the journey that it is about. */
export interface ToTell extends OwnedRow, Pick<ContactOf, 'agency' | 'recipient'> {}

/**
 * Where a notice goes today. What is for the lead worker goes to whoever owns the journey, what is for the team manager
 * to the manager whom the directory knows for it; without an address of their own, as everything else, to the contact of
 * the recipient in the locality, or in the authority, or who stands in for it. Undefined if none is known.
 */
export async function receiverOf(
  db: Queryable,
  { people, today }: Directory,
  notice: ToTell,
): Promise<Receiver | undefined> {
  const person = personToTell(notice, people, today)
  const own = person === undefined ? undefined : await receiverOfPerson(db, person)
  if (own !== undefined) return own
  const told = contactToTell(contactsById(await readContacts(db, [notice])), contactOf(notice), today)
  return told && receiverOfContact(told)
}

/**
 * Who else could be told of a notice today, the nearest first, none of them twice and none of them at these addresses: the
 * journey's owner and manager where it is for one of them, who stands in, the authority's contact, and the other contacts of the agency.
 */
export async function otherReceiversOf(
  db: Queryable,
  { people, today }: Directory,
  notice: ToTell,
  not: readonly string[],
): Promise<Receiver[]> {
  const persons = await Promise.all(peopleToTell(notice, people, today).map((id) => receiverOfPerson(db, id)))
  const contacts = contactsById(await readContacts(db, [notice]))
  const others = othersToTell(contacts, contactOf(notice), today).map((contact) =>
    receiverOfContact({ contact }),
  )
  const met = new Set(not.map(mailboxOf))
  return [...persons, ...others].filter((one): one is Receiver => {
    if (one === undefined || met.has(mailboxOf(one.address))) return false
    met.add(mailboxOf(one.address))
    return true
  })
}

function contactOf({ agency, recipient, locality }: ToTell): ContactOf {
  return { agency, recipient, locality }
}

function receiverOfContact({ contact, standsInFor }: ContactToTell): Receiver {
  const { id, address, name, form, calendar } = contact
  return {
    address,
    form,
    contactId: id,
    ...(name !== undefined && { name }),
    ...(calendar !== undefined && { calendar }),
    ...(standsInFor && { standsInFor: standsInFor.id }),
  }
}

function personToTell(
  { recipient, ...row }: ToTell,
  people: Directory['people'],
  today: Directory['today'],
): string | undefined {
  if (recipient === 'lead-worker') return ownerOf(ownedBy(row), people, today).person
  if (recipient === 'team-manager') return managerOf(ownedBy(row), people, today)?.id
  return undefined
}

function peopleToTell(notice: ToTell, people: Directory['people'], today: Directory['today']): string[] {
  if (notice.recipient !== 'lead-worker' && notice.recipient !== 'team-manager') return []
  const { person } = ownerOf(ownedBy(notice), people, today)
  const manager = managerOf(ownedBy(notice), people, today)?.id
  const inTurn = notice.recipient === 'lead-worker' ? [person, manager] : [manager]
  return inTurn.filter((id) => id !== undefined)
}

async function receiverOfPerson(db: Queryable, id: string): Promise<Receiver | undefined> {
  const row = await db
    .selectFrom('person')
    .select(['address', 'name', 'form', 'calendar'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row?.address) return undefined
  return {
    address: row.address,
    form: row.form,
    person: id,
    ...(row.name !== null && { name: row.name }),
    ...(row.calendar !== null && { calendar: row.calendar }),
  }
}

/** The contacts of the directory by id: all of them, or those of some agencies, each with all of its localities. */
export async function readContacts(
  db: Queryable,
  of?: readonly Pick<ContactOf, 'agency'>[],
): Promise<Contact[]> {
  const rows = await db
    .selectFrom('contact')
    .selectAll()
    .$if(of !== undefined, (query) =>
      query.where(
        'agency',
        'in',
        (of ?? []).map(({ agency }) => agency),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map(contactOfRow)
}

function contactOfRow(row: Selectable<Tables['contact']>): Contact {
  const { id, agency, locality, recipient, address, name, form, calendar, away_from, away_until, stand_in } =
    row
  return {
    id,
    agency,
    locality,
    recipient,
    address,
    form,
    ...(name !== null && { name }),
    ...(calendar !== null && { calendar }),
    ...(away_from !== null && { awayFrom: away_from }),
    ...(away_until !== null && { awayUntil: away_until }),
    ...(stand_in !== null && { standIn: stand_in }),
  }
}

/** Adds contacts that are not there yet; what people changed since stays as it is. */
export async function addContacts(db: Database, contacts: readonly ContactToKeep[]): Promise<void> {
  if (contacts.length === 0) return
  await db
    .insertInto('contact')
    .values(contacts.map(rowOfContact))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A contact as a row of the directory has it. */
export function rowOfContact(contact: ContactToKeep): Insertable<Tables['contact']> {
  return {
    agency: contact.agency,
    locality: contact.locality,
    recipient: contact.recipient,
    address: contact.address,
    name: contact.name ?? null,
    form: contact.form ?? 'each',
    calendar: contact.calendar ?? null,
    away_from: contact.awayFrom ?? null,
    away_until: contact.awayUntil ?? null,
    stand_in: contact.standIn ?? null,
  }
}
