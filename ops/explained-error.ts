import { isNativeError } from 'node:util/types'

/**
 * An error whose message is written for the person who runs PACE: what happened, to what, and what to do.
 * The entry points print the message alone, without a stack, and exit with 1; every other error is a fault of ours and keeps its stack.
 */
export class ExplainedError extends Error {
  override readonly name = 'ExplainedError'
}

/** The shortest true words for why something failed, for use inside a longer sentence. */
export function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error)
  // fetch says only "fetch failed"; what happened is in its cause, and of several attempts in the cause's own errors
  if (error.message !== 'fetch failed' || !isNativeError(error.cause)) return error.message
  const { cause } = error
  return cause.message || (cause as NodeJS.ErrnoException).code || error.message
}
