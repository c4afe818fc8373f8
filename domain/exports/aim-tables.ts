import { AIM_CLASSES, type AimClass } from '../aims'
import type { CountTable } from '../counts'
import type { Growing } from '../disclosure-spread'

/**
 * Which counts of classes only grow from one day to a later one: whoever has been on time stays so; whoever is overdue can
 * only come to be late.
 */
export const CLASSES_THAT_GROW: Growing = [['onTime'], ['returned'], ['late'], ['left'], ['late', 'overdue']]

/** How many of an aim's cohort are of each class in a locality. */
export interface CountsOfLocality extends Readonly<Record<AimClass, number>> {
  readonly locality: string
}

/** The counts of one aim as a table: every locality that there is or was, and every class, none or not. */
export function tableOf(counts: readonly CountsOfLocality[], localities: readonly string[]): CountTable {
  const known = counts.map(({ locality }) => locality).sort()
  const rows = [...new Set([...localities, ...known])]
  return {
    rows,
    columns: AIM_CLASSES,
    counts: rows.map((locality) =>
      AIM_CLASSES.map((name) => counts.find((one) => one.locality === locality)?.[name] ?? 0),
    ),
  }
}
