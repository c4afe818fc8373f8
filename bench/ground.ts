import type { Database } from '../db/database'
import type { Installation } from './installation/installation'

/** What every benchmark stands on. */
export interface Ground {
  readonly installation: Installation
  /** The installation's database. */
  readonly db: Database
  /** The engine's namespace that the installation works in. */
  readonly namespace: string
  /** Whom the installation's access tokens are made out to. */
  readonly audience: string
  /** When the benchmarks began: what is recorded, is recorded of the days before. */
  readonly now: Date
  /** Tells the person what goes on. */
  readonly say: (line: string) => void
}
