/** What one benchmark found, ready to be printed and kept. */
export interface Figure {
  readonly title: string
  /** Under which circumstances, in a few words, beside those that hold for all figures. */
  readonly circumstances: readonly string[]
  readonly columns: readonly string[]
  /** Each with a name and a value for each column; what was not measured is left out. */
  readonly rows: readonly Row[]
  readonly verdicts: readonly Verdict[]
  readonly remarks: readonly string[]
}

export interface Row {
  readonly name: string
  readonly values: readonly (number | undefined)[]
}

/** A measured value beside its budget. A value over its budget is told, and is no failure. */
export interface Verdict {
  readonly what: string
  readonly measured: number
  /** The most that is allowed; undefined where the design sets no budget. */
  readonly budget?: number
  readonly unit: string
}

export function isWithin({ measured, budget }: Verdict): boolean | undefined {
  return budget === undefined ? undefined : measured <= budget
}
