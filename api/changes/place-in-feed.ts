import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { FeedPlace } from '../../db/changes'
import type { Localities, Scope } from '../../db/scope'
import { invalidRequest, Problem } from '../problem'

const INTEGER = 2 ** 31 - 1

// Whose localities it was followed for, and the row behind which it goes on; none in a feed that was empty.
const written = z.tuple([
  z.literal(1),
  z.string(),
  z.union([
    z.null(),
    z.tuple([
      z.int().min(0).max(INTEGER),
      z
        .string()
        .regex(/^(0|[1-9]\d{0,19})$/, { abort: true })
        .refine((number) => BigInt(number) < 2n ** 64n),
      z.int().min(0),
      z.uuid(),
    ]),
  ]),
])

/** Where a feed goes on, as an opaque cursor of whoever follows it in these localities. */
export function feedCursorOf({ localities }: Scope, place: FeedPlace | undefined): string {
  const row = place === undefined ? null : [place.epoch, place.transaction, place.id, place.key]
  return Buffer.from(JSON.stringify([1, markOf(localities), row])).toString('base64url')
}

/**
 * The place that a cursor means; undefined for the beginning. Throws Problem when it is none of ours, and when whoever follows
 * sees other localities than when it was given: of what they did not see before they would have to be told all.
 */
export function placeInFeed(cursor: string, { localities }: Scope): FeedPlace | undefined {
  const read = written.safeParse(jsonIn(cursor))
  if (!read.success) throw notOurs()
  const [, mark, row] = read.data
  if (mark !== markOf(localities))
    throw placeIsGone('localities-changed', 'Your localities are others than when this place was given')
  if (row === null) return undefined
  const [epoch, transaction, id, key] = row
  return { epoch, transaction, id, key }
}

/** 410: what is missed between there and now cannot be told any more. */
export function placeIsGone(code: 'restored' | 'localities-changed', reason: string): Problem {
  return new Problem('place-is-gone', reason, {
    code,
    reason,
    remedy: 'Forget what you keep, and begin again from the start, without `after`: all of it is told again',
  })
}

function markOf(localities: Localities): string {
  const text = localities === 'authority' ? '*' : JSON.stringify([...new Set(localities)].sort())
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    // What is no JSON is no cursor of ours, as little as other JSON.
    return undefined
  }
}

function notOurs(): Problem {
  return invalidRequest([
    {
      field: 'after',
      message: 'is not a place in this feed',
      remedy: 'Give the `next` of the answer before, or leave it out to begin from the start',
    },
  ])
}
