import { millisecondsBetween, type Instant } from '../../domain/time'

const FIRST_RETRY_SECONDS = 2
const LONGEST_RETRY_SECONDS = 15 * 60
const GIVE_UP_AFTER_MS = 7 * 24 * 3_600_000

/** How long what was put off waits for its next try: two seconds, and each time twice as long, up to a quarter of an hour. */
export function retrySeconds(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** Math.min(attempts, 20), LONGEST_RETRY_SECONDS)
}

/**
 * Is a message given up that the mail server has put off for its own sake since then? After a week. What waits because the
 * server itself fails is never given up.
 */
export function isGivenUp(since: Instant, now: Instant): boolean {
  return millisecondsBetween(since, now) > GIVE_UP_AFTER_MS
}
