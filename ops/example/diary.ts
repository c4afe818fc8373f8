import { actorOf, keepAnswer } from '../../db/answers'
import { conductJourney } from '../../db/conduct'
import type { Database } from '../../db/database'
import { invitedNow } from '../../db/invitations'
import { readJourney } from '../../db/read'
import { recordEvent } from '../../db/record'
import { AUTHORITY } from '../../db/scope'
import type { LinkAnswer } from '../../domain/answers'
import type { DiaryEntry } from '../../domain/diary'
import { isAhead } from '../../domain/invitations'
import { localDateOf, parseOccurrence, wallTime, writeInstant } from '../../domain/time'
import type { KeyRing } from '../../keys/key-ring'

type Answers = Readonly<Record<string, LinkAnswer>>

/** What some of those who are invited answered, by agency or as what they are invited; the others have not yet. */
const ANSWERED: readonly { readonly hour: number; readonly answers: Answers }[] = [
  { hour: 10, answers: { chair: 'accepted', health: 'accepted', education: 'accepted', legal: 'tentative' } },
  { hour: 14, answers: { chair: 'declined', health: 'accepted', reporter: 'declined' } },
]

/**
 * Sets a time and a chair for the next meeting of some children of the example, so that those who come are invited, and has some of them answer.
 */
export async function addDiary(db: Database, keys: KeyRing, by: string): Promise<void> {
  const rows = await db
    .selectFrom('journey')
    .select('id')
    .where('locality', '=', 'caithness')
    .where('closed', '=', false)
    .where('practice', '=', false)
    .orderBy('started_on', 'desc')
    .orderBy('id')
    .execute()
  const plans = [...ANSWERED]
  for (const { id } of rows) {
    const { state, now } = await readJourney(db, keys, id, AUTHORITY)
    const next = state.diary.find((entry) => isToCome(entry) && isAhead(entry.date, now))
    const plan = next && plans.shift()
    if (next === undefined || plan === undefined) continue
    await db.transaction().execute((trx) =>
      recordEvent(trx, keys, {
        journeyId: id,
        by,
        scope: AUTHORITY,
        draft: {
          type: 'meeting-date-set',
          occurred: parseOccurrence(localDateOf(now)) ?? next.date,
          meeting: next.meeting,
          at: writeInstant(wallTime(next.date.on, plan.hour)),
          chair: 'practice-reviewer',
        },
      }),
    )
    await conductJourney(db, id)
    await answer(db, id, plan.answers)
  }
}

function isToCome({ cancelled, heldBy }: DiaryEntry): boolean {
  return !cancelled && heldBy === undefined
}

async function answer(db: Database, journeyId: string, answers: Answers): Promise<void> {
  for (const invitation of await invitedNow(db, [journeyId])) {
    const { agency, recipient } = invitation
    const given = answers[recipient === 'contact' ? agency : recipient]
    if (given === undefined) continue
    const by = actorOf(invitation)
    await db
      .transaction()
      .execute((trx) =>
        keepAnswer(
          trx,
          invitation,
          { via: 'link', answer: given, address: `${agency}@partners.example`, by },
          true,
        ),
      )
  }
}
