import { AIM_CLASSES, type Aim, type AimClass } from '../aims'
import { withTotals, type CountTable, type PublishedTable } from '../counts'
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

/**
 * Which of an authority's aims are published in full: of those that count the same clock one alone, by its id. They are counts of the
 * same children, so that what is left out of one would be read from another beside it. It is the one that was published before, and
 * else the first.
 *
 * @param earlier what was published of each aim before, by its id
 */
export function publishedInFull(
  aims: readonly Pick<Aim, 'id' | 'clock'>[],
  earlier: (id: string) => readonly PublishedTable[],
): ReadonlySet<string> {
  const ofClock = new Map<string, { readonly id: string; readonly shown: number }>()
  for (const { id, clock } of aims) {
    const shown = earlier(id).filter(showsSome).length
    if (shown > (ofClock.get(clock)?.shown ?? -1)) ofClock.set(clock, { id, shown })
  }
  return new Set([...ofClock.values()].map(({ id }) => id))
}

/** A table of which nothing is published but what is none. */
export function withoutCounts(table: CountTable, threshold: number): PublishedTable {
  return { ...table, threshold, hidden: withTotals(table).map((row) => row.map((value) => value > 0)) }
}

function showsSome(table: PublishedTable): boolean {
  return withTotals(table).some((row, r) =>
    row.some((value, c) => value > 0 && table.hidden[r]?.[c] !== true),
  )
}
