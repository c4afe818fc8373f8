import type { ChronologyAnswer } from '../contracts/chronology-schema'
import type { JourneyAnswer } from '../contracts/journey-schema'
import { inFull } from '../domain/dates-in-words'
import type { Lateness } from '../domain/lateness'
import type { Council } from './council'
import type { Names } from './components/event-details'
import { detailsOf } from './event-words'
import { isFact, standingOf, type CorrectionAnswer, type FactAnswer } from './standing-facts'
import { counted } from './words'

/** Of what a chronology is made: a journey as it is shown to whoever asks, and what goes with it. */
export interface ChronologyOf {
  readonly journey: JourneyAnswer
  /** The ids of the facts that stand, in the order in which they occurred. */
  readonly order: readonly string[]
  readonly lateness: readonly Lateness[]
  readonly names: Names
  readonly council: Council
  readonly authority: string
  /** The name of the child, for whoever asked for it and may know. */
  readonly name?: string
}

type Entry = ChronologyAnswer['entries'][number]
type Late = ChronologyAnswer['overdue'][number]

/**
 * A journey in the order in which it happened, in words: each fact as it stands now, how it came to stand so, what was late
 * and why. What was withdrawn stands where it was said to have occurred, and says so.
 */
export function chronologyOf(given: ChronologyOf): ChronologyAnswer {
  const { journey, lateness, authority, council, name } = given
  return {
    id: journey.id,
    childReference: journey.childReference,
    name: name ?? null,
    authority,
    practice: journey.practice !== undefined,
    summary: summaryOf(given),
    entries: entriesOf(given),
    overdue: lateness.filter(({ metBy }) => metBy === undefined).map((one) => lateAnswer(one, council)),
    asOf: journey.asOf,
    withheld: [...journey.withheld],
  }
}

function summaryOf({ journey, names, council }: ChronologyOf): ChronologyAnswer['summary'] {
  const { stage, pathway, locality, team, worker, circumstances } = journey
  const { legalBasis, legalBasisUntil, placement } = circumstances
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Stage', council.stage(stage)],
    ['Pathway', council.pathway(pathway)],
    [
      'Legal basis',
      council.legalBasis(legalBasis) +
        (legalBasisUntil === undefined ? '' : `, until ${inFull(legalBasisUntil)}`),
    ],
    ['Placement', placement && council.placement(placement.placementType)],
    [council.say('Locality'), names.localities[locality] ?? locality],
    ['Team', team ?? undefined],
    [council.say('Lead worker'), worker === null ? undefined : names.person(worker)],
  ]
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ name: label, value }]))
}

function entriesOf(given: ChronologyOf): Entry[] {
  const { journey, order } = given
  const places = new Map(order.map((id, place) => [id, place]))
  const entries = journey.events.filter(isFact).map((fact) => entryOf(fact, given))
  const standing = entries
    .filter(({ eventId }) => places.has(eventId))
    .sort((a, b) => (places.get(a.eventId) ?? 0) - (places.get(b.eventId) ?? 0))
  // what did not happen has no place in that order: it comes after all else of its day
  for (const gone of entries.filter(({ eventId }) => !places.has(eventId))) {
    const after = standing.findIndex(({ at }) => at.slice(0, 10) > gone.at.slice(0, 10))
    standing.splice(after === -1 ? standing.length : after, 0, gone)
  }
  return standing
}

function entryOf(fact: FactAnswer, { journey, lateness, names, council }: ChronologyOf): Entry {
  const stands = standingOf(fact, journey.events) ?? fact
  const late = lateness.filter(({ metBy }) => metBy === fact.id)
  const correction = journey.events.find(
    (event): event is CorrectionAnswer => !isFact(event) && event.id === fact.correctedBy,
  )
  return {
    eventId: fact.id,
    type: fact.type,
    title: council.eventTitle(stands),
    at: stands.occurredAt,
    details: detailsOf(stands, names, council).map(({ label, text }) => ({ name: label, value: text })),
    late: late.map((one) => lateAnswer(one, council)),
    corrected: correction === undefined ? null : correctedAnswer(correction, fact, names),
    recordedAt: fact.recordedAt,
    recordedBy: names.person(fact.recordedBy),
  }
}

function correctedAnswer(correction: CorrectionAnswer, fact: FactAnswer, names: Names): Entry['corrected'] {
  return {
    how: correction.replacement === null ? 'withdrawn' : 'corrected',
    recordedAt: correction.recordedAt,
    recordedBy: names.person(correction.recordedBy),
    reason: correction.reason ?? null,
    wasAt: fact.occurredAt,
  }
}

function lateAnswer({ ruleId, title, dueOn, days, reasons }: Lateness, council: Council): Late {
  return {
    ruleId,
    title: council.say(title),
    dueOn,
    days,
    reasons: reasons.map((reason) => council.code(reason)),
  }
}

/** When something occurred, in words: never a made-up 00:00. */
export function occurredWords(at: string): string {
  return at.length === 10 ? `${inFull(at)}, time not recorded` : inFull(at)
}

/** How late a step was, and why: `6-week review: due on Monday 4 May 2026, 3 days late. Why: Staffing`. */
export function lateWords({ title, dueOn, days, reasons }: Late): string {
  const by = days === 0 ? 'late on the day itself' : `${counted(days, 'day', 'days')} late`
  const why = reasons.length === 0 ? 'nobody has said why' : `why: ${reasons.join(', ').toLowerCase()}`
  return `${title}: due on ${inFull(dueOn)}, ${by}; ${why}`
}

/** How an entry came to stand so. */
export function correctedWords({
  how,
  recordedAt,
  recordedBy,
  reason,
  wasAt,
}: NonNullable<Entry['corrected']>): string {
  const what =
    how === 'withdrawn'
      ? `Withdrawn: it did not happen, as ${recordedBy} recorded at ${inFull(recordedAt)}`
      : `Corrected by ${recordedBy} at ${inFull(recordedAt)}; before, it was said to be of ${inFull(wasAt)}`
  return reason === null ? `${what}.` : `${what}. Reason: ${reason}`
}
