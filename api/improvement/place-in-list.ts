import { z } from 'zod'
import type { RecordPlace } from '../../db/improvement/list'
import { instant } from '../../domain/time'
import { invalidRequest, type Problem } from '../problem'

const place = z.strictObject({ at: z.iso.datetime(), id: z.uuid() })

/** A place in a list of records as the cursor that is given out. */
export function cursorOf(next: RecordPlace): string {
  return Buffer.from(JSON.stringify(next)).toString('base64url')
}

/** The place that a cursor of ours names. Throws Problem. */
export function placeIn(cursor: string): RecordPlace {
  try {
    const { at, id } = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at: instant(at), id }
  } catch {
    // what is no JSON is no cursor of ours, as little as other JSON
    throw noCursor()
  }
}

/** The version before which a cursor of a history goes on. Throws Problem. */
export function versionBefore(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor)
  throw noCursor()
}

function noCursor(): Problem {
  return invalidRequest([
    {
      field: 'cursor',
      message: 'is not a cursor of this list',
      remedy: 'Give the `next` of the page before, or leave it out to begin again',
    },
  ])
}
