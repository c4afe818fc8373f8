import type { ImportOf } from '../import-schema'

/** Columns of a file of journeys, one event a row: names that others rely on. */
export const JOURNEY_COLUMNS = [
  'child_reference',
  'locality',
  'team',
  'event',
  'occurred_at',
  'pathway',
  'legal_basis',
  'emergency',
  'meeting',
  'review',
  'recommendation',
  'route',
  'outcome',
  'decision',
  'reason',
] as const

/** Columns that may be left out. */
export const MORE_JOURNEY_COLUMNS = [
  'placement_type',
  'chair',
  'members',
  'decision_maker',
  'three_month',
  'six_month',
  'order',
  'worker',
  'to',
  'source_id',
] as const

/** Columns of a file of personal details, a child a row. */
export const CHILD_COLUMNS = ['child_reference', 'name'] as const
export const MORE_CHILD_COLUMNS = [
  'known_as',
  'birth_date',
  'gender',
  'ethnicity',
  'disability',
  'language',
] as const

export type JourneyColumn = (typeof JOURNEY_COLUMNS)[number] | (typeof MORE_JOURNEY_COLUMNS)[number]
export type ChildColumn = (typeof CHILD_COLUMNS)[number] | (typeof MORE_CHILD_COLUMNS)[number]

/** A row by its columns: what is not blank, with no space around it. */
export type Cells<Column extends string = string> = Readonly<Partial<Record<Column, string>>>

/** The columns that a file must have, and those that it may. */
export function columnsOf(of: ImportOf): {
  readonly needed: readonly string[]
  readonly all: readonly string[]
} {
  return of === 'journeys'
    ? { needed: JOURNEY_COLUMNS, all: [...JOURNEY_COLUMNS, ...MORE_JOURNEY_COLUMNS] }
    : { needed: CHILD_COLUMNS, all: [...CHILD_COLUMNS, ...MORE_CHILD_COLUMNS] }
}

/** What is wrong with a header row; a name that we do not know is repeated only where it may be a column's. */
export interface HeaderError {
  readonly field: string
  readonly message: string
  readonly remedy: string
}

const A_NAME = /^[A-Za-z][A-Za-z0-9 _-]{0,39}$/

/**
 * Reads the header row: which column stands in which place. The order of the columns does not matter, nor do capitals.
 * Unknown, missing and doubled columns are errors, each with its name.
 */
export function readHeader(
  header: readonly string[],
  of: ImportOf,
): { readonly columns: readonly string[] } | { readonly errors: readonly HeaderError[] } {
  const { needed, all } = columnsOf(of)
  const columns = header.map((name) => name.trim().toLowerCase())
  const one = `one of: ${all.join(', ')}`
  const errors = [
    ...needed
      .filter((name) => !columns.includes(name))
      .map((name) => ({
        field: name,
        message: 'is missing in the header, the first row of the file',
        remedy: `Give the columns ${needed.join(',')} in the first row`,
      })),
    ...columns.flatMap((name, place): HeaderError[] => {
      const field = A_NAME.test(name) ? name : `column ${place + 1}`
      if (!all.includes(name))
        return [
          { field, message: 'is not a column that is known here', remedy: `Leave it out, or give ${one}` },
        ]
      if (columns.indexOf(name) === place) return []
      return [{ field, message: 'stands in the header twice', remedy: 'Give each column once' }]
    }),
  ]
  return errors.length > 0 ? { errors } : { columns }
}
