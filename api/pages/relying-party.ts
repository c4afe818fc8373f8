import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client'

/** What the pages need of a council's sign-in: OpenID Connect's authorization code flow with PKCE, state and nonce. */
export interface RelyingParty {
  /** Where the sign-in is, e.g. `https://login.example.org`. */
  readonly origin: string
  /** Begins a sign-in: where to send the person, and what to remember of it until they come back. */
  begin(): Promise<{ readonly url: string; readonly pending: PendingSignIn }>
  /** Ends a sign-in with the address that the person came back to. Throws when it is not the one that was begun. */
  finish(cameBackTo: URL, pending: PendingSignIn): Promise<SignedIn>
  /** Where to send a person who signs out, so that the sign-in knows it too; undefined when it cannot be told. */
  endAddress(idToken: string): Promise<string | undefined>
}

/** What only the browser that began a sign-in knows. Of plain values, so that a session can keep it. */
export interface PendingSignIn {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface SignedIn {
  /** Verified by whoever uses it, like any token of the API. */
  readonly accessToken: string
  readonly idToken: string
  /** What the ID token says, verified. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly name?: string
}

export interface RelyingPartyOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where people reach the pages, without a trailing slash. */
  readonly publicUrl: string
}

export const CALLBACK_PATH = '/sign-in/callback'
export const SIGNED_OUT_PATH = '/signed-out'

/** Signs people in at an issuer. Nothing is asked of it before the first sign-in. */
export function relyingParty(options: RelyingPartyOptions): RelyingParty {
  const { publicUrl } = options
  const discovered = discovering(options)
  return {
    origin: new URL(options.issuer).origin,
    async begin() {
      const configuration = await discovered()
      const pending = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: `${publicUrl}${CALLBACK_PATH}`,
        scope: 'openid profile',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
        // whoever signed out here, or sits at a shared machine, is asked again
        prompt: 'login',
      })
      return { url: url.href, pending }
    },
    async finish(cameBackTo, { state, nonce, verifier }) {
      const tokens = await authorizationCodeGrant(await discovered(), cameBackTo, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = tokens.claims() ?? {}
      const name = (claims as { readonly name?: unknown }).name
      return {
        accessToken: tokens.access_token,
        idToken: tokens.id_token ?? '',
        claims: { ...claims },
        ...(typeof name === 'string' && { name }),
      }
    },
    async endAddress(idToken) {
      const configuration = await discovered()
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
      return buildEndSessionUrl(configuration, {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${publicUrl}${SIGNED_OUT_PATH}`,
      }).href
    },
  }
}

// Asked once, and again as long as it was not answered.
function discovering({ issuer, clientId, clientSecret }: RelyingPartyOptions): () => Promise<Configuration> {
  let asking: Promise<Configuration> | undefined
  return () => {
    asking ??= discovery(new URL(issuer), clientId, clientSecret, ClientSecretBasic(clientSecret), {
      timeout: 5,
      // an issuer without TLS is the embedded one on loopback, or the choice of whoever set its address
      ...(issuer.startsWith('http:') && { execute: [allowInsecureRequests] }),
    }).catch((error: unknown) => {
      asking = undefined
      throw error
    })
    return asking
  }
}
