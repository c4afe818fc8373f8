import { addContacts, type ContactToKeep } from '../../db/contacts'
import { openDatabase } from '../../db/database'
import { addPeople, type PersonToKeep } from '../../db/people'
import { AUTHORITIES, ROLES, type Role } from '../../domain/codes'
import type { LocalDate } from '../../domain/time'
import { SENIORS } from '../../domain/policy'
import { agencyIds, currentPolicy } from '../../policies/released'
import { practiceUser } from '../sign-in/practice-users'

/** Whose journeys the example is about. */
const EXAMPLE_POLICY = 'highland'

/**
 * Adds the practice users to the directory, and a made-up address for each of them, every agency and manager, where none
 * is kept yet, so that what would be sent can be read in the embedded mail sink. Addresses end in `.example`, which leads
 * nowhere (RFC 2606).
 *
 * @param inForce the policy of whose localities people are, besides those of the example
 */
export async function addPracticeDirectory(databaseUrl: string, inForce = EXAMPLE_POLICY): Promise<void> {
  const db = openDatabase(databaseUrl, { maxConnections: 1 })
  try {
    await addContacts(db, practiceContacts())
    await addPeople(db, practicePeople(inForce))
  } finally {
    await db.destroy()
  }
}

function practiceContacts(): ContactToKeep[] {
  const locality = '*'
  const partners = agencyIds().map((agency): ContactToKeep => ({
    agency,
    locality,
    recipient: agency === 'social-work' ? 'lead-worker' : 'contact',
    address: `${agency}@partners.example`,
  }))
  const seniors = SENIORS.map((recipient): ContactToKeep => ({
    agency: 'social-work',
    locality,
    recipient,
    address: `${recipient}@council.example`,
  }))
  const authorities = AUTHORITIES.map((authority): ContactToKeep => ({
    agency: 'social-work',
    locality,
    recipient: `authority-${authority}`,
    address: `social-work@${authority}.example`,
  }))
  return [...partners, ...seniors, ...authorities, ...LOCAL_CONTACTS]
}

// In some localities, not in that of the quick start, partners have an address of their own; one wants one letter a day, one is away and stood in for.
const LOCAL_CONTACTS: readonly ContactToKeep[] = [
  {
    agency: 'health',
    locality: 'inverness',
    recipient: 'contact',
    name: 'Inverness children’s health team',
    address: 'inverness@health.example',
    form: 'digest',
  },
  {
    agency: 'health',
    locality: 'sutherland',
    recipient: 'contact',
    name: 'Sutherland children’s health team',
    address: 'sutherland@health.example',
    awayFrom: '2026-01-05' as LocalDate,
    standIn: 'health.contact.inverness',
  },
  {
    agency: 'education',
    locality: 'nairn',
    recipient: 'contact',
    name: 'Named person service, Nairn',
    address: 'nairn@education.example',
  },
  {
    agency: 'reporter',
    locality: 'skye',
    recipient: 'contact',
    name: 'Reporter, Portree',
    address: 'portree@reporter.example',
    calendar: 'hearings',
  },
]

// Connected systems sign in too, and are nobody.
const IN_AUTHORITY = ROLES.filter((role) => role !== 'system')
const IN_LOCALITY = ['case-worker', 'reviewer', 'manager'] as const satisfies readonly Role[]

function practicePeople(inForce: string): PersonToKeep[] {
  const policies = [EXAMPLE_POLICY, inForce].map((id) => currentPolicy(id).policy)
  const localities = [...new Set(policies.flatMap((policy) => policy.localities.map(({ id }) => id)))]
  return [
    ...IN_AUTHORITY.map((role) => practicePerson(role)),
    ...localities.flatMap((locality) => IN_LOCALITY.map((role) => practicePerson(role, locality))),
  ]
}

// In a locality its manager manages the others, and whoever has the same role in the whole authority covers for them.
function practicePerson(role: Role, locality?: string): PersonToKeep {
  const { sub: id, name, roles } = practiceUser(role, locality)
  const manager = practiceUser('manager', role === 'manager' ? undefined : locality).sub
  return {
    id,
    name,
    roles,
    address: `${id}@council.example`,
    ...(manager !== id && { manager }),
    ...(locality !== undefined && { locality, cover: practiceUser(role).sub }),
  }
}
