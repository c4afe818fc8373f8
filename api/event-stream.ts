import type { Response } from 'express'

/** Something is said at least so often, so that nobody between takes the connection for dead. */
const SIGN_OF_LIFE_MS = 20_000
/** The listener connects again after so long, and may then be somebody who has lost a role. */
const LONGEST_MS = 10 * 60_000

/** One listener's server-sent events (HTML Living Standard, 9.2). */
export class EventStream {
  private alive: NodeJS.Timeout | undefined
  private last: NodeJS.Timeout | undefined

  constructor(
    private readonly response: Response,
    private readonly signOfLifeMs = SIGN_OF_LIFE_MS,
  ) {}

  /** @param isStillIn asked at each sign of life; whoever may listen no more is let go */
  begin(isStillIn: () => Promise<boolean> = () => Promise.resolve(true)): void {
    this.response.status(200).set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
    this.response.flushHeaders()
    this.response.write('retry: 2000\n\n')
    this.alive = setInterval(() => void this.stayAlive(isStillIn), this.signOfLifeMs)
    this.last = setTimeout(() => this.response.end(), LONGEST_MS)
  }

  // A database that does not answer is no reason to stop telling: every answer asks it again.
  private async stayAlive(isStillIn: () => Promise<boolean>): Promise<void> {
    if (await isStillIn().catch(() => true)) this.response.write(': still here\n\n')
    else this.end()
  }

  /** Tells it, unless the listener is gone. */
  send(event: string, data: object): void {
    if (this.response.writableEnded) return
    this.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  end(): void {
    clearInterval(this.alive)
    clearTimeout(this.last)
    this.response.end()
  }
}
