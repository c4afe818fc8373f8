import type { MeetingPackActivities } from '../../contracts/activities'
import type { Database } from '../../db/database'
import { giveUpPackMail, makePack, packsToMake } from '../../db/meeting-packs'

/** The activities that make the packs of meetings. Doing any of them again changes nothing. */
export function createMeetingPackActivities(db: Database): MeetingPackActivities {
  return {
    packsToMake: ({ locality }) => packsToMake(db, locality),
    makePack: async (meeting) => ({
      mails: await makePack(db, meeting),
    }),
    giveUpPackMail: ({ mailId }) => giveUpPackMail(db, mailId),
  }
}
