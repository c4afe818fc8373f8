import { setTimeout as delay } from 'node:timers/promises'

const stepMs = 10

/**
 * Asks again and again until something is so.
 * @throws Error, saying what was waited for, when it is not within `limitMs`
 */
export async function until(what: string, isSo: () => Promise<boolean>, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${what}: waited ${limitMs} ms in vain`)
    await delay(stepMs)
  }
}
