/** A series as somebody typed or pasted it, or what of it is no number. */
export type ReadSeries = { readonly values: (number | null)[] } | { readonly wrong: string }

/**
 * Reads numbers that are kept apart by lines, commas, semicolons or tabs, a column of a spreadsheet among them. What is blank in between is
 * missing; what is blank at either end is not there. A per cent sign is let by.
 */
export function readSeries(text: string): ReadSeries {
  const cells = text
    .trim()
    // one that ends a line keeps nothing apart that the line does not
    .replace(/[,;]?[^\S\r\n]*(\r\n|\r|\n)/g, '\n')
    .split(/[\n,;\t]/)
    .map((cell) => cell.trim().replace(/\s*%$/, ''))
  const wrong = cells.findIndex((cell) => cell !== '' && !isNumber(cell))
  if (wrong !== -1)
    return { wrong: `has “${(cells[wrong] ?? '').slice(0, 30)}” in place ${wrong + 1}, which is no number` }
  return { values: cells.map((cell) => (cell === '' ? null : Number(cell))) }
}

function isNumber(cell: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(cell)
}
