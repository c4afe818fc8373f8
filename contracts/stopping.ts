/** How a process learns that it is to end. */
export interface Stopping {
  readonly signal: AbortSignal
  /** Resolves when the process has been told to stop. */
  readonly stopped: Promise<void>
}

/** Told by SIGTERM or SIGINT, or by the launcher's end: a part without its launcher would stand in the next one's way. */
export function untilStopped(): Stopping {
  const controller = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    const stop = () => {
      controller.abort()
      resolve()
    }
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    if (process.connected) process.once('disconnect', stop)
  })
  return { signal: controller.signal, stopped }
}
