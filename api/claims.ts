import { z } from 'zod'
import type { RoleMap } from '../contracts/identity-settings'
import type { Settings } from '../contracts/settings'
import { ROLES, type Role } from '../domain/codes'
import type { Scope } from '../db/scope'
import { agencyIds } from '../policies/released'

/** Where in a token a council's sign-in says what somebody is. */
export interface ClaimsMapping {
  /** A claim's name, or the way to it with dots between, e.g. `realm_access.roles`. */
  readonly roles: string
  readonly localities: string
  /** Of somebody from a partner agency: which one, or which, by our codes. */
  readonly agency: string
  /** The council's groups and our roles; absent where the groups are called as our roles are. */
  readonly roleMap?: RoleMap
  /** How a second factor is shown; absent where nobody is asked for one. */
  readonly mfa?: { readonly claim: string; readonly values: readonly string[] }
}

/** Claims called as our own sign-in calls them, and no second factor. */
export const OUR_CLAIMS: ClaimsMapping = { roles: 'roles', localities: 'localities', agency: 'agency' }

/** What the settings say of a council's tokens. */
export function claimsOf(settings: Settings): ClaimsMapping {
  return {
    roles: settings.OIDC_ROLES_CLAIM,
    localities: settings.OIDC_LOCALITIES_CLAIM,
    agency: settings.OIDC_AGENCY_CLAIM,
    ...(settings.OIDC_ROLE_MAP && { roleMap: settings.OIDC_ROLE_MAP }),
    ...(settings.OIDC_MFA === 'required' && {
      mfa: { claim: settings.OIDC_MFA_CLAIM, values: settings.OIDC_MFA_VALUES },
    }),
  }
}

type Claims = Readonly<Record<string, unknown>>

/** Our roles that a token gives. What is not known, or not in the map, gives none. */
export function rolesIn(claims: Claims, { roles: path, roleMap }: ClaimsMapping): Role[] {
  const groups = textsAt(claims, path)
  const roles: readonly string[] = roleMap
    ? groups.flatMap((group) => (Object.hasOwn(roleMap, group) ? (roleMap[group] ?? []) : []))
    : groups
  return ROLES.filter((role) => roles.includes(role))
}

/** The localities that a token gives, `*` among them is the whole authority; and the agencies, as far as there are such. */
export function scopeIn(claims: Claims, { localities: path, agency }: ClaimsMapping): Scope {
  const localities = textsAt(claims, path)
  const named = textsAt(claims, agency)
  const agencies = agencyIds().filter((one) => named.includes(one))
  return {
    localities: localities.includes('*') ? 'authority' : localities,
    ...(agencies.length > 0 && { agencies }),
  }
}

/** Does a sign-in show a second factor, in one of its tokens? So it does where nobody is asked for one. */
export function showsSecondFactor(tokens: readonly Claims[], { mfa }: ClaimsMapping): boolean {
  if (mfa === undefined) return true
  return tokens.some((claims) => textsAt(claims, mfa.claim).some((value) => mfa.values.includes(value)))
}

/**
 * Is this the token of a client itself, as the grant of client credentials gives it? Its subject is then the client
 * (RFC 9068, section 2.2); some sign-ins say so in a claim of their own.
 */
export function isOfClient(claims: Claims): boolean {
  const { sub, client_id: client, azp, appid, idtyp } = claims
  return idtyp === 'app' || [client, azp, appid].some((id) => id !== undefined && id === sub)
}

const texts = z.union([z.array(z.unknown()), z.string()])

// One text alone is a list of one. The whole path may be a claim's name: some are addresses, with dots in them.
function textsAt(claims: Claims, path: string): string[] {
  const found = texts.safeParse(Object.hasOwn(claims, path) ? claims[path] : followed(claims, path))
  if (!found.success) return []
  const list: readonly unknown[] = Array.isArray(found.data) ? found.data : [found.data]
  return list.filter((each) => typeof each === 'string')
}

function followed(claims: Claims, path: string): unknown {
  return path.split('.').reduce<unknown>((within, name) => {
    if (typeof within !== 'object' || within === null || !Object.hasOwn(within, name)) return undefined
    return (within as Claims)[name]
  }, claims)
}
