/** Counts by two things, such as locality and class: `counts[row][column]`, none negative. */
export interface CountTable {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** A table as it was published: which of its cells are not shown, the totals of rows, of columns and of all among them. */
export interface PublishedTable extends CountTable {
  /** Counts from 1 to one less than this are not shown. */
  readonly threshold: number
  /** As the table with its totals: one row and one column more than it has. */
  readonly hidden: readonly (readonly boolean[])[]
}

/** A table with its totals: a last column, the total of each row; a last row, the total of each column. */
export function withTotals({ rows, columns, counts }: CountTable): number[][] {
  const whole = rows.map((_row, r) => {
    const cells = columns.map((_column, c) => counts[r]?.[c] ?? 0)
    return [...cells, sumOf(cells)]
  })
  return [...whole, [...columns, ''].map((_column, c) => sumOf(whole.map((row) => row[c] ?? 0)))]
}

/** What is to be read in a published table, with its totals: null where a count is not shown. */
export function shownIn(table: PublishedTable): (number | null)[][] {
  return withTotals(table).map((row, r) =>
    row.map((count, c) => (table.hidden[r]?.[c] === true ? null : count)),
  )
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
