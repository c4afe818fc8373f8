import type { Agency, DiaryMeeting } from './codes'
import { isOpen } from './deadlines'
import type { EventType, JourneyEvent } from './events'
import { factTold } from './notices'
import type { Policy, Told } from './policy'
import type { JourneyState } from './state'
import {
  daysBetween,
  endOfDay,
  localDateOf,
  plusWeeks,
  writeOccurrence,
  type Instant,
  type LocalDate,
} from './time'

/** The parts of a pack, in the order in which a meeting goes through them. */
export const PACK_PARTS = ['overdue', 'due', 'decided', 'diary'] as const
export type PackPart = (typeof PACK_PARTS)[number]

/**
 * What a pack says of one journey, in codes and dates: no name, and nothing of what people wrote in their own words.
 * `concerns`: the agencies that are told of it by the policy; of the diary all are.
 */
export type PackItem =
  | (DeadlineItem & {
      readonly part: 'overdue'
      /** Calendar days since it was due. */
      readonly days: number
    })
  | (DeadlineItem & { readonly part: 'due' })
  | {
      readonly part: 'decided'
      readonly event: EventType
      readonly occurredAt: string
      /** What it came to, as a code. */
      readonly detail?: string
      readonly concerns: readonly Agency[]
    }
  | { readonly part: 'diary'; readonly meeting: DiaryMeeting; readonly at: string }

interface DeadlineItem {
  readonly ruleId: string
  readonly title: string
  readonly dueOn: LocalDate
  readonly concerns: readonly Agency[]
}

/** What a pack is about: made when, what was recorded since when, and the diary until which day. */
export interface PackSpan {
  readonly now: Instant
  readonly since: Instant
  readonly until: LocalDate
}

const WEEKS_AHEAD = 4

/** What is decided: by a meeting, the panel, the agency or a court. */
const DECISIVE: readonly EventType[] = [
  'permanence-recommended',
  'panel-held',
  'agency-decision-made',
  'order-granted',
  'order-refused',
  'application-withdrawn',
  'returned-to-family',
  'journey-closed',
]

/**
 * What a two-weekly meeting is to look at in a journey: what is overdue and for how long, what is due in four weeks, what was
 * decided since the last one, by when it was recorded, and the meetings that have a date until the next. Of a closed journey
 * only what was decided. Source: PACE Highland, two-weekly meetings by locality.
 */
export function packItemsOf(
  { journey, deadlines, diary }: JourneyState,
  { told }: Pick<Policy, 'told'>,
  span: PackSpan,
): PackItem[] {
  const { now, since, until } = span
  const decided = journey.events
    .filter((event) => DECISIVE.includes(event.type) && isRecordedIn(event, since, now))
    .map((event) => decision(event, told))
  if (journey.closed !== undefined) return decided
  const today = localDateOf(now)
  const horizon = endOfDay(plusWeeks(today, WEEKS_AHEAD))
  const open = deadlines.filter(isOpen)
  const dated = open.filter(({ lastMoment }) => lastMoment <= horizon)
  return [
    ...dated.map(({ rule, dueOn, lastMoment }): PackItem => {
      const what = { ruleId: rule.id, title: rule.title, dueOn, concerns: rule.concerns }
      return lastMoment < now
        ? { part: 'overdue', ...what, days: daysBetween(dueOn, today) }
        : { part: 'due', ...what }
    }),
    ...decided,
    ...diary
      .filter(({ cancelled, heldBy, date }) => !cancelled && heldBy === undefined && date.on >= today)
      .filter(({ date }) => date.on <= until)
      .map(({ meeting, date }): PackItem => ({ part: 'diary', meeting, at: writeOccurrence(date) })),
  ]
}

/** The day that an item is sorted by: the longest overdue, the soonest due, and what was decided first come first. */
export function dayOfItem(item: PackItem): string {
  if (item.part === 'decided') return item.occurredAt
  return item.part === 'diary' ? item.at : item.dueOn
}

// What was brought in from before was decided before.
function isRecordedIn(event: JourneyEvent, since: Instant, now: Instant): boolean {
  return event.imported !== true && event.recordedAt > since && event.recordedAt <= now
}

/** Is something of it for one of these agencies? */
export function isForAgency(item: PackItem, agencies: readonly Agency[]): boolean {
  return item.part === 'diary' || item.concerns.some((agency) => agencies.includes(agency))
}

function decision(event: JourneyEvent, told: Told): PackItem {
  const { occurredAt, detail } = factTold(event)
  return {
    part: 'decided',
    event: event.type,
    occurredAt,
    ...(detail !== undefined && { detail }),
    concerns: told[event.type] ?? [],
  }
}
