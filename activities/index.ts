import { heartbeat } from '@temporalio/activity'
import type {
  ImportActivities,
  JourneyActivities,
  NoticeActivities,
  PackMailActivities,
} from '../contracts/activities'
import { importBatch, type ImportServices } from './import-batch'
import { conduct, type ConductServices } from './conduct'
import { sendPackMail } from './meetings/send-pack-mail'
import { sendNotices } from './notices/send-notices'
import type { NoticeServices } from './notices/services'

/** The activities of journeys, over the outside systems that are handed in. */
export function createJourneyActivities(services: ConductServices): JourneyActivities {
  return { conduct: (request) => conduct(services, request) }
}

/** The activities that bring files in. */
export function createImportActivities(services: ImportServices): ImportActivities {
  return { importBatch: (request) => importBatch(services, request, () => heartbeat()) }
}

export { createMeetingPackActivities } from './meetings/make-packs'

/** The activities that send the links of packs. */
export function createPackMailActivities(services: NoticeServices): PackMailActivities {
  return { sendPackMail: (request) => sendPackMail(services, request) }
}

/** The activities that send notices. */
export function createNoticeActivities(services: NoticeServices): NoticeActivities {
  return { sendNotices: (mailbox) => sendNotices(services, mailbox, () => heartbeat()) }
}
