import type { Agency } from '../domain/codes'
import type { Recipient } from '../domain/notices'
import { managerOf, ownerOf } from '../domain/owners'
import type { Database } from './database'
import { ownedBy, type Directory, type OwnedRow } from './people'

/** The contacts of an authority, as a document: agency, locality (`*` for all of it), recipient and address. */
export interface Contact {
  readonly agency: Agency
  readonly locality: string
  readonly recipient: Recipient
  readonly address: string
}

/** Who gets what is for a recipient, and how they want it. */
export interface Receiver {
  readonly address: string
}

/** The contact of a recipient in an agency and locality: the locality's own, else the authority's; undefined if none. */
async function contactOf(
  db: Database,
  agency: Agency,
  locality: string,
  recipient: Recipient,
): Promise<Receiver | undefined> {
  const rows = await db
    .selectFrom('contact')
    .select(['locality', 'address'])
    .where('agency', '=', agency)
    .where('recipient', '=', recipient)
    .where('locality', 'in', [locality, '*'])
    .execute()
  const row = rows.find((one) => one.locality === locality) ?? rows[0]
  return row && { address: row.address }
}

/** Whom a notice is for: the recipient in an agency, and the journey that it is about. */
export interface ToTell extends OwnedRow {
  readonly agency: Agency
  readonly recipient: Recipient
}

/**
 * Where a notice goes today. What is for the lead worker goes to whoever owns the journey, what is for the team manager
 * to the manager whom the directory knows for it; without an address of their own, as everything else, to that of the
 * recipient in the locality, or in the authority. Undefined if none is known.
 */
export async function receiverOf(
  db: Database,
  { people, today }: Directory,
  notice: ToTell,
): Promise<Receiver | undefined> {
  const person = personToTell(notice, people, today)
  const own = person === undefined ? undefined : await receiverOfPerson(db, person)
  return own ?? contactOf(db, notice.agency, notice.locality, notice.recipient)
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

async function receiverOfPerson(db: Database, id: string): Promise<Receiver | undefined> {
  const row = await db.selectFrom('person').select('address').where('id', '=', id).executeTakeFirst()
  return row?.address ? { address: row.address } : undefined
}

/** Adds contacts that are not there yet; what people changed since stays as it is. */
export async function addContacts(db: Database, contacts: readonly Contact[]): Promise<void> {
  if (contacts.length === 0) return
  await db
    .insertInto('contact')
    .values([...contacts])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
