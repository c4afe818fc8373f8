import type { Agency } from './codes'
import {
  contactIdOf,
  contactsById,
  isContactAway,
  standInsOf,
  WHOLE_AUTHORITY,
  type Contact,
  type Contacts,
} from './contacts'
import { isPlaceholder, mailAddressFault, mailboxOf } from './mail-address'
import { recipientIn, type Recipient } from './notices'
import type { Policy } from './policy'
import type { LocalDate } from './time'

/** What is said of a contact: of which one of a list, of which field, what, and what to do. */
export interface SaidOfContact {
  readonly index: number
  readonly field: keyof Contact
  readonly message: string
  readonly remedy: string
}

/** A recipient who is told by some policy, and of whom no contact is known in some localities. */
export interface Gap {
  readonly agency: Agency
  readonly recipient: Recipient
  readonly localities: readonly string[]
}

/** What can be named in the directory: agencies, localities and calendars by their ids. */
export interface Nameable {
  readonly agencies: readonly string[]
  readonly localities: readonly string[]
  readonly calendars: readonly string[]
}

/**
 * Everything for which a directory cannot be kept as it is given: a bad address, what nobody knows, the same contact twice,
 * an absence that ends before it begins, and a stand-in who is nobody, of another agency, or in a circle.
 */
export function faultsOfDirectory(contacts: readonly Contact[], known: Nameable): SaidOfContact[] {
  const byId = contactsById(contacts)
  return contacts.flatMap((contact, index) => {
    const said = [
      ...unknownIn(contact, known),
      ...addressFault(contact),
      ...(contacts.findIndex(({ id }) => id === contact.id) === index
        ? []
        : [wrong('agency', `has this contact already: ${contact.id}`, 'Give each contact once')]),
      ...absenceFault(contact),
      ...standInFault(contact, byId),
    ]
    return said.map((one) => ({ index, ...one }))
  })
}

type Said = Omit<SaidOfContact, 'index'>

function wrong(field: keyof Contact, message: string, remedy: string): Said {
  return { field, message, remedy }
}

function unknownIn({ agency, locality, calendar }: Contact, known: Nameable): Said[] {
  const localities = [WHOLE_AUTHORITY, ...known.localities]
  return [
    ...(known.agencies.includes(agency) ? [] : [oneOf('agency', known.agencies)]),
    ...(localities.includes(locality) ? [] : [oneOf('locality', localities)]),
    ...(calendar === undefined || known.calendars.includes(calendar)
      ? []
      : [oneOf('calendar', known.calendars)]),
  ]
}

function oneOf(field: keyof Contact, codes: readonly string[]): Said {
  return wrong(field, 'is not known to any policy here', `Give one of: ${codes.join(', ')}`)
}

function addressFault({ address }: Contact): Said[] {
  const fault = mailAddressFault(address)
  return fault === undefined ? [] : [wrong('address', fault, 'Give one address, such as health@nhs.example')]
}

function absenceFault({ awayFrom, awayUntil }: Contact): Said[] {
  if (awayFrom === undefined || awayUntil === undefined || awayFrom <= awayUntil) return []
  return [wrong('awayUntil', 'is before the first day away', 'Give the last day away')]
}

function standInFault(contact: Contact, byId: Contacts): Said[] {
  const { standIn } = contact
  if (standIn === undefined) return []
  const other = byId.get(standIn)
  if (other === undefined) {
    const ids = [...byId.values()].filter(({ agency, id }) => agency === contact.agency && id !== contact.id)
    const remedy =
      ids.length === 0
        ? 'Add another contact of the agency first, or leave it out'
        : `Give one of: ${ids.map(({ id }) => id).join(', ')}`
    return [wrong('standIn', 'is no contact of this directory', remedy)]
  }
  if (other.agency !== contact.agency) {
    const message = 'is of another agency, which is not told of all that this one is'
    return [wrong('standIn', message, `Give a contact of ${contact.agency}`)]
  }
  const chain = [contact, ...standInsOf(contact, byId)]
  const last = chain.at(-1)
  if (last?.standIn !== contact.id) return []
  const circle = [...chain.map(({ id }) => id), contact.id].join(', ')
  return [wrong('standIn', `goes in a circle: ${circle}`, 'Leave out one of these stand-ins')]
}

