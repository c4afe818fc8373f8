import { z } from 'zod'
import type { JourneySort, ListPlace } from '../../db/journey-list'
import { isLocalDate } from '../../domain/time'
import { invalidRequest, type Problem } from '../problem'

// What a list is sorted by, so that a cursor of one order is not taken for a place in another.
const VALUES = {
  due: z.union([z.null(), z.iso.datetime().refine((text) => isLocalDate(text.slice(0, 10)))]),
  started: z.string().refine(isLocalDate),
  reference: z.string().max(200),
} as const satisfies Record<JourneySort, z.ZodType>

const written = z.strictObject({ sort: z.string(), value: z.unknown(), id: z.uuid() })

/** A place in a list as an opaque cursor. */
export function cursorOf(sort: string, { value, id }: ListPlace): string {
  return Buffer.from(JSON.stringify({ sort, value, id })).toString('base64url')
}

/**
 * The place that a cursor means. Throws Problem when it is none of ours, or of a list in another order.
 *
 * @param sort as the list was asked for, with its direction, e.g. `-due`
 */
export function placeIn(cursor: string, sort: string, by: JourneySort): ListPlace {
  const read = written.safeParse(jsonIn(cursor))
  if (!read.success || read.data.sort !== sort) throw notACursor()
  const value = VALUES[by].safeParse(read.data.value)
  if (!value.success) throw notACursor()
  return { value: value.data, id: read.data.id }
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    // What is no JSON is no cursor of ours, as little as other JSON.
    return undefined
  }
}

function notACursor(): Problem {
  return invalidRequest([
    {
      field: 'cursor',
      message: 'is not a cursor of this list',
      remedy: 'Give the `next` of the page before, with the same sort, or leave it out to begin again',
    },
  ])
}
