import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { ROLES, type Role } from '../domain/codes'
import type { Caller } from './caller'

/** Where tokens come from. */
export interface TokenSource {
  /** The address that tokens must name as `iss`, and under which the issuer describes itself. */
  readonly issuer: string
  /** Whom tokens must be made out to. */
  readonly audience: string
  /** A key that is not known yet is looked for at most this often. */
  readonly unknownKeyPauseMs?: number
  /** Milliseconds; a test's own clock. */
  readonly clock?: () => number
}

/** What is known of the issuer of tokens, and how a token becomes a caller. */
export interface Tokens {
  /** Throws InvalidTokenError, or KeysUnavailableError when nobody can say whether it is good. */
  callerOf(token: string): Promise<Caller>
  /** Throws KeysUnavailableError when tokens cannot be verified at present. */
  check(): Promise<void>
}

/** The token is not one that this API takes. The message says why, in words for the caller. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError'
}

/** The issuer's keys cannot be had, so that no token can be verified. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError'
}

// Signatures with a public key only: a shared secret or no signature at all is never taken.
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']
const CLOCK_TOLERANCE_SECONDS = 10
const ISSUER_LIMIT_MS = 3_000
const UNKNOWN_KEY_PAUSE_MS = 5_000
/** After the issuer could not be reached, it is not asked again for a moment: each request would wait for nothing. */
const PAUSE_AFTER_FAILURE_MS = 1_000

const claims = z.object({
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  roles: z.array(z.string()).default([]),
  localities: z.array(z.string()).default([]),
})
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })

/**
 * Verifies access tokens of one OpenID Connect issuer (RFC 9068, OpenID Connect Discovery 1.0). The issuer is asked for
 * its keys when the first token comes, and again until it answers, so that the API starts and stays up without it.
 */
export function tokensOf(source: TokenSource): Tokens {
  const { issuer, audience } = source
  const keys = keysOf(source)
  return {
    async callerOf(token) {
      const key: JWTVerifyGetKey = async (header, jws) =>
        (await keys.set())(header, jws).catch(unlessTokenIsAtFault)
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          requiredClaims: ['sub', 'exp'],
        })
        return callerIn(payload)
      } catch (error) {
        if (error instanceof errors.JOSEError) throw new InvalidTokenError(reasonOf(error), { cause: error })
        throw error
      }
    },
    async check() {
      const set = await keys.set()
      if (set.fresh) return
      await set.reload().catch((error: unknown) => {
        throw unavailable(error)
      })
    },
  }
}

function callerIn(payload: JWTPayload): Caller {
  const read = claims.safeParse(payload)
  if (!read.success)
    throw new InvalidTokenError('The token does not say who it is for, in sub, roles and localities')
  const { sub, roles, localities } = read.data
  return {
    id: sub,
    roles: roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role)),
    scope: localities.includes('*') ? 'authority' : localities,
  }
}

type KeySet = ReturnType<typeof createRemoteJWKSet>

// The issuer says where its keys are; that is asked once, and again as long as it was not answered.
function keysOf({ issuer, unknownKeyPauseMs = UNKNOWN_KEY_PAUSE_MS, clock = Date.now }: TokenSource): {
  set: () => Promise<KeySet>
} {
  let asking: Promise<KeySet> | undefined
  let failed: { error: KeysUnavailableError; until: number } | undefined
  return {
    set() {
      if (failed && clock() < failed.until) return Promise.reject(failed.error)
      asking ??= discover(issuer, unknownKeyPauseMs).catch((error: unknown) => {
        asking = undefined
        failed = { error: unavailable(error), until: clock() + PAUSE_AFTER_FAILURE_MS }
        throw failed.error
      })
      return asking
    },
  }
}

async function discover(issuer: string, unknownKeyPauseMs: number): Promise<KeySet> {
  const response = await fetch(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(ISSUER_LIMIT_MS),
  })
  if (!response.ok) throw new Error(`its discovery document was answered with ${response.status}`)
  const document = discovery.parse(await response.json())
  if (document.issuer !== issuer) throw new Error(`its discovery document is of ${document.issuer}`)
  return createRemoteJWKSet(new URL(document.jwks_uri), {
    timeoutDuration: ISSUER_LIMIT_MS,
    cooldownDuration: unknownKeyPauseMs,
  })
}

// jose throws the same kind of error for a token that names no known key and for keys that cannot be fetched.
function unlessTokenIsAtFault(error: unknown): never {
  const tokenIsAtFault =
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  throw tokenIsAtFault ? error : unavailable(error)
}

function unavailable(error: unknown): KeysUnavailableError {
  const reason = error instanceof Error ? error.message : String(error)
  return new KeysUnavailableError(`The issuer's keys cannot be had: ${reason}`, { cause: error })
}

function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired'
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The token's claim ${error.claim} is not the one asked for`
  if (error instanceof errors.JWSSignatureVerificationFailed) return "The token's signature is wrong"
  if (error instanceof errors.JWKSNoMatchingKey) return 'The token was not signed with a key of the issuer'
  if (error instanceof errors.JWKSMultipleMatchingKeys)
    return 'The token does not say which key it was signed with'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'The token is signed in a way that is not taken here'
  return 'The token cannot be read'
}
