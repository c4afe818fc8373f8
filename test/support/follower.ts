import type { ChangeAnswer } from '../../contracts/change-schema'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { Database } from '../../db/database'
import type { Caller } from './api'
import { untilTold } from './until-told'

type EventAnswer = JourneyAnswer['events'][number]

/** What a follower keeps of a journey. */
export interface Kept {
  childReference: string
  locality: string
  team: string | null
  events: EventAnswer[]
}

/** Another system, which keeps what it is told in the feed and nothing else. */
export class Follower {
  readonly items: ChangeAnswer[] = []
  readonly journeys = new Map<string, Kept>()
  next: string | undefined

  /** @param db where it is seen that nothing is held back any more */
  constructor(
    private readonly caller: Caller,
    private readonly db: Database,
    private readonly limit = 200,
  ) {}

  /** Asks once, and takes what is told. Returns how much that was. */
  async ask(more: Readonly<Record<string, string>> = {}): Promise<number> {
    const query = new URLSearchParams({ limit: String(this.limit), ...more })
    if (this.next !== undefined) query.set('after', this.next)
    const answer = await this.caller.get(`/api/v1/changes?${query.toString()}`)
    if (answer.status !== 200) throw new Error(`Answered ${answer.status}: ${answer.text}`)
    const { items, next } = answer.body as { items: ChangeAnswer[]; next: string }
    for (const item of items) this.take(item)
    this.next = next
    return items.length
  }

  /** Asks until it has been told all that is written by now. */
  async catchUp(): Promise<this> {
    await untilTold(this.db)
    while ((await this.ask()) > 0);
    return this
  }

  private take(item: ChangeAnswer): void {
    this.items.push(item)
    const { journeyId } = item
    if (!('childReference' in item)) {
      this.journeys.delete(journeyId)
      return
    }
    const { childReference, locality, team } = item
    const kept = item.kind === 'entered' ? undefined : this.journeys.get(journeyId)
    const events = [...(kept?.events ?? []), ...(item.kind === 'event' ? [item.event] : [])]
    this.journeys.set(journeyId, { childReference, locality, team, events })
  }
}

/** What the API shows of every journey that a caller may see, as a follower keeps it. */
export async function shownTo(caller: Caller): Promise<Map<string, Kept>> {
  const shown = new Map<string, Kept>()
  for (const list of ['?limit=200', '?limit=200&stage=closed']) {
    const { body } = await caller.get(`/api/v1/journeys${list}`)
    const { items, next } = body as { items: { id: string }[]; next: string | null }
    if (next !== null) throw new Error('There are more journeys than one page of the list has')
    for (const { id } of items) {
      const { childReference, locality, team, events } = await caller.read(id)
      // what has become of an event is for a follower to tell from the corrections
      const recorded = events.map(
        ({ correctedBy: _by, withdrawn: _withdrawn, ...event }) => event as EventAnswer,
      )
      shown.set(id, { childReference, locality, team, events: recorded })
    }
  }
  return shown
}
