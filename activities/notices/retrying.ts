import { instant, type Instant } from '../../domain/time'

const FIRST_RETRY_SECONDS = 2
const LONGEST_RETRY_SECONDS = 15 * 60
const GIVE_UP_AFTER_MS = 7 * 24 * 3_600_000

/** How long what was put off waits for its next try: two seconds, and each time twice as long, up to a quarter of an hour. */
export function retrySeconds(attempts: number): number {
  return Math.min(FIRST_RETRY_SECONDS * 2 ** Math.min(attempts, 20), LONGEST_RETRY_SECONDS)
}

/** How long what the mail server itself did not take waits at the least: as long as it is left alone for as many failures. */
export function pausedSeconds(attempts: number): number {
  return Math.min(2 ** Math.min(attempts, 20), LONGEST_RETRY_SECONDS)
}

/**
 * Is a message given up that the mail server has put off for its own sake since then? After a week. What waits because the
 * server itself fails is never given up.
 */
export function isGivenUp(since: Instant, now: Instant): boolean {
  return since < givenUpSince(now)
}

/** What has been put off since before then is given up. */
export function givenUpSince(now: Instant): Instant {
  return instant(Date.parse(now) - GIVE_UP_AFTER_MS)
}
