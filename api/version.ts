import { invalidRequest } from './problem'

/** The ETag of a version: of a journey, the number of its last event. */
export function etagOf(version: number): string {
  return `"${version}"`
}

/** What If-Match asks for: a version, or any (`*`). */
export type WantedVersion = number | 'any'

/**
 * The version that an If-Match header names; undefined when there is none.
 *
 * Throws Problem when it is not one of our ETags. A weak one is refused too: If-Match compares strongly (RFC 9110).
 */
export function versionIn(ifMatch: string | undefined): WantedVersion | undefined {
  if (ifMatch === undefined) return undefined
  if (ifMatch.trim() === '*') return 'any'
  const version = /^\s*"(\d{1,9})"\s*$/.exec(ifMatch)?.[1]
  if (version !== undefined) return Number(version)
  throw invalidRequest([
    {
      field: 'If-Match',
      message: 'must be an ETag of this API',
      remedy: 'Give the ETag that it was answered with when it was read, in its quotation marks, e.g. "7"',
    },
  ])
}