/**
 * What may be meant and is likely a mistake: two contacts with one address, an address that leads nowhere, somebody away for whom
 * nobody stands in, and a contact of a recipient whom no policy tells.
 *
 * @param forReal whether mail goes to real people: addresses for practice are then said
 */
export function warningsOfDirectory(
  contacts: readonly Contact[],
  policies: readonly Policy[],
  today: LocalDate,
  forReal: boolean,
): SaidOfContact[] {
  const byId = contactsById(contacts)
  const told = new Set(policies.flatMap((policy) => toldBy(policy).map(keyOf)))
  return contacts.flatMap((contact, index) => {
    const same = contacts.find(
      (other, at) => at < index && mailboxOf(other.address) === mailboxOf(contact.address),
    )
    const said = [
      ...(same === undefined
        ? []
        : [wrong('address', `is also that of ${same.id}`, 'Leave it if both are read in one place')]),
      ...(forReal && isPlaceholder(contact.address)
        ? [wrong('address', 'is for examples and leads nowhere', 'Give the address that is read')]
        : []),
      ...(isContactAway(contact, today) && !isStoodInFor(contact, byId, today)
        ? [
            wrong(
              'standIn',
              'is nobody who is here, so what is sent waits for this contact',
              'Give a contact who is here',
            ),
          ]
        : []),
      ...(told.has(keyOf(contact)) || contact.recipient.startsWith('authority-')
        ? []
        : [
            wrong(
              'recipient',
              'is told of nothing by the policies in force',
              'Leave it if other letters go there',
            ),
          ]),
    ]
    return said.map((one) => ({ index, ...one }))
  })
}

function isStoodInFor(contact: Contact, byId: Contacts, today: LocalDate): boolean {
  const wide = byId.get(contactIdOf({ ...contact, locality: WHOLE_AUTHORITY }))
  const others = [...standInsOf(contact, byId), ...(wide ? [wide, ...standInsOf(wide, byId)] : [])]
  return others.some((other) => other.id !== contact.id && !isContactAway(other, today))
}

/**
 * Who is told by some policy in a locality in which no contact is known, nor one for the whole authority: what would be sent
 * there goes nowhere. By agency in the order of the policies.
 */
export function gapsIn(contacts: Contacts, policies: readonly Policy[]): Gap[] {
  const gaps = new Map<string, { agency: Agency; recipient: Recipient; localities: Set<string> }>()
  for (const policy of policies) {
    for (const { agency, recipient } of toldBy(policy)) {
      for (const { id: locality } of policy.localities) {
        const of = { agency, recipient, locality }
        if (contacts.has(contactIdOf(of)) || contacts.has(contactIdOf({ ...of, locality: WHOLE_AUTHORITY })))
          continue
        const gap = gaps.get(keyOf(of)) ?? { agency, recipient, localities: new Set<string>() }
        gap.localities.add(locality)
        gaps.set(keyOf(of), gap)
      }
    }
  }
  return [...gaps.values()].map((gap) => ({ ...gap, localities: [...gap.localities] }))
}

interface Told {
  readonly agency: Agency
  readonly recipient: Recipient
}

// Whom notices of a policy are for: on events, of deadlines, and up the line. Each once, in the order of its agencies.
function toldBy(policy: Policy): Told[] {
  const agencies = new Set([
    ...Object.values(policy.told).flatMap((told) => told),
    ...policy.rules.flatMap(({ concerns }) => concerns),
  ])
  const seniors = new Set(policy.escalation.map(({ to }) => to))
  return [
    ...policy.agencies
      .filter(({ id }) => agencies.has(id))
      .map(({ id }): Told => ({ agency: id, recipient: recipientIn(id) })),
    ...[...seniors].map((recipient): Told => ({ agency: 'social-work', recipient })),
  ]
}

function keyOf({ agency, recipient }: Told): string {
  return `${agency}.${recipient}`
}
