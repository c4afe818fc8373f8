/** What is to be said of a row: that it is refused, or something that should not pass unseen. */
export const FINDING_KINDS = ['refused', 'warning'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/** Something about one field of a row of a file that is brought in. It repeats nothing personal that stood there. */
export interface Finding {
  readonly kind: FindingKind
  /** The line of the file on which the row begins, the header's being 1. */
  readonly line: number
  /** The column that is to be mended. */
  readonly field: string
  readonly message: string
  readonly remedy: string
}
