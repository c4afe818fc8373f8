import type { EventFields, EventType } from '../../domain/events'

/** One thing that happened in an example journey, as a person would type it: when, what, and its own fields. */
export type ExampleFact = {
  [T in Exclude<EventType, 'looked-after-started'>]: {
    readonly type: T
    readonly occurredAt: string
    readonly fields: EventFields[T]
  }
}[Exclude<EventType, 'looked-after-started'>]

/** A made-up child's journey. There is no person behind the reference. */
export interface ExampleJourney {
  readonly childReference: string
  readonly locality: string
  readonly startedAt: string
  readonly start: Omit<EventFields['looked-after-started'], 'worker'>
  readonly facts: readonly ExampleFact[]
}

/** A thing that happened. */
export function fact<T extends ExampleFact['type']>(
  occurredAt: string,
  type: T,
  fields: EventFields[T],
): ExampleFact {
  return { type, occurredAt, fields } as ExampleFact
}
