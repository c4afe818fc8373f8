/** A second request within this time is the same one: a terminal and npm each pass on one Ctrl-C. */
const sameRequestMs = 3_000

/** Listens for requests to stop: Ctrl-C, a terminal that is closed, `kill`. */
export class StopRequests {
  private readonly controller = new AbortController()
  private readonly hurryController = new AbortController()
  private firstAt: number | undefined

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.request())
  }

  /** Aborted by the first request. */
  get stop(): AbortSignal {
    return this.controller.signal
  }

  /** Aborted by another request, made 3 seconds after the first or later: somebody does not want to wait. */
  get hurry(): AbortSignal {
    return this.hurryController.signal
  }

  private request(): void {
    if (this.firstAt === undefined) {
      this.firstAt = Date.now()
      this.controller.abort()
    } else if (Date.now() - this.firstAt >= sameRequestMs) {
      this.hurryController.abort()
    }
  }
}
