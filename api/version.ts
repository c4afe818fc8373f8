import { invalidRequest } from './problem'

/** The ETag of a journey: the number of its last event. */
export function etagOf(version: number): string {
  return `"${version}"`
}

/**
 * The version that an If-Match header names; undefined when there is none, or when any will do (`*`).
 *
 * Throws Problem when it is not one of our ETags. A weak one is refused too: If-Match compares strongly (RFC 9110).
 */
export function versionIn(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const version = /^\s*"(\d{1,9})"\s*$/.exec(ifMatch)?.[1]
  if (version !== undefined) return Number(version)
  throw invalidRequest([
    {
      field: 'If-Match',
      message: 'must be the ETag of a journey',
      remedy: 'Give the ETag that the journey was answered with, in its quotation marks, e.g. "7"',
    },
  ])
}
