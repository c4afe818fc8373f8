import { Agent, request } from 'node:http'

const answerLimitMs = 30_000

/** An answer over HTTP. */
export interface Answer {
  readonly status: number
  readonly text: string
}

/** Posts JSON over connections that are kept open, as many as are needed at once. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true })

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /**
   * Posts a body and waits for the whole answer.
   * @param key the Idempotency-Key
   * @throws Error when the answer is not 201, or does not come within 30 seconds
   */
  async post(path: string, body: string, key: string): Promise<string> {
    const { status, text } = await this.send(path, body, key)
    if (status === 201) return text
    throw new Error(`POST ${path} was answered with ${status}: ${text.slice(0, 300)}`)
  }

  close(): void {
    this.agent.destroy()
  }

  private send(path: string, body: string, key: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.url), {
        method: 'POST',
        agent: this.agent,
        headers: {
          authorization: `Bearer ${this.token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': key,
        },
        signal: AbortSignal.timeout(answerLimitMs),
      })
      sent.once('error', reject)
      sent.once('response', (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.once('error', reject)
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        )
      })
      sent.end(body)
    })
  }
}
