/** A master key: 256 random bits, under an id that stands beside everything sealed with it. */
export interface MasterKey {
  readonly id: string
  readonly secret: Buffer
}

/** The master keys of an installation: the one that seals from now on, and the older ones that still open. */
export interface KeyRing {
  readonly current: MasterKey
  readonly all: readonly MasterKey[]
}

/** Where master keys come from. Another one, of a key service, is another function of this type. */
export type KeyProvider = () => Promise<KeyRing>

/** Master keys that cannot be used as they are written. Its message shows no part of a key. */
export class WrongKeysError extends Error {
  override readonly name = 'WrongKeysError'
}

/** Something is sealed with a key that this installation does not have. It names the key. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'

  constructor(readonly keyId: string) {
    super(`It is sealed with key ${keyId}, which is not among the keys here: add it to PACE_KEYS again`)
  }
}

const SECRET_BYTES = 32
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/

/**
 * Reads master keys as PACE_KEYS has them: `id:base64` each, 32 bytes, with commas or line ends between them; the first
 * seals, the others only open. Throws WrongKeysError that says what is wrong, and shows no key.
 */
export function keyRingFrom(written: string): KeyRing {
  const all = written
    .split(/[,\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(masterKeyFrom)
  const [current] = all
  if (current === undefined) throw new WrongKeysError('There is no key')
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) !== index)
  if (twice) throw new WrongKeysError(`Key ${twice.id} is there twice: give each its own id`)
  return { current, all }
}

/** The key of a ring under an id. Throws MissingKeyError. */
export function keyIn({ all }: KeyRing, id: string): MasterKey {
  const found = all.find((key) => key.id === id)
  if (found) return found
  throw new MissingKeyError(id)
}

function masterKeyFrom(written: string, index: number): MasterKey {
  const place = `Key ${index + 1}`
  const [id = '', encoded = '', ...more] = written.split(':')
  if (more.length > 0 || encoded === '') throw new WrongKeysError(`${place} is not written as id:base64`)
  if (!ID.test(id)) {
    throw new WrongKeysError(`${place} has an id that is not made of letters, digits, - and _ (at most 40)`)
  }
  const secret = Buffer.from(encoded, 'base64')
  if (
    secret.length !== SECRET_BYTES ||
    secret.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')
  ) {
    throw new WrongKeysError(
      `${place} (${id}) is not 32 bytes in base64: make one with openssl rand -base64 32`,
    )
  }
  return { id, secret }
}
