import { sql } from 'kysely'
import { contactIdOf, contactsById, type Contact, type ContactOf } from '../domain/contacts'
import { readContacts, rowOfContact, type ContactToKeep } from './contacts'
import type { DatabaseTransaction, Queryable } from './database'
import { DirectoryVersionError } from './people'

/** The contacts as they are, and how often they have been changed. */
export interface ContactDirectory {
  readonly contacts: readonly Contact[]
  readonly version: number
}

/** How a directory differs from the one before: contacts by id. */
export interface ContactChanges {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** All contacts, with their version. */
export async function readContactDirectory(db: Queryable): Promise<ContactDirectory> {
  const { contacts_version: version } = await db
    .selectFrom('directory')
    .select('contacts_version')
    .executeTakeFirstOrThrow()
  return { contacts: await readContacts(db), version }
}

/** The same, which nobody else changes until the transaction ends. Throws DirectoryVersionError when it is at another version. */
export async function lockContactDirectory(
  trx: DatabaseTransaction,
  ifVersion?: number,
): Promise<ContactDirectory> {
  const { contacts_version: version } = await trx
    .selectFrom('directory')
    .select('contacts_version')
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (ifVersion !== undefined && ifVersion !== version) throw new DirectoryVersionError(ifVersion, version)
  return { contacts: await readContacts(trx), version }
}

/** A contact as it will be kept: with its id and form. */
export function asKept(contact: ContactToKeep & ContactOf): Contact {
  return { ...contact, form: contact.form ?? 'each', id: contactIdOf(contact) }
}

/** What would change if the contacts were these, and no others. */
export function contactChanges(before: readonly Contact[], after: readonly Contact[]): ContactChanges {
  const had = contactsById(before)
  const has = contactsById(after)
  const added = after.filter(({ id }) => !had.has(id))
  const changed = after.filter((contact) => {
    const old = had.get(contact.id)
    return old !== undefined && textOf(old) !== textOf(contact)
  })
  const removed = before.filter(({ id }) => !has.has(id))
  return { added: idsOf(added), changed: idsOf(changed), removed: idsOf(removed) }
}

/**
 * Keeps the contacts as they are given, and no others; audited. Returns the new version.
 *
 * @param locked the directory as it was locked in this transaction
 */
export async function replaceContacts(
  trx: DatabaseTransaction,
  locked: ContactDirectory,
  contacts: readonly Contact[],
  by: string,
): Promise<number> {
  const changes = contactChanges(locked.contacts, contacts)
  const { added, changed, removed } = changes
  if (removed.length > 0) await trx.deleteFrom('contact').where('id', 'in', removed).execute()
  const written = contacts.filter(({ id }) => added.includes(id) || changed.includes(id))
  if (written.length > 0) {
    await trx
      .insertInto('contact')
      .values(written.map(rowOfContact))
      .onConflict((conflict) =>
        conflict.columns(['agency', 'locality', 'recipient']).doUpdateSet((row) => ({
          address: row.ref('excluded.address'),
          name: row.ref('excluded.name'),
          form: row.ref('excluded.form'),
          calendar: row.ref('excluded.calendar'),
          away_from: row.ref('excluded.away_from'),
          away_until: row.ref('excluded.away_until'),
          stand_in: row.ref('excluded.stand_in'),
        })),
      )
      .execute()
  }
  const version = locked.version + 1
  await trx.updateTable('directory').set({ contacts_version: version }).execute()
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'agencies.write',
      journey_id: null,
      detail: JSON.stringify({ ...changes, version, ...differences(locked.contacts, contacts) }),
    })
    .execute()
  return version
}

/** Contacts by id: which fields of one that stays are otherwise, and the addresses that came, went or changed. */
function differences(before: readonly Contact[], after: readonly Contact[]): object {
  const had = contactsById(before)
  const has = contactsById(after)
  const fields: Record<string, string[]> = {}
  const addresses: Record<string, { readonly old?: string; readonly new?: string }> = {}
  for (const id of new Set([...had.keys(), ...has.keys()])) {
    const [old, now] = [had.get(id), has.get(id)]
    if (old !== undefined && now !== undefined) {
      const named = changedFields(old, now)
      if (named.length > 0) fields[id] = named
    }
    if (old?.address === now?.address) continue
    addresses[id] = { ...(old && { old: old.address }), ...(now && { new: now.address }) }
  }
  return { fields, addresses }
}

function changedFields(old: Contact, now: Contact): string[] {
  const names = new Set([...Object.keys(old), ...Object.keys(now)]) as ReadonlySet<keyof Contact>
  return [...names].filter((name) => old[name] !== now[name]).sort()
}

function textOf(contact: Contact): string {
  return JSON.stringify(Object.entries(contact).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function idsOf(contacts: readonly Contact[]): string[] {
  return contacts.map(({ id }) => id)
}
