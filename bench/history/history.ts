import type { Client } from '@temporalio/client'
import { temporal } from '@temporalio/proto'

import { journeyWorkflowId } from '../../contracts/journey-workflow'

const { EventType, HistoryEvent } = {
  EventType: temporal.api.enums.v1.EventType,
  HistoryEvent: temporal.api.history.v1.HistoryEvent,
}

/** What a journey's workflow has left in the engine. */
export interface HistorySize {
  readonly events: number
  /** Of the encoded events together. */
  readonly bytes: number
  /** How many events there are of each type, the most frequent first. */
  readonly types: readonly (readonly [type: string, events: number, bytes: number])[]
}

/** Fetches the history of a journey's workflow and measures it. */
export async function historyOf(engine: Client, journeyId: string): Promise<HistorySize> {
  const { events } = await engine.workflow.getHandle(journeyWorkflowId(journeyId)).fetchHistory()
  const types = new Map<string, { events: number; bytes: number }>()
  for (const event of events ?? []) {
    const type = EventType[event.eventType ?? 0] ?? 'unknown'
    const known = types.get(type) ?? { events: 0, bytes: 0 }
    const bytes = known.bytes + HistoryEvent.encode(event).finish().length
    types.set(type, { events: known.events + 1, bytes })
  }
  const all = [...types].map(([type, size]) => [type, size.events, size.bytes] as const)
  return {
    events: all.reduce((sum, [, count]) => sum + count, 0),
    bytes: all.reduce((sum, [, , bytes]) => sum + bytes, 0),
    types: all.sort(([, a], [, b]) => b - a),
  }
}
