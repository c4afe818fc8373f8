import type { Settings } from '../../contracts/settings'
import { ExplainedError } from '../explained-error'

/** Which parts are embedded: those whose address nobody has set. */
export interface Embedding {
  readonly temporal: boolean
  readonly postgres: boolean
  readonly mailSink: boolean
  readonly signIn: boolean
}

/**
 * Decides from the settings which parts the launcher runs itself.
 * @throws ExplainedError in production without a sign-in of one's own, since the embedded one lets anybody on this machine in
 */
export function embeddingOf(settings: Settings): Embedding {
  const embedding = {
    temporal: settings.TEMPORAL_ADDRESS === undefined,
    postgres: settings.DATABASE_URL === undefined,
    mailSink: settings.SMTP_URL === undefined,
    signIn: settings.OIDC_ISSUER === undefined,
  }
  if (settings.NODE_ENV === 'production' && embedding.signIn) {
    throw new ExplainedError(
      'NODE_ENV is production and OIDC_ISSUER is not set: the embedded sign-in knows practice users only and is refused in production. Set OIDC_ISSUER to your own sign-in, or start without NODE_ENV=production.',
    )
  }
  return embedding
}
