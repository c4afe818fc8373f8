import { setTimeout as delay } from 'node:timers/promises'

import type { Database } from '../../db/database'
import type { Recorded } from './caseload'

const pollMs = 5

interface Awaited extends Recorded {
  readonly answeredAt: number
}

/**
 * Watches for recorded events to be conducted, by asking the record every 5 milliseconds for the journeys that are
 * waited for: one look at their primary keys, which costs the product next to nothing.
 */
export class ConductedWatch {
  private waiting: Awaited[] = []
  private seen: number[] = []
  private watching = true
  private readonly watched: Promise<void>

  constructor(private readonly db: Database) {
    this.watched = this.watch()
    // told to whoever waits or closes
    this.watched.catch(() => undefined)
  }

  /** Begins to wait for an event that has just been answered. */
  expect(recorded: Recorded): void {
    this.waiting.push({ ...recorded, answeredAt: performance.now() })
  }

  /** The delays seen since the last call, in milliseconds: from the recording's answer until it was seen to be conducted. */
  takeDelays(): readonly number[] {
    const taken = this.seen
    this.seen = []
    return taken
  }

  /** Waits until everything expected has been conducted, at most so long. @returns how many events have not been */
  async drained(limitMs: number): Promise<number> {
    const end = performance.now() + limitMs
    while (this.waiting.length > 0 && performance.now() < end) await Promise.race([delay(1), this.failed()])
    return this.waiting.length
  }

  async close(): Promise<void> {
    this.watching = false
    await this.watched
  }

  private async watch(): Promise<void> {
    while (this.watching) {
      if (this.waiting.length > 0) await this.look()
      await delay(pollMs)
    }
  }

  private async look(): Promise<void> {
    const ids = [...new Set(this.waiting.map(({ journeyId }) => journeyId))]
    const rows = await this.db
      .selectFrom('journey')
      .select(['id', 'conducted_seq'])
      .where('id', 'in', ids)
      .execute()
    const now = performance.now()
    const conducted = new Map(rows.map((row) => [row.id, row.conducted_seq]))
    const isConducted = ({ journeyId, number }: Awaited) => (conducted.get(journeyId) ?? 0) >= number
    this.seen.push(...this.waiting.filter(isConducted).map(({ answeredAt }) => now - answeredAt))
    this.waiting = this.waiting.filter((one) => !isConducted(one))
  }

  private async failed(): Promise<void> {
    await this.watched
  }
}
