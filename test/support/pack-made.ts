import type { Database } from '../../db/database'
import { makePack, type MeetingOf } from '../../db/meeting-packs'
import { keepPaceMeetings, readPaceMeetings } from '../../db/pace-meetings'

/** Has a locality meet on a day, where it does not yet, and makes the pack of that meeting as it is now, in place of one that there is. */
export async function packMade(db: Database, { locality, on }: MeetingOf): Promise<void> {
  const [known] = await readPaceMeetings(db, locality)
  if (known === undefined) {
    const rhythm = {
      locality,
      first: on,
      at: '10:00',
      weeks: 2,
      packDaysBefore: 2,
      changes: [],
      paused: false,
    }
    await db
      .transaction()
      .execute((trx) => keepPaceMeetings(trx, { ...rhythm, people: [], agencies: [] }, { by: 'somebody' }))
  }
  await db.deleteFrom('meeting_pack').where('locality', '=', locality).where('meeting_on', '=', on).execute()
  await makePack(db, { locality, on })
}
