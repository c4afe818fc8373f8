import { aimFactsOf, isOutside, type AimFact } from './aim-facts'
import type { DelayReason, ViewMeans } from './codes'
import type { JourneyEvent, RecordedEvent } from './events'
import { eventsOf, follows, journeyOf, type Journey } from './journey'
import { localityOn } from './locality'
import type { Instant, LocalDate } from './time'

/** A meeting about the child that was held, and whether the child's own views were heard in it. */
export interface MeetingFact {
  readonly eventId: string
  readonly kind: 'child-plan-meeting' | 'review' | 'panel'
  readonly heldOn: LocalDate
  readonly locality: string
  readonly childHeard: boolean
}

/** Why something is late, as somebody explained it. */
export interface DelayFact {
  readonly eventId: string
  readonly ruleId: string
  readonly reason: DelayReason
  readonly saidOn: LocalDate
  readonly locality: string
}

/** What reports count of a journey, as it stands. */
export interface Facts {
  readonly aims: readonly AimFact[]
  readonly meetings: readonly MeetingFact[]
  readonly delays: readonly DelayFact[]
}

/** What the facts of a journey need besides its events. */
export interface FactSource {
  readonly firstLocality: string
  /** The test of change that a journey is of which began there on a day; null when of none. */
  readonly cohortOn: (startedOn: LocalDate) => string | null
}

/** A fact of an aim with the moments between which it was what was known: from the first, until before the second. */
export interface KnownAimFact extends AimFact {
  readonly knownFrom: Instant
  /** Null while it stands. */
  readonly knownTo: Instant | null
}

export const NO_FACTS: Facts = { aims: [], meetings: [], delays: [] }

/**
 * What reports count of a journey. Of one that was recorded in error there is nothing to count, nor while a correction has left
 * its end before its beginning.
 */
export function factsOf(journey: Journey, { firstLocality, cohortOn }: FactSource): Facts {
  const { closed, start } = journey
  if (closed !== undefined && (closed.reason === 'recorded-in-error' || follows(journey, start, closed.by)))
    return NO_FACTS
  return {
    aims: aimFactsOf(journey, firstLocality, cohortOn(journey.start.occurred.on)),
    meetings: meetingsOf(journey, firstLocality),
    delays: delaysOf(journey, firstLocality),
  }
}

/** The same of what was recorded by some moment: nothing while nothing is. */
export function factsKnown(recorded: readonly RecordedEvent[], source: FactSource): Facts {
  return recorded.length === 0 ? NO_FACTS : factsOf(journeyOf(recorded), source)
}

/**
 * What was known of the clocks of aims in a journey at each moment since it was first recorded. A clock with an earlier
 * moment than one that was recorded before it counts as having it too: what is known is never forgotten.
 */
export function aimHistoryOf(recorded: readonly RecordedEvent[], source: FactSource): KnownAimFact[] {
  const known: KnownAimFact[] = []
  const standing = new Map<string, KnownAimFact>()
  for (const moment of momentsOf(recorded)) {
    const { aims } = factsKnown(
      recorded.filter(({ number }) => number <= moment.upTo),
      source,
    )
    const now = new Map(aims.map((fact) => [keyOf(fact), fact]))
    for (const [key, fact] of standing) {
      if (isSame(fact, now.get(key))) continue
      known.push({ ...fact, knownTo: moment.at })
      standing.delete(key)
    }
    for (const [key, fact] of now) {
      if (!standing.has(key)) standing.set(key, { ...fact, knownFrom: moment.at, knownTo: null })
    }
  }
  return [...known, ...standing.values()]
}

/** What has to be written so that what is kept of a journey becomes what stands. */
export interface FactChanges {
  /** Clocks of which something else is known now, or which turned out never to have started. */
  readonly aimsOver: readonly Pick<AimFact, 'clock' | 'instance'>[]
  readonly aims: readonly AimFact[]
  /** Ids of events of which there is no such fact any more. */
  readonly meetingsOver: readonly string[]
  readonly meetings: readonly MeetingFact[]
  readonly delaysOver: readonly string[]
  readonly delays: readonly DelayFact[]
}

