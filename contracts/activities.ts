import type { ImportedBatch } from './import-workflow'
import type { Conducted } from './journey-workflow'
import type { Mailbox, Sent } from './notices-workflow'
import type { MadePack, PackMailEnding } from './meeting-pack-workflow'
import type { Instant, LocalDate } from '../domain/time'

/** What the journey's workflow asks of the outside. */
export interface JourneyActivities {
  /**
   * Reads the record of a journey, writes the milestones and notices that are true now, and says what is next.
   * Doing it again changes nothing.
   *
   * @param practiceTime of a practice journey, the engine's time of it
   */
  conduct(request: { readonly journeyId: string; readonly practiceTime?: Instant }): Promise<Conducted>
}

/** What the workflow of an import asks of the outside. */
export interface ImportActivities {
  /** Works on the next batch of an import's children, and says whether that was the last. Doing it again is safe. */
  importBatch(request: { readonly importId: string }): Promise<ImportedBatch>
}

/** What the notices' workflow asks of the outside. */
export interface NoticeActivities {
  /** Sends a batch of what is due to an agency in a locality, and says when there is more. */
  sendNotices(mailbox: Mailbox): Promise<Sent>
}

/** What the workflow of a meeting’s pack asks of the record. */
export interface MeetingPackActivities {
  /** The meetings of a locality whose pack is to be made today, or whose link somebody is still to be sent. */
  packsToMake(request: { readonly locality: string }): Promise<readonly LocalDate[]>
  /** Makes the pack of a meeting, unless it is made already, and says what is still to be sent. */
  makePack(request: { readonly locality: string; readonly on: LocalDate }): Promise<MadePack>
  /** Keeps that a message was tried for days and could not be sent. */
  giveUpPackMail(request: { readonly mailId: string }): Promise<void>
}

/** What the workflow of a meeting’s pack asks of the mail server. */
export interface PackMailActivities {
  /** Sends the link of a pack to one address, and keeps how it ended. Throws what may pass by itself. */
  sendPackMail(request: { readonly mailId: string }): Promise<PackMailEnding>
}
