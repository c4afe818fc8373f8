import { setTimeout as delay } from 'node:timers/promises'

import { reasonOf } from '../explained-error'

const pollMs = 75
const answerMs = 4_000

/**
 * Waits until an address answers with 200.
 * @throws Error when `signal` is aborted, or after `timeoutMs` with the last answer
 */
export async function waitForAnswer(url: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const last = await askUntil(url, timeoutMs, signal, ({ status }) => status === 200)
  if (last.status !== 200) throw unready(url, timeoutMs, last)
}

/**
 * Waits until the API finds every part at work.
 * @returns why not, a line for each part, when after `timeoutMs` it can record and something else is still missing
 * @throws Error when `signal` is aborted, or after `timeoutMs` when it cannot even record
 */
export async function waitForReadiness(
  url: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const last = await askUntil(url, timeoutMs, signal, (answer) => statusIn(answer) === 'ready')
  if (statusIn(last) === 'ready') return []
  if (statusIn(last) !== 'degraded') throw unready(url, timeoutMs, last)
  const { parts } = JSON.parse(last.body) as { parts: Record<string, { because?: string }> }
  return Object.values(parts).flatMap(({ because }) => (because === undefined ? [] : [because]))
}

interface Answer {
  /** 0 when there was no answer. */
  readonly status: number
  readonly body: string
}

async function askUntil(
  url: string,
  timeoutMs: number,
  signal: AbortSignal,
  enough: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal.throwIfAborted()
    const answer = await ask(url, signal)
    if (enough(answer) || Date.now() > deadline) return answer
    await delay(pollMs, undefined, { signal })
  }
}

async function ask(url: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) })
    return { status: response.status, body: await response.text() }
  } catch (error) {
    return { status: 0, body: reasonOf(error) }
  }
}

function statusIn({ body }: Answer): string | undefined {
  try {
    return (JSON.parse(body) as { status?: string }).status
  } catch {
    return undefined
  }
}

function unready(url: string, timeoutMs: number, { status, body }: Answer): Error {
  const said = status === 0 ? body : `it answered ${status} ${body.slice(0, 500)}`
  return new Error(`${url} was not ready after ${timeoutMs / 1000} seconds: ${said}`)
}
