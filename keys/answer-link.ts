import { createHmac, timingSafeEqual } from 'node:crypto'
import { keyFor } from './seal'
import type { KeyRing, MasterKey } from './key-ring'

const ID_BYTES = 16
const SIGNATURE_BYTES = 16

/**
 * The token of the link by which an invitation is answered without signing in: the id of the invitation, signed (HMAC,
 * SHA-256, of which 128 bits). The same at every try to send it. When it ends, the date of the meeting says.
 */
export function answerToken({ current }: KeyRing, invitationId: string): string {
  const id = Buffer.from(invitationId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, signatureOf(current, id)]).toString('base64url')
}

/** The id of the invitation that a token is of; undefined when it was not signed by one of these keys. */
export function invitationIn({ all }: KeyRing, token: string): string | undefined {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const id = bytes.subarray(0, ID_BYTES)
  const given = bytes.subarray(ID_BYTES)
  if (given.length !== SIGNATURE_BYTES) return undefined
  if (!all.some((key) => timingSafeEqual(signatureOf(key, id), given))) return undefined
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function signatureOf(key: MasterKey, id: Buffer): Buffer {
  return createHmac('sha256', keyFor(key, 'answer-links')).update(id).digest().subarray(0, SIGNATURE_BYTES)
}
