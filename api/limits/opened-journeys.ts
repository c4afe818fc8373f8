/** Whoever opens more different journeys than the limit within it is held up. */
const WINDOW_MS = 10 * 60_000

/** What became of opening a journey. */
export type Opened =
  | { readonly allowed: true }
  /** `first`: nobody was held up in this way of late, so that it is worth telling of. */
  | { readonly allowed: false; readonly seconds: number; readonly first: boolean }

/**
 * Counts the different journeys that each person opens (trust, 2.4.1: bulk reading is limited). Opening one again counts
 * once, however often; ten minutes after it was last opened it counts no more. What is kept of a person goes with their
 * last journey.
 */
export class OpenedJourneys {
  private readonly byPerson = new Map<string, Map<string, number>>()
  private readonly heldUpUntil = new Map<string, number>()

  constructor(private readonly limit: number) {}

  /** Somebody opens a journey. @param now milliseconds since 1970 */
  open(person: string, journey: string, now: number): Opened {
    const opened = this.recent(person, now)
    if (!opened.has(journey) && opened.size >= this.limit) return this.hold(person, opened, now)
    // set again, both, so that the maps stay in the order of time
    opened.delete(journey)
    opened.set(journey, now)
    this.byPerson.delete(person)
    this.byPerson.set(person, opened)
    this.forget(now)
    return { allowed: true }
  }

  /** Of how many people something is kept. */
  get people(): number {
    return this.byPerson.size
  }

  private recent(person: string, now: number): Map<string, number> {
    const opened = this.byPerson.get(person) ?? new Map<string, number>()
    for (const [journey, at] of opened) {
      if (at + WINDOW_MS > now) break
      opened.delete(journey)
    }
    return opened
  }

  private hold(person: string, opened: ReadonlyMap<string, number>, now: number): Opened {
    const [oldest = now] = opened.values()
    const first = (this.heldUpUntil.get(person) ?? 0) <= now
    if (first) this.heldUpUntil.set(person, now + WINDOW_MS)
    return { allowed: false, seconds: Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1_000)), first }
  }

  // Those who have been away longest come first.
  private forget(now: number): void {
    for (const [person, opened] of this.byPerson) {
      const last = [...opened.values()].at(-1) ?? 0
      if (last + WINDOW_MS > now) break
      this.byPerson.delete(person)
      this.heldUpUntil.delete(person)
    }
  }
}
