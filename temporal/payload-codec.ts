import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Payload, PayloadCodec } from '@temporalio/common'
import { temporal } from '@temporalio/proto'
import type { KeyRing } from '../keys/key-ring'
import { openByRing, sealByRing } from '../keys/seal'
import { WORDS } from './payload-words'

const PayloadMessage = temporal.api.common.v1.Payload

/** What is done to everything that the engine is to keep, in words for a report. */
export const ENGINE_ENCRYPTION = 'AES-256-GCM after deflate'

const ENCODING = 'binary/pace-sealed'
const KEY_ID = 'key-id'
const CONTEXT = 'payload v1'

/** How the sealed bytes begin. */
const AS_IT_IS = 0
const PACKED = 1
const PACKING = { dictionary: WORDS, level: 9 } as const

/** Something in the engine that does not open: it names the key, and where it stands, and nothing of what it holds. */
export class UnreadablePayloadError extends Error {
  override readonly name = 'UnreadablePayloadError'

  constructor(
    readonly keyId: string,
    where: string,
    because: string,
  ) {
    super(`${where} has a payload under key ${keyId} that cannot be read. ${because}`)
  }
}

/**
 * Packs and seals (AES-256-GCM) everything that the engine is to keep, under the current key, whose id stands beside it;
 * opens it under any key of the ring. What is not sealed, since an earlier release left it, passes through. Throws
 * UnreadablePayloadError when the key is missing or the seal is broken.
 */
export function sealingCodec(ring: KeyRing): PayloadCodec {
  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => seal(ring, payload))),
    // one that cannot be read rejects; it does not throw before anybody listens
    decode: (payloads, context) =>
      new Promise((resolve) => resolve(payloads.map((one) => open(ring, one, context?.workflowId)))),
  }
}

/** The id of the key that a payload is sealed with; undefined when it is not sealed. */
export function keyIdOf({ metadata }: temporal.api.common.v1.IPayload): string | undefined {
  if (textOf(metadata?.['encoding']) !== ENCODING) return undefined
  const id = textOf(metadata?.[KEY_ID])
  // whoever can write in the engine could put anything here, and it is shown
  return /^[\w-]{1,40}$/.test(id) ? id : 'unknown'
}

function seal(ring: KeyRing, payload: Payload): Payload {
  const { keyId, sealed } = sealByRing(ring, 'engine', packed(payload), CONTEXT)
  return { metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(keyId) }, data: sealed }
}

function open(ring: KeyRing, payload: Payload, workflowId = 'A workflow'): Payload {
  const keyId = keyIdOf(payload)
  if (keyId === undefined) return payload
  let plain: Buffer
  try {
    plain = openByRing(ring, 'engine', { keyId, sealed: Buffer.from(payload.data ?? []) }, CONTEXT)
  } catch (error) {
    // a missing key or a broken seal, neither of which says more than that
    throw new UnreadablePayloadError(keyId, workflowId, (error as Error).message)
  }
  return unpacked(plain)
}

function packed(payload: Payload): Buffer {
  const whole = PayloadMessage.encode(payload).finish()
  const deflated = deflateRawSync(whole, PACKING)
  // what is short grows when it is packed
  return deflated.length < whole.length
    ? Buffer.concat([Buffer.of(PACKED), deflated])
    : Buffer.concat([Buffer.of(AS_IT_IS), whole])
}

function unpacked(plain: Buffer): Payload {
  const rest = plain.subarray(1)
  const { metadata, data } = PayloadMessage.decode(plain[0] === PACKED ? inflateRawSync(rest, PACKING) : rest)
  return { metadata, data }
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString()
}
