import type { JourneyAnswer } from '../contracts/journey-schema'

/** An event of a journey as the API shows it. */
export type EventAnswer = JourneyAnswer['events'][number]
export type CorrectionAnswer = Extract<EventAnswer, { type: 'event-corrected' }>
export type FactAnswer = Exclude<EventAnswer, CorrectionAnswer>

/** A fact as it was recorded, which may have been corrected since. */
export function isFact(event: EventAnswer): event is FactAnswer {
  return event.type !== 'event-corrected'
}

/** The facts as they stand: each as its last correction has it, without those withdrawn. */
export function standingFacts(events: readonly EventAnswer[]): FactAnswer[] {
  return events.filter(isFact).flatMap((fact) => standingOf(fact, events) ?? [])
}

/** A fact as its last correction has it; undefined when that says that it did not happen. */
export function standingOf(fact: FactAnswer, events: readonly EventAnswer[]): FactAnswer | undefined {
  const correction = events.find(({ id }) => id === fact.correctedBy)
  if (correction?.type !== 'event-corrected') return fact
  if (correction.replacement === null) return undefined
  const { id, number, recordedAt, recordedBy } = fact
  return { ...correction.replacement, id, number, recordedAt, recordedBy }
}

/** By the day on which they occurred, and within it by the order of recording: the newest first. */
export function newestFirst<E extends EventAnswer>(events: readonly E[]): E[] {
  return [...events].sort((a, b) => {
    const [dayA, dayB] = [a.occurredAt.slice(0, 10), b.occurredAt.slice(0, 10)]
    if (dayA !== dayB) return dayA < dayB ? 1 : -1
    return b.number - a.number
  })
}
