import { randomUUID } from 'node:crypto'

import type { Client } from '../load/client'
import { eventToRecord, journeyToStart } from './events'

/** How many journeys are started at once while the caseload is made. */
const startedAtOnce = 8

/** A request to record something in a journey, as it is sent. */
export interface ToRecord {
  readonly journeyId: string
  readonly body: string
  readonly key: string
}

/** What PACE answered when it had recorded something: the event's number in its journey. */
export interface Recorded {
  readonly journeyId: string
  readonly number: number
}

/** Open journeys in which the benchmarks record, one after the other, so that no two requests meet in one. */
export class Caseload {
  private recorded = 0

  private constructor(
    private readonly client: Client,
    readonly journeyIds: readonly string[],
    private readonly now: Date,
  ) {}

  /** Starts so many journeys through the API. */
  static async open(client: Client, journeys: number, now: Date): Promise<Caseload> {
    const ids: string[] = []
    let next = 0
    const startOneAfterTheOther = async (): Promise<void> => {
      while (next < journeys) {
        const body = JSON.stringify(journeyToStart((next += 1), now))
        const { id } = JSON.parse(await client.post('/api/v1/journeys', body, randomUUID())) as { id: string }
        ids.push(id)
      }
    }
    await Promise.all(Array.from({ length: startedAtOnce }, startOneAfterTheOther))
    return new Caseload(client, ids, now)
  }

  /** What is to be recorded next. */
  next(): ToRecord {
    const turn = this.recorded
    this.recorded += 1
    return toRecord(this.journeyIds, turn, this.now)
  }

  /** Records what comes next, and returns PACE's answer in text. */
  async record({ journeyId, body, key }: ToRecord = this.next()): Promise<string> {
    return this.client.post(`/api/v1/journeys/${journeyId}/events`, body, key)
  }
}

/** What is recorded at a turn, counted from 0: each journey has its first event before any has its second. */
export function toRecord(journeyIds: readonly string[], turn: number, now: Date): ToRecord {
  const journeyId = journeyIds[turn % journeyIds.length]
  if (journeyId === undefined) throw new RangeError('There is no journey to record in')
  const body = JSON.stringify(eventToRecord(Math.floor(turn / journeyIds.length), now))
  return { journeyId, body, key: randomUUID() }
}

/** Reads what PACE answered. */
export function recordedIn(journeyId: string, answer: string): Recorded {
  const { event } = JSON.parse(answer) as { event: { number: number } }
  return { journeyId, number: event.number }
}
