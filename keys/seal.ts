import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { keyIn, type KeyRing, type MasterKey } from './key-ring'

/** What a key is used for. A master key is never used itself: each purpose has its own, derived from it. */
export type Purpose = 'children' | 'search' | 'engine' | 'answers' | 'imports' | 'answer-links'

/** Something sealed was changed, cut, or stands where it does not belong. */
export class BrokenSealError extends Error {
  override readonly name = 'BrokenSealError'

  constructor() {
    super('It was changed, or belongs somewhere else: it does not open with its key')
  }
}

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** The key of one purpose, derived from a master key (HKDF, SHA-256). */
export function keyFor({ secret }: MasterKey, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `pace ${purpose} v1`, 32))
}

/**
 * Seals bytes with a key (AES-256-GCM): a random nonce, the sealed bytes and their tag.
 *
 * @param context where it belongs, e.g. which event of which journey: elsewhere it does not open
 */
export function sealWith(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, key, iv)
  cipher.setAAD(Buffer.from(context))
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `sealWith` has sealed. Throws BrokenSealError. */
export function openWith(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new BrokenSealError()
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ])
  } catch {
    // whatever the cipher says, it says no more than this
    throw new BrokenSealError()
  }
}

/** Something sealed under a master key, with that key's id. */
export interface SealedByRing {
  readonly keyId: string
  readonly sealed: Buffer
}

/** Seals with the current master key's key for a purpose. */
export function sealByRing(ring: KeyRing, purpose: Purpose, plain: Buffer, context: string): SealedByRing {
  const { current } = ring
  return { keyId: current.id, sealed: sealWith(keyFor(current, purpose), plain, context) }
}

/** Opens what was sealed under any master key of the ring. Throws MissingKeyError or BrokenSealError. */
export function openByRing(
  ring: KeyRing,
  purpose: Purpose,
  { keyId, sealed }: SealedByRing,
  context: string,
): Buffer {
  return openWith(keyFor(keyIn(ring, keyId), purpose), sealed, context)
}
