import type { ListedNoticeAnswer, NoticeAnswer } from '../../contracts/notice-schema'
import { headlineOf } from '../../contracts/notice-words'
import type { Queryable } from '../../db/database'
import type { ListedNotice } from '../../db/notice-list'
import type { NoticeOfJourney, NoticeTry } from '../../db/notices-of-journey'
import type { Directory } from '../../db/people'
import { nameOfReceiver, offeredFor, readNotice } from '../../db/resend'
import { hasFailed } from '../../domain/notice-list'
import type { OwnWords } from '../../domain/own-words'
import { writeInstant } from '../../domain/time'
import { policyOf } from '../../policies/released'

/** A notice of a journey, as the API shows it, in the words of the journey's council. */
export function noticeAnswer(
  { content, at, endedAt, waitsUntil, tries, ...rest }: NoticeOfJourney,
  words: OwnWords,
): NoticeAnswer {
  return {
    ...rest,
    about: content.about,
    subject: headlineOf(content, words),
    at: writeInstant(at),
    ...(endedAt && { endedAt: writeInstant(endedAt) }),
    ...(waitsUntil && { waitsUntil: writeInstant(waitsUntil) }),
    ...(tries.length > 0 && { tries: tries.map(tryAnswer) }),
  }
}

function tryAnswer({ endedAt, ...rest }: NoticeTry) {
  return { ...rest, endedAt: writeInstant(endedAt) }
}

/** A notice of a list, as the API shows it. */
export function listedNoticeAnswer(listed: ListedNotice): ListedNoticeAnswer {
  const { journeyId, childReference, locality, policy, ...notice } = listed
  return { ...noticeAnswer(notice, policyOf(policy).words), journeyId, childReference, locality }
}

/** Notices with who else can be told of those that failed. */
export async function withOffers<Answer extends NoticeAnswer>(
  db: Queryable,
  directory: Directory,
  answers: readonly Answer[],
): Promise<Answer[]> {
  const offering: Answer[] = []
  for (const answer of answers) {
    const notice = hasFailed(answer.status) ? await readNotice(db, answer.id) : undefined
    if (notice === undefined) offering.push(answer)
    else {
      const { usual, others } = await offeredFor(db, directory, notice)
      // where it would go by itself is offered too, unless it was refused just there
      const again = usual !== undefined && usual.address !== answer.sentTo ? [usual, ...others] : others
      const offered = again.map((one) => ({
        to: nameOfReceiver(one),
        address: one.address,
        ...(one.name !== undefined && { name: one.name }),
      }))
      offering.push({ ...answer, offered })
    }
  }
  return offering
}
