/** The exit code of a program that was interrupted: 128 and the number of SIGINT. */
export const interruptedCode = 130

/** Somebody does not want to wait for the figures. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Aborted, with an {@link Interrupted}, by Ctrl-C, by `kill`, or when the terminal is closed. */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new Interrupted(`Interrupted by ${signal}`)))
  }
  return controller.signal
}

/** Rejects as soon as the signal is aborted, with its reason; otherwise does as the work does. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const interrupted = new Promise<never>((_, reject) => {
    const tell = () => reject(signal.reason as Error)
    if (signal.aborted) tell()
    else signal.addEventListener('abort', tell, { once: true })
  })
  return Promise.race([work, interrupted])
}
