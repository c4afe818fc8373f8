import type { Logger } from 'pino'
import type { JourneyChanges } from '../contracts/journey-changes'
import type { LiveStandings } from '../contracts/live'
import type { TrustedProxies } from '../contracts/settings'
import type { Seam } from '../contracts/seam'
import type { Database } from '../db/database'
import type { KeyRing } from '../keys/key-ring'
import type { ReleasedPolicy } from '../policies/released'
import type { Tokens } from './bearer'
import type { ExportSettings } from './exports/agreements'
import type { Health } from './health'
import type { Limits } from './limits/limits'
import type { PagesServices } from './pages/services'

/** All that the API needs from outside, handed in. */
export interface Services {
  readonly db: Database
  /** The master keys, under which the children's keys are sealed. */
  readonly keys: KeyRing
  /** The policy of journeys that name none. */
  readonly policy: ReleasedPolicy
  readonly tokens: Tokens
  readonly live: LiveStandings
  readonly health: Health
  /** Absent where nobody can listen for changes. */
  readonly changes?: JourneyChanges
  /** Aborted when this process is to end: whoever listens is let go. */
  readonly stopping?: AbortSignal
  /** Absent where there are no pages: the API alone is served. */
  readonly pages?: PagesServices
  /** Where people reach this installation, without a trailing slash. */
  readonly publicUrl: string
  /** The hosts of the council's document stores, each with its port where that is not 443; any when absent. */
  readonly documentHosts?: readonly string[]
  /** Whose word counts on where a request came from, as express takes it; nobody's when absent. */
  readonly trustProxy?: TrustedProxies
  readonly log: Logger
  /** Mail goes to real people: addresses that lead nowhere are warned of. Absent in practice and in tests. */
  readonly forReal?: boolean
  /** How much may be asked for in a short time; absent where nobody counts, as in tests that ask for much. */
  readonly limits?: Limits
  readonly seam: Seam
  /** How exports are made: as usual, and under no agreement, when absent. */
  readonly exports?: ExportSettings
}

/** Services with those of the pages. */
export type PageServices = Services & { readonly pages: PagesServices }
