import { parseOccurrence, writeInstant } from '../../domain/time'
import type { Field, Typed } from './field'
import { put, readForm, ticked, typedDay, typedIn, type ReadForm } from './read-form'

/** What is said in a form's fields, by their names in the API. */
export type Values = Readonly<Record<string, unknown>>

/**
 * What would be typed into a form's fields to say these values: the inverse of `readForm`. A form has no place for some
 * values that the API takes, such as a moment where the form asks for a day: `readAgain` keeps those.
 */
export function fillForm(fields: readonly Field[], values: Values): Typed {
  return Object.assign({}, ...fields.map((field) => filled(field, valueAt(values, field.name)))) as Typed
}

/** The fields with a line more than there are actions, so that all that stands can be shown and one be added. */
export function withRoomFor(fields: readonly Field[], values: Values): Field[] {
  return fields.map((field) => {
    if (field.kind !== 'actions') return field
    const actions = (valueAt(values, field.name) ?? []) as readonly unknown[]
    return { ...field, lines: Math.max(field.lines, actions.length + 1) }
  })
}

/**
 * Reads a form that was filled in with what stands. Where nobody has touched a field, what stands is kept exactly, also
 * what the form has no place for.
 */
export function readAgain(fields: readonly Field[], typed: Typed, stands: Values): ReadForm {
  const before = fillForm(fields, stands)
  const touched = fields.filter((field) =>
    elementsOf(field).some((name) => asSent(typed, name) !== asSent(before, name)),
  )
  const { body, wrong } = readForm(touched, typed)
  for (const field of fields) {
    const value = valueAt(stands, field.name)
    if (value !== undefined && !touched.includes(field)) put(body, field.name.split('.'), value)
  }
  return { body, wrong }
}

function filled(field: Field, value: unknown): Typed {
  if (value === undefined || value === null) return {}
  const { name } = field
  switch (field.kind) {
    case 'choice':
    case 'line':
    case 'words':
    case 'number':
      return { [name]: `${value as string | number}` }
    case 'yes':
      return value === true ? { [name]: 'yes' } : {}
    case 'yes-no':
      return { [name]: value === true ? 'yes' : 'no' }
    case 'when':
      return fillDate(name, value as string)
    case 'people':
      return { [name]: (value as readonly string[]).join('\n') }
    case 'several':
      return ticked(name, value as readonly string[])
    case 'grid':
      return Object.fromEntries(choicesIn(field, value).map(([row, choice]) => [`${name}-${row}`, choice]))
    case 'actions':
      return fillActions(name, value as readonly Action[])
  }
}

/** What would be typed to say a date or a moment in London; without its time where there is none. */
export function fillDate(name: string, date: string): Typed {
  const occurrence = parseOccurrence(date)
  if (occurrence === undefined) return {}
  // hh:mm, and seconds where there are any
  const time = occurrence.at && writeInstant(occurrence.at).slice(11, 19).replace(/:00$/, '')
  return {
    ...typedDay(name, occurrence.on),
    ...(time && { [`${name}-time`]: time }),
  }
}

function choicesIn({ shape }: Extract<Field, { kind: 'grid' }>, value: unknown): [string, string][] {
  if (shape === 'record') return Object.entries(value as Record<string, string>)
  return (value as readonly { of: string; how: string }[]).map(({ of, how }) => [of, how])
}

interface Action {
  readonly what: string
  readonly owner?: string
  readonly due?: string
}

function fillActions(name: string, actions: readonly Action[]): Typed {
  const lines = actions.map(({ what, owner = '', due }, index) => {
    const line = `${name}-${index + 1}`
    return {
      [`${line}-what`]: what,
      [`${line}-owner`]: owner,
      ...(due !== undefined && fillDate(`${line}-due`, due)),
    }
  })
  return Object.assign({}, ...lines) as Typed
}

const DATE_PARTS = ['day', 'month', 'year']

function elementsOf(field: Field): string[] {
  const { name } = field
  if (field.kind === 'several') return field.options.map(({ value }) => `${name}-${value}`)
  if (field.kind === 'grid') return field.rows.map(({ value }) => `${name}-${value}`)
  if (field.kind === 'when')
    return [...DATE_PARTS, ...(field.time ? ['time'] : [])].map((part) => `${name}-${part}`)
  if (field.kind !== 'actions') return [name]
  return Array.from({ length: field.lines }, (_, index) => `${name}-${index + 1}`).flatMap((line) => [
    `${line}-what`,
    `${line}-owner`,
    ...DATE_PARTS.map((part) => `${line}-due-${part}`),
  ])
}

// A browser ends the lines of a text in its own way.
function asSent(typed: Typed, name: string): string {
  return typedIn(typed, name).replaceAll('\r\n', '\n')
}

function valueAt(values: Values, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (inner, part) => (typeof inner === 'object' && inner !== null ? (inner as Values)[part] : undefined),
      values,
    )
}
