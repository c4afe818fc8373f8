import { z } from 'zod'
import { AUTHORITIES } from '../../domain/codes'
import { FACT_TYPES, type EventDraft, type FactType } from '../../domain/events'
import type { Finding } from '../../domain/importing/finding'
import { childReference, teamName } from '../child-reference'
import { draftOf, eventToRecord, localityCode } from '../event-schemas'
import { fieldErrors, type FieldError } from '../field-errors'
import type { Cells, JourneyColumn } from './columns'
import { FIELDS_FROM, NOT_BROUGHT_IN, OF_EVERY_ROW, PASSED_OVER } from './event-columns'
import { unkeepableText } from '../unkeepable-text'

/** A row that says what has happened, as it is to be recorded. */
export interface EventRow {
  readonly line: number
  readonly draft: EventDraft
  /** Where it was, as far as the row says. A start says it always. */
  readonly locality?: string
  readonly team?: string
  /** What the other system calls it. */
  readonly sourceId?: string
}

/** What a row came to: what is to be recorded, or what is wrong with it. */
export interface ReadRow {
  readonly line: number
  /** Absent when something is wrong. */
  readonly row?: EventRow
  /** The type of event, also of a row with something wrong, where it could be read. */
  readonly type?: FactType
  readonly findings: readonly Finding[]
}

/** Who is named where the other system does not say who sat on a panel, or who decided. */
export const MEMBERS_UNKNOWN = 'members-not-recorded'
export const DECISION_MAKER_UNKNOWN = 'decision-maker-not-recorded'

const place = z.strictObject({
  locality: localityCode.optional(),
  team: teamName.optional(),
  source_id: z
    .string()
    .max(200)
    .regex(/^\P{Cc}*$/u, { error: 'must be on one line' })
    .optional(),
})

/**
 * Reads a row of a file of journeys by the schemas that hold for recording by hand. Missing people are warned of, not
 * refused: an older system may not have known them.
 */
export function readEventRow(line: number, cells: Cells<JourneyColumn>): ReadRow {
  const type = FACT_TYPES.find((known) => known === cells.event)
  const findings: Finding[] = []
  const refuse = (field: string, message: string, remedy: string) =>
    findings.push({ kind: 'refused', line, field, message, remedy })
  const warn = (field: string, message: string, remedy: string) =>
    findings.push({ kind: 'warning', line, field, message, remedy })
  for (const { field, message, remedy } of [...unkeepableText(cells), ...wrongPlace(cells)])
    refuse(field, message, remedy)
  if (type === undefined) {
    const known = FACT_TYPES.filter((one) => NOT_BROUGHT_IN[one] === undefined).join(', ')
    refuse('event', cells.event === undefined ? 'is missing' : 'is no event', `Give one of: ${known}`)
    return { line, findings }
  }
  const instead = NOT_BROUGHT_IN[type]
  if (instead !== undefined) {
    refuse('event', `${type} is not brought in`, instead)
    return { line, type, findings }
  }
  const { body, columns } = bodyOf(type, cells)
  for (const [field, unknown, who] of missingPeople(type, body)) {
    body[field] = unknown
    warn(columns[field] ?? field, `does not say ${who}`, 'Correct the event here when it is known')
  }
  if (type === 'visit-made' && cells.outcome === undefined) {
    body['childSeen'] = true
    warn(
      'outcome',
      'does not say whether the child was seen: taken as seen',
      'Give child-seen, seen-alone or child-not-seen',
    )
  }
  for (const column of superfluous(type, cells, columns)) {
    if (PASSED_OVER.includes(column))
      warn(column, `says nothing about ${type}, and is passed over`, 'Leave it blank here')
    else
      refuse(
        column,
        `does not belong to ${type}`,
        'Leave it blank in this row, or give the event that it belongs to',
      )
  }
  const result = eventToRecord.safeParse(body)
  if (!result.success) {
    for (const { field, message, remedy } of fieldErrors(result.error.issues, body, []))
      refuse(columnFor(field, columns), inCells(message), inCells(remedyFor(field, remedy)))
  }
  if (type === 'looked-after-started' && cells.locality === undefined)
    refuse('locality', 'is missing', 'Give the locality in which the child became looked after')
  if (!result.success || findings.some(({ kind }) => kind === 'refused')) return { line, type, findings }
  const { locality, team, source_id: sourceId } = cells
  return {
    line,
    type,
    findings,
    row: {
      line,
      draft: draftOf(result.data),
      ...(locality !== undefined && { locality }),
      ...(team !== undefined && { team }),
      ...(sourceId !== undefined && { sourceId }),
    },
  }
}

