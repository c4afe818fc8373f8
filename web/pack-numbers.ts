import type { ChartBlock } from './papers/paper'

/** The numbers of a locality beside the children of its pack. Absent where nobody has worked them out. */
export interface PackNumbers {
  readonly aims: readonly PackAim[]
  readonly charts: readonly PackChart[]
}

/** An aim in words, as the page of aims tells it. */
export interface PackAim {
  readonly title: string
  /** `4 of 5 (80%)`, or why there is no number. */
  readonly attainment: string
  readonly target: string
  /** `Small numbers`, or nothing. */
  readonly note?: string
}

/** A run chart: its values for the paper, and its picture for the page where one is drawn. */
export interface PackChart extends Omit<ChartBlock, 'kind'> {
  readonly svg?: string
}
