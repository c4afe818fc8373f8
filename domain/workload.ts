import { ownerOf, type Owned } from './owners'
import { hasLeft, isAway, type People } from './people'
import type { PersonId } from './events'
import type { LocalDate } from './time'

/** How much there is to do in open journeys: numbers of journeys, and of deadlines in them. */
export interface Amount {
  readonly journeys: number
  /** With something due from today on, within four weeks. */
  readonly dueJourneys: number
  readonly dueDeadlines: number
  readonly overdueJourneys: number
  readonly overdueDeadlines: number
  /** Of the deadline that is overdue for the longest; null when none is. */
  readonly longestOverdueDays: number | null
}

/** Open journeys that are alike in whose they are. */
export interface OpenWork {
  readonly owned: Owned
  readonly amount: Amount
}

/** Is somebody at work today? Whom the directory does not know counts as here. */
export type Presence = 'here' | 'away' | 'left' | 'unknown'

/** How much somebody has: what they lead, and, by itself, what of others they cover today. */
export interface WorkOfPerson {
  readonly person: PersonId
  readonly presence: Presence
  readonly awayUntil?: LocalDate
  readonly leads: Amount
  readonly covers: Amount
}

/** The same open journeys by worker, by team and by locality, each with the most overdue first. */
export interface Workload {
  readonly all: Amount
  readonly byWorker: readonly WorkOfPerson[]
  /** What nobody leads. */
  readonly withoutLead: Amount
  /** What somebody leads who is away or has left, while nobody covers: its manager answers for it, or nobody. */
  readonly leadNotHere: Amount
  readonly byTeam: readonly {
    readonly locality: string
    readonly team: string | null
    readonly amount: Amount
  }[]
  readonly byLocality: readonly { readonly locality: string; readonly amount: Amount }[]
}

const NOTHING: Amount = {
  journeys: 0,
  dueJourneys: 0,
  dueDeadlines: 0,
  overdueJourneys: 0,
  overdueDeadlines: 0,
  longestOverdueDays: null,
}

/** Who has how much to do on a day. A journey that is covered counts for its lead, and once more, apart, for who covers it. */
export function workloadOf(work: readonly OpenWork[], people: People, today: LocalDate): Workload {
  const leads = new Map<PersonId, Amount>()
  const covers = new Map<PersonId, Amount>()
  const teams = new Map<string, Workload['byTeam'][number]>()
  const localities = new Map<string, Amount>()
  let [all, withoutLead, leadNotHere] = [NOTHING, NOTHING, NOTHING]
  for (const { owned, amount } of work) {
    const { lead, team = null, locality } = owned
    const owner = ownerOf(owned, people, today)
    all = plus(all, amount)
    localities.set(locality, plus(localities.get(locality), amount))
    const key = JSON.stringify([locality, team])
    teams.set(key, { locality, team, amount: plus(teams.get(key)?.amount, amount) })
    if (lead !== undefined) leads.set(lead, plus(leads.get(lead), amount))
    if (owner.as === 'cover' && owner.person !== undefined)
      covers.set(owner.person, plus(covers.get(owner.person), amount))
    if (owner.as !== 'manager' && owner.as !== 'nobody') continue
    if (lead === undefined) withoutLead = plus(withoutLead, amount)
    else leadNotHere = plus(leadNotHere, amount)
  }
  return {
    all,
    byWorker: [...new Set([...leads.keys(), ...covers.keys()])]
      .map((person) => ({
        person,
        ...presenceOf(person, people, today),
        leads: leads.get(person) ?? NOTHING,
        covers: covers.get(person) ?? NOTHING,
      }))
      .sort((a, b) => byPressing(a.leads, b.leads) || (a.person < b.person ? -1 : 1)),
    withoutLead,
    leadNotHere,
    byTeam: [...teams.values()].sort(
      (a, b) => byPressing(a.amount, b.amount) || (keyOf(a) < keyOf(b) ? -1 : 1),
    ),
    byLocality: [...localities]
      .map(([locality, amount]) => ({ locality, amount }))
      .sort((a, b) => byPressing(a.amount, b.amount) || (a.locality < b.locality ? -1 : 1)),
  }
}

function presenceOf(
  id: PersonId,
  people: People,
  today: LocalDate,
): { readonly presence: Presence; readonly awayUntil?: LocalDate } {
  const person = people.get(id)
  if (person === undefined) return { presence: 'unknown' }
  if (hasLeft(person, today)) return { presence: 'left' }
  if (!isAway(person, today)) return { presence: 'here' }
  return { presence: 'away', ...(person.awayUntil && { awayUntil: person.awayUntil }) }
}

function plus(before: Amount | undefined, b: Amount): Amount {
  const a = before ?? NOTHING
  const longest = Math.max(a.longestOverdueDays ?? -1, b.longestOverdueDays ?? -1)
  return {
    journeys: a.journeys + b.journeys,
    dueJourneys: a.dueJourneys + b.dueJourneys,
    dueDeadlines: a.dueDeadlines + b.dueDeadlines,
    overdueJourneys: a.overdueJourneys + b.overdueJourneys,
    overdueDeadlines: a.overdueDeadlines + b.overdueDeadlines,
    longestOverdueDays: longest < 0 ? null : longest,
  }
}

function byPressing(a: Amount, b: Amount): number {
  return b.overdueDeadlines - a.overdueDeadlines || b.journeys - a.journeys
}

function keyOf({ locality, team }: { readonly locality: string; readonly team: string | null }): string {
  return `${locality} ${team ?? ''}`
}
