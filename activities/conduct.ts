import type { Client } from '@temporalio/client'
import type { Conducted } from '../contracts/journey-workflow'
import type { Seam } from '../contracts/seam'
import { conductJourney, type ConductedJourney } from '../db/conduct'
import type { Database } from '../db/database'
import { UnknownJourneyError } from '../db/record'
import type { Instant } from '../domain/time'
import { signalNotices } from '../temporal/signals'

export interface ConductServices {
  readonly db: Database
  readonly engine: Client
  readonly seam: Seam
}

// A practice journey that was thrown away while the engine was silent: its workflow ends, whatever it was told of.
const THROWN_AWAY: ConductedJourney = {
  conducted: { standing: { seq: Number.MAX_SAFE_INTEGER }, closed: true },
  mailboxes: [],
}

/** Conducts a journey, then wakes the senders of the mailboxes where something waits. */
export async function conduct(
  { db, engine, seam }: ConductServices,
  request: { readonly journeyId: string; readonly practiceTime?: Instant },
): Promise<Conducted> {
  const { journeyId, practiceTime } = request
  const { conducted, mailboxes } = await conductJourney(db, journeyId, {
    ...(practiceTime && { practiceTime }),
    beforeCommit: () => seam('conducting: before commit'),
  }).catch((error: unknown) => {
    if (practiceTime && error instanceof UnknownJourneyError) return THROWN_AWAY
    throw error
  })
  seam('conducting: after commit')
  // Killed before this, the sweep wakes them.
  await Promise.all(mailboxes.map((mailbox) => signalNotices(engine, mailbox)))
  return conducted
}
