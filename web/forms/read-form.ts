import { readDate } from './read-date'
import type { Field, Typed } from './field'

/** What a form says, as the API takes it, and what of it could not even be read. */
export interface ReadForm {
  readonly body: Record<string, unknown>
  readonly wrong: readonly { readonly field: string; readonly message: string }[]
}

/** Reads what was typed into a form's fields. What is empty is left out: whether it may be is for the API to say. */
export function readForm(fields: readonly Field[], typed: Typed): ReadForm {
  const body: Record<string, unknown> = {}
  const wrong: { field: string; message: string }[] = []
  for (const field of fields) {
    const read = readField(field, typed)
    if (typeof read === 'object' && read !== null && 'wrong' in read) {
      wrong.push({ field: field.name, message: String(read.wrong) })
    } else if (read !== undefined) put(body, field.name.split('.'), read)
  }
  return { body, wrong }
}

/** What a text field holds, without the white space around it. */
export function typedIn(typed: Typed, name: string): string {
  return (typed[name] ?? '').trim()
}

function readField(field: Field, typed: Typed): unknown {
  const text = typedIn(typed, field.name)
  switch (field.kind) {
    case 'choice':
    case 'line':
    case 'words':
      return text === '' ? undefined : text
    case 'yes':
      return text === '' ? undefined : true
    case 'yes-no':
      return text === '' ? undefined : text === 'yes'
    case 'number':
      return text === '' || Number.isNaN(Number(text)) ? text || undefined : Number(text)
    case 'when':
      return dateIn(field.name, typed)
    case 'people': {
      const people = text.split(/[\n,;]+/).map((id) => id.trim())
      return people.some((id) => id !== '') ? people.filter((id) => id !== '') : undefined
    }
    case 'several': {
      const ticked = field.options
        .map(({ value }) => value)
        .filter((value) => typedIn(typed, `${field.name}-${value}`) !== '')
      return ticked.length > 0 || field.always === true ? ticked : undefined
    }
    case 'grid':
      return gridIn(field, typed)
    case 'actions':
      return actionsIn(field.name, field.lines, typed)
  }
}

function dateIn(name: string, typed: Typed): unknown {
  const part = (which: string) => typedIn(typed, `${name}-${which}`)
  const read = readDate({ day: part('day'), month: part('month'), year: part('year'), time: part('time') })
  return 'wrong' in read ? read : read.value
}

function gridIn(field: Extract<Field, { kind: 'grid' }>, typed: Typed): unknown {
  const chosen = field.rows
    .map(({ value }) => [value, typedIn(typed, `${field.name}-${value}`)] as const)
    .filter(([, choice]) => choice !== '')
  if (chosen.length === 0) return undefined
  return field.shape === 'record' ? Object.fromEntries(chosen) : chosen.map(([of, how]) => ({ of, how }))
}

function actionsIn(name: string, lines: number, typed: Typed): unknown {
  const actions: object[] = []
  for (let line = 1; line <= lines; line += 1) {
    const what = typedIn(typed, `${name}-${line}-what`)
    const owner = typedIn(typed, `${name}-${line}-owner`)
    const due = dateIn(`${name}-${line}-due`, typed)
    if (typeof due === 'object' && due !== null)
      return { wrong: `${line} ${(due as { wrong: string }).wrong}` }
    if (what === '' && owner === '' && due === undefined) continue
    actions.push({ what, ...(owner !== '' && { owner }), ...(due !== undefined && { due }) })
  }
  return actions.length === 0 ? undefined : actions
}

/** Puts a value where a field of that name stands, e.g. `agreedDates.threeMonth`. */
export function put(
  body: Record<string, unknown>,
  [first = '', ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    body[first] = value
    return
  }
  const inner = (body[first] ?? {}) as Record<string, unknown>
  body[first] = inner
  put(inner, rest, value)
}

/** What would be typed into a date field to say a day. */
export function typedDay(name: string, on: string | undefined): Typed {
  if (on === undefined) return {}
  const [year = '', month = '', day = ''] = on.split('-')
  return {
    [`${name}-day`]: String(Number(day)),
    [`${name}-month`]: String(Number(month)),
    [`${name}-year`]: year,
  }
}

/** What would be typed into a field of several to tick these. */
export function ticked(name: string, values: readonly string[]): Typed {
  return Object.fromEntries(values.map((value) => [`${name}-${value}`, 'yes']))
}
