import type { PracticeAnswer } from '../../contracts/practice-schema'
import { clockOfPractice, listedPractice, type ListedPractice, type PracticeClock } from '../../db/practice'
import type { RecordedJourney } from '../../db/record'
import { writeInstant } from '../../domain/time'

/** A practice journey as the API shows it. */
export function practiceAnswer(recorded: RecordedJourney): PracticeAnswer {
  const { now: _now, ...listed } = listedAnswer(listedPractice(recorded.row, recorded.now))
  return { ...listed, clock: clockAnswer(clockOfPractice(recorded)) }
}

/** A practice journey as a list of the API shows it. */
export function listedAnswer({ now, touchedAt, ...practice }: ListedPractice) {
  return { ...practice, now: writeInstant(now), touchedAt: writeInstant(touchedAt) }
}

/** The clock of a practice journey as the API shows it. */
export function clockAnswer({
  now,
  behind,
  refused,
  engineAt,
  next,
}: PracticeClock): PracticeAnswer['clock'] {
  return {
    now: writeInstant(now),
    behind,
    refused,
    engineAt: engineAt === undefined ? null : writeInstant(engineAt),
    next: next === undefined ? null : { at: writeInstant(next.at), label: next.label },
  }
}
