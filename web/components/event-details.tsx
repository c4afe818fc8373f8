import type { VNode } from 'preact'
import { isFreeText, type EventType } from '../../domain/events'
import { inFull } from '../../domain/dates-in-words'
import { useCouncil, type Council } from '../council'
import type { NameOf } from '../name-of'
import {
  ATTENDANCE_WORDS,
  fieldWords,
  meetingWords,
  VIEW_HOLDER_WORDS,
  VIEW_MEANS_WORDS,
  wordsFor,
} from '../words'

/** What the policy calls its rules and localities, by their codes. */
export interface PolicyNames {
  readonly rules: Readonly<Record<string, string>>
  readonly localities: Readonly<Record<string, string>>
  /** What the policy itself is called, with its version. */
  readonly policy?: string
}

/** What everything that an event names by a code or an id is called. */
export interface Names extends PolicyNames {
  readonly person: NameOf
}

/** What an event says: an event as it was recorded, or as a correction has it. */
export interface Said {
  readonly type: EventType
  readonly occurredAt: string
}

const PEOPLE = new Set(['worker', 'chair', 'decisionMaker', 'members'])
const AS_THEY_ARE = new Set(['team', 'policy'])
const DATES = new Set(['at', 'expiresOn', 'until', 'consentRequiredFrom'])
const RECORDING = new Set([
  'id',
  'number',
  'type',
  'occurredAt',
  'recordedAt',
  'recordedBy',
  'source',
  'correctedBy',
  'withdrawn',
])

/** What an event says, as a list of names and values; nothing where it says no more than that it occurred. */
export function EventDetails({ event, names }: { event: Said; names: Names }): VNode | null {
  const council = useCouncil()
  const rows = Object.entries(event)
    .filter(([name, value]) => !RECORDING.has(name) && value !== undefined)
    .flatMap(([name, value]) => rowsOf(event.type, name, value, names, council))
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

type Row = [string, string | VNode]

function rowsOf(type: EventType, name: string, value: unknown, names: Names, council: Council): Row[] {
  if (name === 'agreedDates') return agreedRows(value as { threeMonth?: string; sixMonth?: string })
  if (name === 'attendance') {
    const words = Object.entries(value as Record<string, string>).map(
      ([agency, how]) =>
        `${council.agency(agency)}: ${ATTENDANCE_WORDS[how as keyof typeof ATTENDANCE_WORDS].toLowerCase()}`,
    )
    return [['Attendance', words.join(', ')]]
  }
  if (name === 'views') {
    const words = (value as { of: keyof typeof VIEW_HOLDER_WORDS; how: keyof typeof VIEW_MEANS_WORDS }[]).map(
      ({ of, how }) => `${VIEW_HOLDER_WORDS[of]}: ${VIEW_MEANS_WORDS[how].toLowerCase()}`,
    )
    return words.length === 0 ? [] : [['Views', words.join(', ')]]
  }
  if (name === 'documentUrl') return [[fieldWords(type, name), <DocumentLink address={String(value)} />]]
  if (name === 'actions') return [['Actions', <Actions actions={value as ActionAnswer[]} />]]
  return [[council.say(fieldWords(type, name)), plain(type, name, value, names, council)]]
}

function plain(type: EventType, name: string, value: unknown, names: Names, council: Council): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (PEOPLE.has(name))
    return [value]
      .flat()
      .map((id) => names.person(String(id)))
      .join(', ')
  const text = String(value)
  if (AS_THEY_ARE.has(name) || isFreeText(type, name)) return text
  if (DATES.has(name)) return inFull(text)
  if (name === 'meeting') return meetingWords(text)
  if (name === 'ruleId') return names.rules[text] ?? wordsFor(text)
  if (name === 'locality') return names.localities[text] ?? wordsFor(text)
  return council.code(text)
}

function agreedRows({ threeMonth, sixMonth }: { threeMonth?: string; sixMonth?: string }): Row[] {
  return [
    ...(threeMonth ? [['3-month meeting agreed for', inFull(threeMonth)] as Row] : []),
    ...(sixMonth ? [['6-month meeting agreed for', inFull(sixMonth)] as Row] : []),
  ]
}

// The store is told nothing of where the link was: the address of a journey is nobody else's.
function DocumentLink({ address }: { address: string }): VNode {
  return (
    <a href={address} rel="noopener noreferrer">
      In the document store, at {new URL(address).hostname}
    </a>
  )
}

interface ActionAnswer {
  readonly what: string
  readonly owner: string
  readonly due?: string
}

function Actions({ actions }: { actions: readonly ActionAnswer[] }): VNode {
  const council = useCouncil()
  return (
    <ul>
      {actions.map(({ what, owner, due }, index) => (
        <li key={index}>
          {what} ({council.agency(owner)}
          {due && `, by ${inFull(due)}`})
        </li>
      ))}
    </ul>
  )
}
