import type { Store } from 'express-session'
import type { RelyingParty } from './relying-party'

/** What the pages need from outside besides what the API does. */
export interface PagesServices {
  readonly partner: RelyingParty
  readonly store: Store
  readonly clientSecret: string
  /** People sign in as somebody made up: every page says so. */
  readonly practice: boolean
  /** Where the embedded mail sink shows its messages; absent where mail is really sent. */
  readonly mailSink?: string
}
