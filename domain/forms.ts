/** How somebody is told: each message by itself, or all of a day in one. */
export const FORMS = ['each', 'digest'] as const
export type Form = (typeof FORMS)[number]
