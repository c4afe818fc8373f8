import type { VNode } from 'preact'

/** A column of a table of data: what it is called, and what stands in it at a row; null where there is nothing to say. */
export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row, place: number) => string | number | null
}

/** What a picture shows, as a table beneath it. The first column names the row. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  isShown = () => true,
}: {
  readonly caption: string
  readonly columns: readonly [Column<Row>, ...Column<Row>[]]
  readonly rows: readonly Row[]
  /** Which rows have something to say; the places of all are counted. */
  readonly isShown?: (row: Row) => boolean
}): VNode {
  const [first, ...others] = columns
  return (
    <table class="ds_table pace-stacked pace-data">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, place) =>
          !isShown(row) ? null : (
            <tr key={place}>
              <th scope="row">{first.cell(row, place)}</th>
              {others.map(({ title, cell }) => {
                const said = cell(row, place)
                return (
                  <td key={title} data-label={title} class={said === null ? 'pace-data__nothing' : undefined}>
                    {said ?? 'None'}
                  </td>
                )
              })}
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}
