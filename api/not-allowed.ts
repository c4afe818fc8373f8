import type { Owned } from '../domain/owners'
import { rolesThatMay, type Action } from '../domain/permissions'
import { Problem } from './problem'

/** Why somebody may not do something in a journey, and what would make it possible. */
export interface Refusal {
  readonly because: string
  readonly remedy: string
}

/** What is answered to somebody who may take none of these actions. */
export function notAllowed(actions: readonly Action[]): Problem {
  const roles = [...new Set(actions.flatMap(rolesThatMay))]
  return new Problem('not-allowed', `This is for: ${roles.join(', ')}`, {
    roles,
    remedy: 'Ask one of them to do it, or an administrator for the role',
  })
}

/** What is answered to somebody who may read a journey but not do this in it. */
export function notInReach({ because, remedy }: Refusal): Problem {
  return new Problem('not-allowed', because, { remedy })
}

/**
 * Why a journey that somebody may read is not within their reach.
 *
 * @param nameOf what a person is called
 */
export function outOfReach({ team, lead }: Owned, nameOf: (id: string) => string): Refusal {
  const whose = [
    ...(team === undefined ? [] : [`is of the team ${team}`]),
    ...(lead === undefined ? [] : [`is led by ${nameOf(lead)}`]),
  ]
  return {
    because: `This journey ${whose.join(' and ') || 'is not yours'}: you neither lead nor cover it, and it is not of your team`,
    remedy: 'Ask them or a manager to do it; where that cannot wait, open the journey with a reason',
  }
}
