import { Problem } from '../problem'

/** 429, to be tried again after so many seconds. */
export function tooMuch(
  seconds: number,
  detail = 'More was asked for in a short time than one may',
): Problem {
  return new Problem(
    'too-many-requests',
    detail,
    { remedy: `Wait for ${seconds} seconds, and ask again` },
    { 'retry-after': String(seconds) },
  )
}