/** The child reference of a row, or what is wrong with it. */
export function readChildReference(
  cells: Cells,
): { readonly reference: string } | { readonly error: FieldError } {
  const { child_reference: given } = cells
  const result = z.strictObject({ child_reference: childReference }).safeParse({ child_reference: given })
  if (result.success) return { reference: result.data.child_reference }
  const [error] = fieldErrors(result.error.issues, { child_reference: given }, [])
  return { error: error ?? { field: 'child_reference', message: 'is missing', remedy: 'Give it' } }
}

function wrongPlace({ locality, team, source_id }: Cells): FieldError[] {
  const sent = { locality, team, source_id }
  const result = place.safeParse(sent)
  return result.success ? [] : fieldErrors(result.error.issues, sent, [])
}

interface Body {
  readonly body: Record<string, unknown>
  /** From which column each field has come, or would come. */
  readonly columns: Readonly<Record<string, JourneyColumn>>
}

function bodyOf(type: FactType, cells: Cells<JourneyColumn>): Body {
  const body: Record<string, unknown> = { type, occurredAt: cells.occurred_at }
  const columns: Record<string, JourneyColumn> = { occurredAt: 'occurred_at' }
  const agreed: Record<string, unknown> = {}
  for (const [field, { column, or, read }] of Object.entries(FIELDS_FROM[type])) {
    const from = or !== undefined && cells[column] === undefined ? or : column
    columns[field] = cells[from] === undefined ? column : from
    const text = cells[from]
    if (text === undefined) continue
    const value = read === undefined ? text : read(text)
    if (field.startsWith('agreedDates.')) agreed[field.slice('agreedDates.'.length)] = value
    else body[field] = value
  }
  if (Object.keys(agreed).length > 0) body['agreedDates'] = agreed
  if (type === 'visit-made' && cells.outcome === 'seen-alone') body['seenAlone'] = true
  if (type === 'worker-assigned') body['as'] ??= 'lead'
  if (type === 'transferred') transfer(body, cells)
  return { body, columns }
}

// The authority that the child moves to, or where here; the team is that of the new place.
function transfer(body: Record<string, unknown>, { to, team }: Cells<JourneyColumn>): void {
  if (AUTHORITIES.some((authority) => authority === to)) {
    delete body['locality']
    body['authority'] = to
  } else if (team !== undefined) body['team'] = team
}

function missingPeople(type: FactType, body: Record<string, unknown>): [string, unknown, string][] {
  if (type === 'agency-decision-made' && body['decisionMaker'] === undefined)
    return [['decisionMaker', DECISION_MAKER_UNKNOWN, 'who decided']]
  const members = body['members']
  const none = members === undefined || (Array.isArray(members) && members.length === 0)
  return type === 'panel-held' && none ? [['members', [MEMBERS_UNKNOWN], 'who sat on the panel']] : []
}

function superfluous(
  type: FactType,
  cells: Cells<JourneyColumn>,
  columns: Readonly<Record<string, JourneyColumn>>,
): JourneyColumn[] {
  const taken = new Set<JourneyColumn>([...OF_EVERY_ROW, ...Object.values(columns)])
  for (const { column, or } of Object.values(FIELDS_FROM[type])) {
    taken.add(column)
    if (or !== undefined) taken.add(or)
  }
  return (Object.keys(cells) as JourneyColumn[]).filter((column) => !taken.has(column))
}

function columnFor(field: string, columns: Readonly<Record<string, JourneyColumn>>): string {
  const [first = field] = field.split('.')
  return columns[field] ?? columns[first] ?? first
}

function inCells(words: string): string {
  return words.replaceAll('a text', 'a value')
}

function remedyFor(field: string, remedy: string): string {
  if (remedy !== 'Mend it and send the request again') return remedy
  return field === 'occurredAt'
    ? 'Write it as 2026-03-27, or with time and offset; format the column as text before Excel saves it'
    : 'Mend it and bring the file in again'
}
