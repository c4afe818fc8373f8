/** A field of a form, as the page shows it and as what was typed into it is read. `name` is the field's own in the API. */
export type Field =
  | ChoiceField
  | YesField
  | YesNoField
  | WhenField
  | LineField
  | NumberField
  | WordsField
  | PeopleField
  | SeveralField
  | GridField
  | ActionsField

interface Common {
  readonly name: string
  readonly label: string
  readonly hint?: string
}

/** One of some codes. */
export interface ChoiceField extends Common {
  readonly kind: 'choice'
  readonly options: readonly { readonly value: string; readonly words: string }[]
  readonly as: 'radios' | 'list'
  /** The options are the policy's, filled in when the form is made. */
  readonly from?: 'localities' | 'rules' | 'policies'
  /** Nothing need be chosen. */
  readonly optional?: boolean
}

/** A tick, sent as true or left out. */
export interface YesField extends Common {
  readonly kind: 'yes'
}

/** Yes or no, sent as true or false. */
export interface YesNoField extends Common {
  readonly kind: 'yes-no'
  readonly optional?: boolean
}

/** A whole number. */
export interface NumberField extends Common {
  readonly kind: 'number'
  readonly optional?: boolean
}

/** A date in three parts, with a time where one may be known. */
export interface WhenField extends Common {
  readonly kind: 'when'
  readonly time: boolean
  readonly optional?: boolean
}

/** A line of text: an id, a name, an address. */
export interface LineField extends Common {
  readonly kind: 'line'
  /** A person's id: those whom the directory knows are offered by name, filled in when the form is made. */
  readonly from?: 'people'
  /** What is offered while typing; anything else may be typed too. */
  readonly offered?: readonly { readonly value: string; readonly words: string }[]
  readonly optional?: boolean
}

/** A person's own words, over several lines. */
export interface WordsField extends Common {
  readonly kind: 'words'
  /** Something must be said. */
  readonly required?: boolean
}

/** The ids of several people, one on each line. */
export interface PeopleField extends Common {
  readonly kind: 'people'
}

/** Any of some codes: a tick for each. */
export interface SeveralField extends Common {
  readonly kind: 'several'
  readonly options: readonly { readonly value: string; readonly words: string }[]
  /** Without a tick it is still sent, as an empty list. */
  readonly always?: boolean
  readonly optional?: boolean
}

/** One choice for each of several rows: each agency's attendance, whose views were given how. */
export interface GridField extends Common {
  readonly kind: 'grid'
  readonly rows: readonly { readonly value: string; readonly words: string }[]
  readonly options: readonly { readonly value: string; readonly words: string }[]
  /** `record`: an object by row. `views`: a list of `{of, how}`. */
  readonly shape: 'record' | 'views'
}

/** What was agreed that each agency will do, by when. */
export interface ActionsField extends Common {
  readonly kind: 'actions'
  readonly owners: readonly { readonly value: string; readonly words: string }[]
  /** How many can be written on the form at a time. */
  readonly lines: number
}

/** What was typed into a form, by the names of its elements. */
export type Typed = Readonly<Record<string, string>>

/** The id of the element in which a field of the API is mended: where a link of the error summary leads. */
export function elementFor(path: string, fields: readonly Field[]): string | undefined {
  const field = fields.find(({ name }) => path === name || path.startsWith(`${name}.`))
  if (field === undefined) return undefined
  if (field.kind === 'when') return `${field.name}-day`
  if (field.kind === 'grid') return `${field.name}-${field.rows[0]?.value ?? ''}`
  if (field.kind === 'actions') return `${field.name}-1-what`
  if (field.kind === 'yes-no') return `${field.name}-yes`
  if (field.kind === 'several' || (field.kind === 'choice' && field.as === 'radios'))
    return `${field.name}-${field.options[0]?.value ?? ''}`
  return field.name
}
