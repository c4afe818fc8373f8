import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import type { Caller } from './caller'
import { isOfClient, OUR_CLAIMS, rolesIn, scopeIn, showsSecondFactor, type ClaimsMapping } from './claims'

/** Where tokens come from. */
export interface TokenSource {
  /** The address that tokens must name as `iss`, and under which the issuer describes itself. */
  readonly issuer: string
  /** Whom tokens must be made out to. */
  readonly audience: string
  /** What its claims mean; as our own sign-in writes them when absent. */
  readonly claims?: ClaimsMapping
  /** Keys that were read are good for so long: one that the issuer takes away is refused at the latest then. */
  readonly keysLastMs?: number
  /** A key that is not known yet is looked for at most this often. */
  readonly unknownKeyPauseMs?: number
  /** Milliseconds; a test's own clock. */
  readonly clock?: () => number
}

/** Who a token is of, and when it was issued. */
export interface TokenCaller extends Caller {
  /** Seconds since 1970; 0 where the token does not say. */
  readonly issuedAt: number
}

/** What is known of the issuer of tokens, and how a token becomes a caller. */
export interface Tokens {
  /**
   * Throws InvalidTokenError, or KeysUnavailableError when nobody can say whether it is good.
   *
   * @param shown what the ID token of the same sign-in says, verified: it too may show the second factor
   */
  callerOf(token: string, shown?: Readonly<Record<string, unknown>>): Promise<TokenCaller>
  /** Throws KeysUnavailableError when tokens cannot be verified at present. */
  check(): Promise<void>
}

/** The token is not one that this API takes. The message says why, in words for the caller. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError'
}

/** The token is good, and shows one factor only: whoever signs in again with a second is let in. */
export class SecondFactorMissingError extends InvalidTokenError {}

/** The issuer's keys cannot be had, so that no token can be verified. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError'
}

// Signatures with a public key only: a shared secret or no signature at all is never taken.
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']
const CLOCK_TOLERANCE_SECONDS = 10
const ISSUER_LIMIT_MS = 3_000
const UNKNOWN_KEY_PAUSE_MS = 5_000
const KEYS_LAST_MS = 5 * 60_000
/** After the issuer could not be reached, it is not asked again for a moment: each request would wait for nothing. */
const PAUSE_AFTER_FAILURE_MS = 1_000

const subject = z.object({
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  iat: z.number().default(0),
})
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })

/**
 * Verifies access tokens of one OpenID Connect issuer (RFC 9068, OpenID Connect Discovery 1.0). The issuer is asked for
 * its keys when the first token comes, and again until it answers, so that the API starts and stays up without it.
 */
export function tokensOf(source: TokenSource): Tokens {
  const { issuer, audience, claims = OUR_CLAIMS } = source
  const keys = keysOf(source)
  return {
    async callerOf(token, shown = {}) {
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
        return callerIn(payload, shown, claims)
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

function callerIn(payload: JWTPayload, shown: object, claims: ClaimsMapping): TokenCaller {
  const read = subject.safeParse(payload)
  if (!read.success) throw new InvalidTokenError('The token does not say who it is for, in sub')
  const { sub, iat } = read.data
  const roles = rolesIn(payload, claims)
  const scope = scopeIn(payload, claims)
  // A client has no second factor to show, and is never more than a connected system, whatever its token says.
  if (isOfClient(payload))
    return { id: sub, roles: roles.filter((role) => role === 'system'), scope, issuedAt: iat }
  if (!showsSecondFactor([payload, { ...shown }], claims))
    throw new SecondFactorMissingError(
      `The sign-in shows no second factor in ${claims.mfa?.claim}: sign in with one, such as a code or a security key`,
    )
  return { id: sub, roles, scope, issuedAt: iat }
}

type KeySet = ReturnType<typeof createRemoteJWKSet>

// The issuer says where its keys are; that is asked once, and again as long as it was not answered.
function keysOf(source: TokenSource): { set: () => Promise<KeySet> } {
  const { clock = Date.now } = source
  let asking: Promise<KeySet> | undefined
  let failed: { error: KeysUnavailableError; until: number } | undefined
  return {
    set() {
      if (failed && clock() < failed.until) return Promise.reject(failed.error)
      asking ??= discover(source).catch((error: unknown) => {
        asking = undefined
        failed = { error: unavailable(error), until: clock() + PAUSE_AFTER_FAILURE_MS }
        throw failed.error
      })
      return asking
    },
  }
}

async function discover({
  issuer,
  unknownKeyPauseMs = UNKNOWN_KEY_PAUSE_MS,
  keysLastMs = KEYS_LAST_MS,
}: TokenSource): Promise<KeySet> {
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
    cacheMaxAge: keysLastMs,
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
