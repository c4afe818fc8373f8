import type { Agency } from '../domain/codes'
import type { Recipient } from '../domain/notices'
import type { Database } from './database'

/** The contacts of an authority, as a document: agency, locality (`*` for all of it), recipient and address. */
export interface Contact {
  readonly agency: Agency
  readonly locality: string
  readonly recipient: Recipient
  readonly address: string
}

/** The address of a recipient in an agency and locality: the locality's own, else the authority's; undefined if none. */
export async function addressOf(
  db: Database,
  agency: Agency,
  locality: string,
  recipient: Recipient,
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('contact')
    .select(['locality', 'address'])
    .where('agency', '=', agency)
    .where('recipient', '=', recipient)
    .where('locality', 'in', [locality, '*'])
    .execute()
  return (rows.find((row) => row.locality === locality) ?? rows[0])?.address
}

/** A worker's own address; undefined when none is known. */
export async function addressOfPerson(db: Database, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('person').select('address').where('id', '=', id).executeTakeFirst()
  return row?.address ?? undefined
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

/** Adds people that are not there yet. */
export async function addPeople(
  db: Database,
  people: readonly { readonly id: string; readonly address: string }[],
): Promise<void> {
  if (people.length === 0) return
  await db
    .insertInto('person')
    .values([...people])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
