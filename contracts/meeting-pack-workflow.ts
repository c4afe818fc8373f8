import type { LocalDate } from '../domain/time'

/** The workflow that makes the packs of a locality's PACE meetings and sends their links: name and ids. It runs where journeys do. */
export const MEETING_PACK_WORKFLOW = 'meetingPack'

/** The workflow id of the pack of one meeting. */
export function meetingPackWorkflowId(locality: string, on: LocalDate): string {
  return `meeting-pack/${locality}/${on}`
}

/** The id of the schedule of a locality, and what the ids of the runs that it begins start with. */
export function meetingScheduleId(locality: string): string {
  return `meeting-packs/${locality}`
}

export interface MeetingPackInput {
  readonly locality: string
  /** The day of the meeting; absent in a run that the schedule begins, which looks what is due. */
  readonly on?: LocalDate
}

/** A pack that was made, and the messages that are still to be sent. */
export interface MadePack {
  readonly mails: readonly string[]
}

/** What became of a message, for good. */
export type PackMailEnding = 'sent' | 'refused' | 'withdrawn'
