import { ROLES, type Role } from '../../domain/codes'
import type { Policy } from '../../domain/policy'
import { practiceUser, type PracticeUser } from './practice-users'

/** Whom a person may choose to be. */
export interface Offer {
  /** The locality that the first few belong to. */
  readonly nearby: Policy['localities'][number]
  readonly inNearby: readonly PracticeUser[]
  readonly inWholeAuthority: readonly PracticeUser[]
  /** The parts that anybody else can be put together from. */
  readonly roles: readonly Role[]
  readonly localities: Policy['localities']
}

/** The field of the form that is wrong, by its name, and what to do about it. */
export interface ChoiceError {
  readonly field: 'who' | 'role' | 'locality'
  readonly message: string
}

/** Connected systems sign in by themselves: nobody chooses to be one. */
const roles = ROLES.filter((role) => role !== 'system')
const mostUsed = ['case-worker', 'reviewer', 'manager'] as const satisfies readonly Role[]

/** Whom to offer where these are the localities, the first of them before the others. @throws Error when there are none */
export function offerFor(localities: Policy['localities']): Offer {
  const [nearby] = localities
  if (nearby === undefined) throw new Error('A policy without a locality has nobody to sign in as')
  return {
    nearby,
    inNearby: mostUsed.map((role) => practiceUser(role, nearby.id)),
    inWholeAuthority: roles.map((role) => practiceUser(role)),
    roles,
    localities,
  }
}

/** Whom a sent form chooses: by name, or put together of a role and a locality. What is wrong with it when nobody. */
export function choiceIn(form: URLSearchParams, offer: Offer): PracticeUser | readonly ChoiceError[] {
  const who = form.get('who')
  if (who !== null) {
    const chosen = [...offer.inNearby, ...offer.inWholeAuthority].find(({ sub }) => sub === who)
    return chosen ?? [{ field: 'who', message: 'Choose one of the people on this page' }]
  }
  const role = offer.roles.find((each) => each === form.get('role'))
  const locality = offer.localities.find(({ id }) => id === form.get('locality'))
  if (role !== undefined && locality !== undefined) return practiceUser(role, locality.id)
  return [
    ...(role === undefined ? [{ field: 'role', message: 'Choose a role from the list' } as const] : []),
    ...(locality === undefined
      ? [{ field: 'locality', message: 'Choose a locality from the list' } as const]
      : []),
  ]
}
