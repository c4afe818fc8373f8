import { inFull } from '../domain/dates-in-words'
import { isFreeText, type EventType } from '../domain/events'
import type { Council } from './council'
import type { NameOf } from './name-of'
import {
  ATTENDANCE_WORDS,
  fieldWords,
  meetingWords,
  VIEW_HOLDER_WORDS,
  VIEW_MEANS_WORDS,
  wordsFor,
} from './words'

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

/** What a child plan meeting agreed that an agency will do. */
export interface AgreedAction {
  readonly what: string
  readonly owner: string
  readonly due?: string
}

/** Something that an event says: by which field, what that is called, and its value in words. */
export interface Detail {
  readonly field: string
  readonly label: string
  readonly text: string
  readonly value: unknown
}

/** What an event says besides its type and when it occurred, in words; nothing where it says no more than that. */
export function detailsOf(event: Said, names: Names, council: Council): Detail[] {
  return (Object.entries(event) as [string, unknown][])
    .filter(([name, value]) => !RECORDING.has(name) && value !== undefined)
    .flatMap(([field, value]) =>
      rowsOf(event.type, field, value, names, council).map(([label, text]) => ({
        field,
        label,
        text,
        value,
      })),
    )
}

/** An agreed action in words: `Find a nursery (Education, by Friday 1 May 2026)`. */
export function actionWords({ what, owner, due }: AgreedAction, council: Council): string {
  return `${what} (${council.agency(owner)}${due === undefined ? '' : `, by ${inFull(due)}`})`
}

/** A document without its address, which can say who the child is. */
export function documentWords(address: string): string {
  return `In the document store, at ${new URL(address).hostname}`
}

type Row = readonly [string, string]

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
  if (name === 'documentUrl') return [[fieldWords(type, name), documentWords(String(value))]]
  if (name === 'actions')
    return [['Actions', (value as AgreedAction[]).map((one) => actionWords(one, council)).join('; ')]]
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
    ...(threeMonth ? [['3-month meeting agreed for', inFull(threeMonth)] as const] : []),
    ...(sixMonth ? [['6-month meeting agreed for', inFull(sixMonth)] as const] : []),
  ]
}
