import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import {
  AGENCY_WORDS,
  ATTENDANCE_WORDS,
  meetingWords,
  VIEW_HOLDER_WORDS,
  VIEW_MEANS_WORDS,
  wordsFor,
} from '../words'

export type EventAnswer = JourneyAnswer['events'][number]

const LABELS: Readonly<Record<string, string>> = {
  pathway: 'Pathway',
  legalBasis: 'Legal basis',
  placementType: 'Placement',
  emergency: 'Emergency',
  worker: 'Lead worker',
  meeting: 'Meeting',
  review: 'Was also the review',
  chair: 'Chair',
  immediateNeeds: 'Immediate needs',
  recommendation: 'Recommendation',
  route: 'Route',
  at: 'Date',
  place: 'Place',
  joinUrl: 'Joining link',
  reason: 'Reason',
  cancelled: 'Cancelled',
  outcome: 'Outcome',
  advocacyOffered: 'Advocacy offered',
  members: 'Members',
  decisionMaker: 'Decision maker',
  decision: 'Decision',
  order: 'Order',
  stillLookedAfter: 'Still looked after',
}

const IDS = new Set(['worker', 'chair', 'decisionMaker', 'immediateNeeds', 'place', 'joinUrl'])
const RECORDING = new Set(['id', 'number', 'type', 'occurredAt', 'recordedAt', 'recordedBy', 'source'])

/** What an event says, as a list of names and values; nothing where it says no more than that it occurred. */
export function EventDetails({ event }: { event: EventAnswer }): VNode | null {
  const rows = Object.entries(event)
    .filter(([name, value]) => !RECORDING.has(name) && value !== undefined)
    .flatMap(([name, value]) => rowsOf(event, name, value))
  if (rows.length === 0) return null
  return (
    <dl class="pace-details">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function rowsOf(event: EventAnswer, name: string, value: unknown): [string, string | VNode][] {
  if (name === 'agreedDates') return agreedRows(value as { threeMonth?: string; sixMonth?: string })
  if (name === 'attendance') {
    const words = Object.entries(value as Record<string, string>).map(
      ([agency, how]) =>
        `${AGENCY_WORDS[agency as keyof typeof AGENCY_WORDS]}: ${ATTENDANCE_WORDS[how as keyof typeof ATTENDANCE_WORDS].toLowerCase()}`,
    )
    return [['Attendance', words.join(', ')]]
  }
  if (name === 'views') {
    const words = (value as { of: keyof typeof VIEW_HOLDER_WORDS; how: keyof typeof VIEW_MEANS_WORDS }[]).map(
      ({ of, how }) => `${VIEW_HOLDER_WORDS[of]}: ${VIEW_MEANS_WORDS[how].toLowerCase()}`,
    )
    return words.length === 0 ? [] : [['Views', words.join(', ')]]
  }
  if (name === 'actions') return [['Actions', <Actions actions={value as ActionAnswer[]} />]]
  return [[labelOf(event, name), plain(event, name, value)]]
}

function labelOf(event: EventAnswer, name: string): string {
  if (name === 'review' && event.type === 'review-held') return 'Review'
  return LABELS[name] ?? wordsFor(name)
}

function plain(event: EventAnswer, name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.join(', ')
  const text = String(value)
  if (name === 'at') return inFull(text)
  if (name === 'meeting') return meetingWords(text)
  // a review's outcome and a date's reason are people's own words, a panel's outcome and a closing's reason are codes
  if (name === 'outcome' && event.type === 'review-held') return text
  if (name === 'reason' && event.type === 'meeting-date-set') return text
  return IDS.has(name) ? text : wordsFor(text)
}

function agreedRows({
  threeMonth,
  sixMonth,
}: {
  threeMonth?: string
  sixMonth?: string
}): [string, string][] {
  return [
    ...(threeMonth ? [['3-month meeting agreed for', inFull(threeMonth)] as [string, string]] : []),
    ...(sixMonth ? [['6-month meeting agreed for', inFull(sixMonth)] as [string, string]] : []),
  ]
}

interface ActionAnswer {
  readonly what: string
  readonly owner: keyof typeof AGENCY_WORDS
  readonly due?: string
}

function Actions({ actions }: { actions: readonly ActionAnswer[] }): VNode {
  return (
    <ul>
      {actions.map(({ what, owner, due }, index) => (
        <li key={index}>
          {what} ({AGENCY_WORDS[owner]}
          {due && `, by ${inFull(due)}`})
        </li>
      ))}
    </ul>
  )
}
