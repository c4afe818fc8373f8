import { setTimeout as delay } from 'node:timers/promises'

import { reasonOf } from '../explained-error'

const pollMs = 75
const answerMs = 3_000

/**
 * Waits until an address answers with 200.
 * @throws Error when `signal` is aborted, or after `timeoutMs` with the last answer, which may say what is missing
 */
export async function waitForAnswer(url: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal.throwIfAborted()
    const refusal = await ask(url, signal)
    if (refusal === undefined) return
    if (Date.now() > deadline) {
      throw new Error(`${url} was not ready after ${timeoutMs / 1000} seconds: ${refusal}`)
    }
    await delay(pollMs, undefined, { signal })
  }
}

async function ask(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]) })
    const body = await response.text()
    return response.ok ? undefined : `it answered ${response.status} ${body.slice(0, 500)}`
  } catch (error) {
    return reasonOf(error)
  }
}
