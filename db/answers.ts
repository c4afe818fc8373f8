import { sql, type Selectable } from 'kysely'
import type { LinkAnswer, MeetingAnswer } from '../domain/answers'
import type { DatabaseTransaction, Queryable } from './database'
import type { Invitation } from './invitations'
import { raise, tellChanged } from './raised'
import type { Tables } from './tables'

/** An answer to an invitation as it came. */
export type GivenAnswer = { readonly address: string; readonly by: string; readonly from?: string } & (
  | { readonly via: 'link'; readonly answer: LinkAnswer }
  | {
      readonly via: 'reply'
      readonly answer: MeetingAnswer
      /** The Message-ID of the mail that it came in. */
      readonly messageId: string
      /** The time that is proposed instead. */
      readonly proposed?: string
    }
)

/**
 * Keeps an answer to an invitation, writes down that it was given, and raises to the worker that the chair declined, or that
 * another time is proposed. The same message read again, and the same answer given again, change nothing. Whoever looks at
 * the journey is told.
 *
 * @param isNewest whether the invitation is the last that they had: to a date before nothing is raised
 * @returns whether it was kept
 */
export async function keepAnswer(
  trx: DatabaseTransaction,
  invitation: Invitation,
  given: GivenAnswer,
  isNewest: boolean,
): Promise<boolean> {
  const { id, journeyId, agency, recipient, content } = invitation
  const { answer, via, address } = given
  const proposed = via === 'reply' ? given.proposed : undefined
  // two at once: the second waits here
  const journey = await trx
    .selectFrom('journey')
    .select(['id', 'locality', 'practice'])
    .where('id', '=', journeyId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const last = await trx
    .selectFrom('meeting_answer')
    .select('answer')
    .where('notice_id', '=', id)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (via === 'link' && last?.answer === answer) return false
  const kept = await trx
    .insertInto('meeting_answer')
    .values({
      journey_id: journeyId,
      notice_id: id,
      uid: content.uid,
      sequence: content.sequence,
      meeting: content.meeting,
      meeting_at: content.at,
      agency,
      recipient,
      person: content.person ?? null,
      address,
      answer,
      proposed: proposed ?? null,
      via,
      message_id: via === 'reply' ? given.messageId : null,
      at: sql<Date>`clock_timestamp()`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (kept === undefined) return false
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: given.by,
      action: 'answers.give',
      journey_id: journeyId,
      detail: JSON.stringify({ invitation: id, meeting: content.meeting, at: content.at, answer, via }),
      ...(given.from !== undefined && { from_address: given.from }),
    })
    .execute()
  if (isNewest) {
    const { meeting, at } = content
    // whoever said yes in between is raised again, and not who says no twice
    if (answer === 'declined' && recipient === 'chair' && last?.answer !== 'declined') {
      const what = { about: 'answer', answer, agency, recipient, meeting, at } as const
      await raise(trx, journey, `declined/${id}/${kept.id}`, what)
    }
    if (answer === 'counter') {
      const time = proposed === undefined ? {} : { proposed }
      const what = { about: 'answer', answer, agency, recipient, meeting, at, ...time } as const
      await raise(trx, journey, `counter/${id}/${proposed ?? 'another-time'}`, what)
    }
  }
  await tellChanged(trx, journeyId)
  return true
}

/** Who answered, as the audit names them: what they are invited as, and never an address. */
export function actorOf({ agency, recipient, content: { person } }: Invitation): string {
  return person ?? `invited:${agency}/${recipient}`
}

/** An answer that was kept. */
export type AnswerOfJourney = Pick<
  Selectable<Tables['meeting_answer']>,
  'at' | 'meeting' | 'meeting_at' | 'agency' | 'recipient' | 'address' | 'answer' | 'proposed' | 'via'
>

/** Every answer that was ever given in a journey, in the order in which they came. */
export function answersOfJourney(db: Queryable, journeyId: string): Promise<AnswerOfJourney[]> {
  return db
    .selectFrom('meeting_answer')
    .select(['at', 'meeting', 'meeting_at', 'agency', 'recipient', 'address', 'answer', 'proposed', 'via'])
    .where('journey_id', '=', journeyId)
    .orderBy('id')
    .execute()
}
