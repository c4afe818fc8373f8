import { z } from 'zod'
import { ROLES, type Role } from '../domain/codes'

/** Which of our roles each group of the council's own gives; a group that is not in it gives none. */
export type RoleMap = Readonly<Record<string, readonly Role[]>>

const EXAMPLE = '{"SW Practitioners": "case-worker"}'

/**
 * OIDC_ROLE_MAP: JSON, the council's groups by name, each with one of our roles or a list of them. Whatever is wrong is
 * named by the group it stands under.
 */
export const roleMap = z.string().transform((written, context): RoleMap => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const groups = objectIn(written)
  if (groups === undefined) return refuse(`must be a JSON object of groups and roles, such as ${EXAMPLE}`)
  const map: Record<string, readonly Role[]> = {}
  for (const [group, given] of Object.entries(groups)) {
    const roles: readonly unknown[] = Array.isArray(given) ? given : [given]
    const strange = roles.find((role) => !isRole(role))
    if (strange !== undefined)
      return refuse(
        `gives "${group}" the role ${JSON.stringify(strange)}, which there is not: the roles are ${ROLES.join(', ')}`,
      )
    map[group] = roles.filter(isRole)
  }
  return map
})

/** A list in one setting: what stands between commas, white space aside. */
export const commaList = z
  .string()
  .transform((written) =>
    written
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  )
  .refine((list) => list.length > 0, { error: 'must name something, with commas between' })

/** The values of the claim `amr` that show more than a password (RFC 8176), and those that are in use besides. */
export const SECOND_FACTORS = ['mfa', 'otp', 'hwk', 'swk', 'sc', 'fido']

function isRole(role: unknown): role is Role {
  return (ROLES as readonly unknown[]).includes(role)
}

function objectIn(written: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(written)
    const isObject = typeof read === 'object' && read !== null && !Array.isArray(read)
    return isObject ? (read as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
