import { need, WrongSettings, type Settings } from '../contracts/settings'
import { keyRingFrom, WrongKeysError, type KeyRing } from './key-ring'

/** The id of a key that an installation for practice made for itself begins so. */
export const PRACTICE_KEY = 'practice-'

/**
 * The master keys that the settings give, in PACE_KEYS or the file that PACE_KEYS_FILE names. Throws WrongSettings when
 * there is none, one cannot be used, or production is to run on the keys of a practice installation.
 */
export function keysOf(settings: Settings): KeyRing {
  const ring = read(need(settings, 'PACE_KEYS'))
  const practice = ring.all.find(({ id }) => id.startsWith(PRACTICE_KEY))
  if (settings.NODE_ENV === 'production' && practice) {
    throw new WrongSettings([
      `PACE_KEYS has ${practice.id}, a key of a practice installation, which production refuses: make one with openssl rand -base64 32`,
    ])
  }
  return ring
}

function read(written: string): KeyRing {
  try {
    return keyRingFrom(written)
  } catch (error) {
    if (error instanceof WrongKeysError)
      throw new WrongSettings([`PACE_KEYS cannot be used: ${error.message}`])
    throw error
  }
}
