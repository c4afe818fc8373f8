import type { Seam } from '../../contracts/seam'
import type { Database } from '../../db/database'
import type { Instant } from '../../domain/time'
import type { KeyRing } from '../../keys/key-ring'
import type { Mailer } from './mail'

/** What notices are sent with. */
export interface NoticeServices {
  readonly db: Database
  readonly mailer: Mailer
  readonly mailFrom: string
  /** Where people read a journey: links begin with it. */
  readonly publicUrl: string
  /** The master keys: links by which somebody answers are signed. */
  readonly keys: KeyRing
  readonly seam: Seam
  /** The most messages that go in a minute, of all workers together. */
  readonly perMinute: number
  /** What time it is for sending: PostgreSQL's, unless a test has moved it on. */
  readonly now: () => Promise<Instant>
}