/** The changes from what was known before to what is known now. */
export function factChanges(before: Facts, now: Facts): FactChanges {
  const aims = difference(before.aims, now.aims, keyOf)
  const meetings = difference(before.meetings, now.meetings, ({ eventId }) => eventId)
  const delays = difference(before.delays, now.delays, ({ eventId }) => eventId)
  return {
    aimsOver: aims.over.map(({ clock, instance }) => ({ clock, instance })),
    aims: aims.begun,
    meetingsOver: meetings.over.map(({ eventId }) => eventId),
    meetings: meetings.begun,
    delaysOver: delays.over.map(({ eventId }) => eventId),
    delays: delays.begun,
  }
}

function difference<T extends object>(before: readonly T[], now: readonly T[], key: (one: T) => string) {
  const [was, is] = [mapOf(before, key), mapOf(now, key)]
  return {
    over: before.filter((one) => !isSame(one, is.get(key(one)))),
    begun: now.filter((one) => !isSame(one, was.get(key(one)))),
  }
}

function mapOf<T>(all: readonly T[], key: (one: T) => string): Map<string, T> {
  return new Map(all.map((one) => [key(one), one]))
}

function keyOf({ clock, instance }: Pick<AimFact, 'clock' | 'instance'>): string {
  return `${clock}/${instance}`
}

// Written by the same function, with its fields in the same order; when it is known is not what is known.
function isSame(one: object, other: object | undefined): boolean {
  return other !== undefined && contentOf(one) === contentOf(other)
}

function contentOf(fact: object): string {
  return JSON.stringify({ ...fact, knownFrom: undefined, knownTo: undefined })
}

/** The moment up to which something is known, never before an earlier one, though a clock may have been put back. */
export function knownSince(recorded: readonly RecordedEvent[]): Instant {
  return recorded.reduce<Instant>(
    (last, { recordedAt }) => (recordedAt > last ? recordedAt : last),
    '' as Instant,
  )
}

// Each moment at which something was recorded, with the number of what was recorded last by then.
function momentsOf(recorded: readonly RecordedEvent[]): { readonly at: Instant; readonly upTo: number }[] {
  const moments: { at: Instant; upTo: number }[] = []
  for (const { number, recordedAt } of [...recorded].sort((a, b) => a.number - b.number)) {
    const last = moments.at(-1)
    if (last === undefined || recordedAt > last.at) moments.push({ at: recordedAt, upTo: number })
    else last.upTo = number
  }
  return moments
}

function meetingsOf(journey: Journey, firstLocality: string): MeetingFact[] {
  return journey.events.flatMap((event) => {
    const kind = kindOf(event)
    if (kind === undefined || isOutside(journey, event)) return []
    const heldOn = event.occurred.on
    const locality = localityOn(journey, firstLocality, heldOn)
    return [{ eventId: event.id, kind, heldOn, locality, childHeard: hearsChild(event) }]
  })
}

function kindOf({ type }: JourneyEvent): MeetingFact['kind'] | undefined {
  if (type === 'child-plan-meeting-held') return 'child-plan-meeting'
  if (type === 'review-held') return 'review'
  return type === 'panel-held' ? 'panel' : undefined
}

const HEARD: readonly ViewMeans[] = ['in-person', 'written', 'advocate']

function hearsChild(event: JourneyEvent): boolean {
  const views = 'views' in event ? (event.views ?? []) : []
  return views.some(({ of, how }) => of === 'child' && HEARD.includes(how))
}

function delaysOf(journey: Journey, firstLocality: string): DelayFact[] {
  return eventsOf(journey, 'delay-explained')
    .filter((event) => !isOutside(journey, event))
    .map(({ id, occurred, ruleId, reason }) => ({
      eventId: id,
      ruleId,
      reason,
      saidOn: occurred.on,
      locality: localityOn(journey, firstLocality, occurred.on),
    }))
}
