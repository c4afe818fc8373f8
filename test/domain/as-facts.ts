import type { JourneyState } from '../../domain/state'

/** A state as people see it: which facts, not under which ids and numbers, or when, they were typed. */
export function asFacts(state: JourneyState): unknown {
  const { journey, standing, warnings, ...rest } = state
  const { places: _, recorded: __, flagged, ...said } = journey
  const typeOf = new Map(journey.events.map((event) => [event.id, event.type]))
  return JSON.parse(
    JSON.stringify({
      ...rest,
      journey: { ...said, flagged: [...flagged].map(([event, lack]) => [event.type, lack]) },
      standing: { ...standing, seq: 'any' },
      warnings: warnings.map(({ eventId, ...warning }) => ({ ...warning, about: typeOf.get(eventId) })),
    }),
    (name, value: unknown) =>
      OF_TYPING.has(name) || (name === 'id' && isOfEvent(value)) ? undefined : value,
  )
}

const OF_TYPING = new Set(['number', 'recordedAt', 'recordedBy', 'correctedBy'])

function isOfEvent(id: unknown): boolean {
  return typeof id === 'string' && id.startsWith('event-')
}
