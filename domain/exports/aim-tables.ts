import type { CountTable } from '../counts'
import type { Growing } from '../disclosure-spread'

/** The classes of an aim's cohort, in the order in which they are told. */
export const PUBLISHED_CLASSES = ['onTime', 'returned', 'late', 'left', 'overdue', 'open'] as const
export type PublishedClass = (typeof PUBLISHED_CLASSES)[number]

/**
 * Which counts of classes only grow from one day to a later one: whoever has been on time stays so; whoever is overdue can
 * only come to be late.
 */
export const CLASSES_THAT_GROW: Growing = [['onTime'], ['returned'], ['late'], ['left'], ['late', 'overdue']]

/** How many of an aim's cohort are of a class, in a locality. */
export interface AimCount {
  readonly aim: string
  readonly locality: string
  readonly class: PublishedClass
  readonly count: number
}

/** The counts of one aim as a table: every locality that there is or was, and every class, none or not. */
export function tableOf(counts: readonly AimCount[], aim: string, localities: readonly string[]): CountTable {
  const own = counts.filter((one) => one.aim === aim)
  const rows = [...new Set([...localities, ...own.map(({ locality }) => locality).sort()])]
  return {
    rows,
    columns: PUBLISHED_CLASSES,
    counts: rows.map((locality) =>
      PUBLISHED_CLASSES.map((name) =>
        own
          .filter((one) => one.locality === locality && one.class === name)
          .reduce((sum, { count }) => sum + count, 0),
      ),
    ),
  }
}
