import type { Instant } from '../../domain/time'

/** What stands on a paper, one block after the other. Plain data: how it is set and tagged is the writer's business. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly level?: 2 | 3 }
  | { readonly kind: 'paragraph'; readonly text: string; readonly quiet?: boolean }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Names with values, such as how a child is looked after. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [string, string])[] }
  | TableBlock
  | ChartBlock

/** A table of text. Its first column names the row. */
export interface TableBlock {
  readonly kind: 'table'
  /** What it is of, for whoever hears it read. */
  readonly title: string
  /** How wide each column is beside the others: 1 when it is not said. */
  readonly columns: readonly { readonly title: string; readonly share?: number }[]
  readonly rows: readonly (readonly string[])[]
}

/** A line over time, with its middle line: the values are said again in a table by whoever gives it. */
export interface ChartBlock {
  readonly kind: 'chart'
  readonly title: string
  /** What is to be seen, in a sentence or two: it is read out in place of the picture. */
  readonly description: string
  /** In order; null where nothing is known, which breaks the line. */
  readonly points: readonly { readonly label: string; readonly value: number | null }[]
  readonly median?: number
  readonly unit: string
}

/** A paper: what it is, what stands on every page of it, and its blocks. */
export interface Paper {
  readonly title: string
  readonly subtitle?: string
  /** At the head of every page: whose paper it is, and how it is to be handled. */
  readonly marking: string
  /** At the foot of every page, beside its number. */
  readonly footer: string
  /** When it was made: the same paper of the same moment is the same to the last byte. */
  readonly madeAt: Instant
  readonly blocks: readonly Block[]
}
