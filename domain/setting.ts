import { deadlinesOf, isOpen, type Deadline } from './deadlines'
import type { RecordedEvent } from './events'
import { eventsOf, journeyOf, type Journey } from './journey'
import type { Policy } from './policy'

/**
 * What set each open deadline as it stands: of all that had to be recorded for it, the last. That is the event that
 * started its clock, unless a policy was adopted since, or a correction has moved it or opened it again. What was past
 * already when that was recorded is stale.
 */
export function settersOf(
  journey: Journey,
  deadlines: readonly Deadline[],
  policy: Policy,
): ReadonlyMap<Deadline, RecordedEvent> {
  const recorded = new Map(journey.recorded.map((event) => [event.id, event]))
  const adopted = eventsOf(journey, 'policy-adopted').flatMap(({ id }) => recorded.get(id) ?? [])
  const corrections = journey.recorded
    .filter((event) => event.type === 'event-corrected')
    .map((correction) => ({ correction, open: openBefore(correction, journey, policy) }))
  return new Map(
    deadlines.filter(isOpen).map((deadline) => {
      const started = recorded.get(deadline.startedBy.id) ?? deadline.startedBy
      const opening = corrections.filter(({ open }) => !open.has(identityOf(deadline))).at(-1)
      return [deadline, lastRecorded(started, [...adopted, ...(opening ? [opening.correction] : [])])]
    }),
  )
}

// The deadlines that were open before a correction.
function openBefore({ number }: RecordedEvent, { recorded }: Journey, policy: Policy): ReadonlySet<string> {
  const before = journeyOf(recorded.filter((event) => event.number < number))
  return new Set(deadlinesOf(before, policy).filter(isOpen).map(identityOf))
}

function identityOf({ rule, startedBy, lastMoment }: Deadline): string {
  return `${rule.id}/${startedBy.id}/${lastMoment}`
}

function lastRecorded(first: RecordedEvent, others: readonly RecordedEvent[]): RecordedEvent {
  return others.reduce((last, event) => (event.recordedAt >= last.recordedAt ? event : last), first)
}
