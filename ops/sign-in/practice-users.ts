import { ROLES, type Agency, type Role } from '../../domain/codes'

/**
 * Someone made up, to try PACE as. No real person is among them: the id, the name and every page they see say practice.
 */
export interface PracticeUser {
  /** The person's id in the record, such as `practice-case-worker-caithness`. */
  readonly sub: string
  readonly name: string
  readonly roles: readonly Role[]
  /** Locality codes, or `*` alone for the whole authority. */
  readonly localities: readonly string[]
  /** Of which agency a partner agency's worker is. */
  readonly agency?: Agency
}

/** What each role is called, inside a sentence. */
export const roleTitles: Readonly<Record<Role, string>> = {
  'case-worker': 'case worker',
  reviewer: 'reviewer',
  'panel-coordinator': 'panel coordinator',
  'decision-maker': 'agency decision maker',
  legal: 'legal adviser',
  manager: 'manager',
  'improvement-lead': 'improvement lead',
  partner: 'partner agency worker',
  auditor: 'auditor',
  administrator: 'administrator',
  system: 'connected system',
}

const localityCode = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** Why someone cannot be signed in as, in words for the person who asked. */
export class NoSuchPracticeUser extends Error {
  override readonly name = 'NoSuchPracticeUser'
}

/**
 * The practice user of a role, in one locality or, without one, in the whole authority.
 *
 * In a council a case worker or a reviewer belongs to a locality. Here they may be asked for without one too, so that
 * the first token somebody asks for opens the whole example.
 *
 * @throws NoSuchPracticeUser when there is no such role, naming the roles, or when the locality is no code
 */
export function practiceUser(role: string, locality?: string): PracticeUser {
  if (!isRole(role)) {
    throw new NoSuchPracticeUser(`There is no role "${role}". The roles are ${ROLES.join(', ')}.`)
  }
  if (locality === undefined) {
    return {
      sub: `practice-${role}`,
      name: `Practice ${roleTitles[role]}`,
      roles: [role],
      localities: ['*'],
      ...agencyOf(role),
    }
  }
  if (!localityCode.test(locality)) {
    throw new NoSuchPracticeUser(
      `"${locality}" is no locality's code. A code is in lower case with hyphens, such as caithness or badenoch-and-strathspey.`,
    )
  }
  return {
    sub: `practice-${role}-${locality}`,
    name: `Practice ${roleTitles[role]}, ${placeName(locality)}`,
    roles: [role],
    localities: [locality],
    ...agencyOf(role),
  }
}

/** The practice user with this id, or undefined when nobody has it. */
export function findPracticeUser(sub: string): PracticeUser | undefined {
  const role = ROLES.find((each) => sub === `practice-${each}` || sub.startsWith(`practice-${each}-`))
  if (role === undefined) return undefined
  const locality = sub.slice(`practice-${role}-`.length)
  if (locality !== '' && !localityCode.test(locality)) return undefined
  return practiceUser(role, locality === '' ? undefined : locality)
}

// A partner is of some agency: here of health.
function agencyOf(role: Role): { agency?: Agency } {
  return role === 'partner' ? { agency: 'health' } : {}
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role)
}

function placeName(locality: string): string {
  return locality
    .split('-')
    .map((word) => (word === 'and' ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ')
}
