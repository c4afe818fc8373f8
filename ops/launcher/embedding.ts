import type { Settings } from '../../contracts/settings'
import { ExplainedError } from '../explained-error'

/** Which parts are embedded: those whose address nobody has set. */
export interface Embedding {
  readonly temporal: boolean
  readonly postgres: boolean
  readonly mailSink: boolean
  readonly signIn: boolean
  /** The master keys lie in the data folder. */
  readonly keys: boolean
}

/**
 * Decides from the settings which parts the launcher runs itself.
 * @throws ExplainedError in production without a sign-in of one's own, since the embedded one lets anybody on this machine
 * in, or without keys of one's own, since the embedded ones lie beside what they seal
 */
export function embeddingOf(settings: Settings): Embedding {
  const embedding = {
    temporal: settings.TEMPORAL_ADDRESS === undefined,
    postgres: settings.DATABASE_URL === undefined,
    mailSink: settings.SMTP_URL === undefined,
    signIn: settings.OIDC_ISSUER === undefined,
    keys: settings.PACE_KEYS === undefined,
  }
  if (settings.NODE_ENV === 'production' && embedding.signIn) {
    throw new ExplainedError(
      'NODE_ENV is production and OIDC_ISSUER is not set: the embedded sign-in knows practice users only and is refused in production. Set OIDC_ISSUER to your own sign-in, or start without NODE_ENV=production.',
    )
  }
  if (settings.NODE_ENV === 'production' && embedding.keys) {
    throw new ExplainedError(
      'NODE_ENV is production and PACE_KEYS is not set: the embedded keys lie in the data folder, beside what they seal, and are refused in production. Set PACE_KEYS to a key of your own, id:base64 with 32 random bytes (openssl rand -base64 32), or PACE_KEYS_FILE to a file that holds it.',
    )
  }
  return embedding
}
