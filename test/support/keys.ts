import { keyRingFrom, type KeyRing } from '../../keys/key-ring'

/** A master key as PACE_KEYS has it; the same for the same id, so that what one process seals another opens. */
export function masterKey(id: string): string {
  return `${id}:${Buffer.alloc(32, id).toString('base64')}`
}

/** A ring of these keys; the first seals. */
export function ringOf(...ids: readonly string[]): KeyRing {
  return keyRingFrom(ids.map(masterKey).join(','))
}

/** The master keys of the test run. */
export const testKeys: KeyRing = ringOf('test-1')
