import { z } from 'zod'
import { invalidRequest } from '../problem'

/** How much of the audit is asked for, and from where on. */
export const pageOfAudit = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional().meta({ description: 'The `next` of the page before' }),
})

const CURSOR = /^audit:([1-9]\d{0,15})$/

/** The rows that make the page, of one more than was asked for, and the cursor of what comes after. */
export function paged<Row extends { readonly id: number }>(
  rows: readonly Row[],
  limit: number,
): { items: readonly Row[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items, next: more ? Buffer.from(`audit:${last.id}`).toString('base64url') : null }
}

/** The row before which a page begins; undefined for the first page. Throws Problem when the cursor is none of ours. */
export function beforeIn(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined
  const id = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1]
  if (id !== undefined) return Number(id)
  throw invalidRequest([
    {
      field: 'cursor',
      message: 'is not a cursor of this list',
      remedy: 'Give the `next` of the page before, or leave it out to begin again',
    },
  ])
}
