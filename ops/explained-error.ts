/**
 * An error whose message is written for the person who runs PACE: what happened, to what, and what to do.
 * The entry points print the message alone, without a stack, and exit with 1; every other error is a fault of ours and keeps its stack.
 */
export class ExplainedError extends Error {
  override readonly name = 'ExplainedError'
}

/** The shortest true words for why something failed, for use inside a longer sentence. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // fetch says only "fetch failed"; what happened is in its cause
  const cause = error.cause instanceof Error ? error.cause : undefined
  if (cause !== undefined && error.message === 'fetch failed') {
    const code = (cause as NodeJS.ErrnoException).code
    return cause.message || code || error.message
  }
  return error.message
}
