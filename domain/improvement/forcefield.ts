import type { DelayReason, Stage } from '../codes'
import { repeatedIds, type FaultOfRecord } from './record'

export const FORCE_SIDES = ['driving', 'restraining'] as const
export type ForceSide = (typeof FORCE_SIDES)[number]

export const STRONGEST = 5
export const MOST_FORCES = 40

/** What helps an aim or stands against it, and how strongly people judge it to. */
export interface Force {
  readonly id: string
  readonly side: ForceSide
  readonly title: string
  /** From 1, weak, to 5, strong. */
  readonly strength: number
  /** The stage of journeys in which it is felt: the weeks that are lost there are shown beside it. */
  readonly stage?: Stage
  /** The reason by which delays are explained that it causes. */
  readonly reason?: DelayReason
}

/** A forcefield analysis (Lewin): the forces that drive towards an aim and those that restrain it. It names no child. */
export interface Forcefield {
  readonly title: string
  /** The id of an aim of the policy, or a name of one's own. */
  readonly aim: string
  readonly locality?: string
  readonly forces: readonly Force[]
}

/** Everything for which forces cannot be kept: an id twice, and more of them than a person can weigh. */
export function faultsOfForces(forces: readonly Force[]): FaultOfRecord[] {
  if (forces.length > MOST_FORCES)
    return [
      {
        field: 'forces',
        message: `are more than ${MOST_FORCES}`,
        remedy: 'Divide it into several forcefields',
      },
    ]
  return repeatedIds(forces, 'forces')
}

/** The forces of a side, the strongest first; of equal ones in the order in which they were written. */
export function forcesOf(side: ForceSide, forces: readonly Force[]): Force[] {
  return forces.filter((force) => force.side === side).sort((a, b) => b.strength - a.strength)
}

/** How strong a side is in all. */
export function strengthOf(side: ForceSide, forces: readonly Force[]): number {
  return forcesOf(side, forces).reduce((sum, { strength }) => sum + strength, 0)
}
