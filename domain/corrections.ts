import type { Correction, JourneyEvent, RecordedEvent } from './events'

/** The facts of a record as they stand: each with the contents of its last correction, without those withdrawn. */
export function factsThatStand(recorded: readonly RecordedEvent[]): JourneyEvent[] {
  const last = lastCorrections(recorded)
  return recorded.flatMap((event): JourneyEvent[] => {
    if (event.type === 'event-corrected') return []
    const correction = last.get(event.id)
    if (correction === undefined) return [event]
    return correction.replacement === null ? [] : [corrected(event, correction)]
  })
}

/** The last correction of each event that has one, by the event's id. */
export function lastCorrections(recorded: readonly RecordedEvent[]): ReadonlyMap<string, Correction> {
  const last = new Map<string, Correction>()
  const corrections = recorded.filter((event) => event.type === 'event-corrected')
  for (const correction of corrections.sort((a, b) => a.number - b.number)) {
    last.set(correction.eventId, correction)
  }
  return last
}

// It keeps its place in the record, and is known so only since it was corrected.
function corrected(event: JourneyEvent, correction: Correction): JourneyEvent {
  const { id, number, source, imported } = event
  return {
    ...correction.replacement,
    id,
    number,
    recordedAt: correction.recordedAt,
    recordedBy: correction.recordedBy,
    correctedBy: correction.id,
    ...(source && { source }),
    ...(imported && { imported }),
  } as JourneyEvent
}
