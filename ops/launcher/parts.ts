import { postgresEndings } from '../postgres/server'
import type { Ending } from '../processes/end'

/** The processes that the launcher starts and looks after, in the order in which they are ended. */
export const partNames = ['api', 'worker', 'relay', 'sign-in', 'mail-sink', 'temporal', 'postgres'] as const
export type PartName = (typeof partNames)[number]

/** What each part is called in a sentence. */
export const partTitles: Readonly<Record<PartName, string>> = {
  api: 'The API',
  worker: 'The worker',
  relay: 'The relay',
  'sign-in': 'The sign-in',
  'mail-sink': 'The mail sink',
  temporal: 'Temporal',
  postgres: 'PostgreSQL',
}

const gently = (graceMs: number): readonly Ending[] => [
  { signal: 'SIGTERM', graceMs },
  { signal: 'SIGKILL', graceMs: 2_000 },
]

/** How each part is ended. All graces together stay within 20 seconds, PostgreSQL's first one among them. */
export const partEndings: Readonly<Record<PartName, readonly Ending[]>> = {
  api: gently(3_000),
  worker: gently(5_000),
  relay: gently(2_000),
  'sign-in': gently(1_000),
  'mail-sink': gently(1_000),
  temporal: gently(3_000),
  postgres: postgresEndings,
}
