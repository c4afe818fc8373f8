import type { Logger } from 'pino'
import type { LiveStandings } from '../contracts/live'
import type { Seam } from '../contracts/seam'
import type { Database } from '../db/database'
import type { ReleasedPolicy } from '../policies/released'
import type { Tokens } from './bearer'
import type { Health } from './health'

/** All that the API needs from outside, handed in. */
export interface Services {
  readonly db: Database
  /** The policy of journeys that name none. */
  readonly policy: ReleasedPolicy
  readonly tokens: Tokens
  readonly live: LiveStandings
  readonly health: Health
  /** Where people reach this installation, without a trailing slash. */
  readonly publicUrl: string
  readonly log: Logger
  readonly seam: Seam
}
