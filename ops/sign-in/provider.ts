import type Provider from 'oidc-provider'
import type { ClientMetadata, Configuration, ResourceServer } from 'oidc-provider'

import { practiceGrant, registerPracticeGrant } from './practice-grant'
import { findPracticeUser } from './practice-users'
import type { SignInSecrets } from './secrets'

/** The client of the command line. */
export const commandLineClient = 'pace-cli'

/** How long a practice token is good for, in seconds: a working day. */
export const practiceTokenSeconds = 8 * 60 * 60

export interface SignInOptions {
  /** The address that tokens name as their issuer. */
  readonly issuer: string
  /** Whom access tokens are made out to. */
  readonly audience: string
  readonly secrets: SignInSecrets
  readonly commandLineSecret: string
}

/**
 * The embedded OpenID Connect provider: practice users only, RS256 access tokens for the API with the claims
 * `roles`, `localities` and `name`. What it keeps in memory is lost when it ends; tokens are not, since they carry their
 * own content and the keys stay.
 */
export async function createSignIn(options: SignInOptions): Promise<Provider> {
  const { default: OidcProvider, errors } = await import('oidc-provider')
  const api = { identifier: apiIdentifier(options.audience), server: apiServer(options.audience) }
  const provider = new OidcProvider(options.issuer, configurationOf(options, api))
  registerPracticeGrant(provider, errors, api)
  return provider
}

interface Api {
  readonly identifier: string
  readonly server: ResourceServer
}

function configurationOf(options: SignInOptions, api: Api): Configuration {
  return {
    clients: [clientForCommandLine(options.commandLineSecret)],
    jwks: { keys: options.secrets.signingKeys },
    cookies: { keys: [...options.secrets.cookieKeys] },
    claims: { openid: ['sub'], profile: ['name', 'roles', 'localities'] },
    findAccount: (_ctx, sub) => {
      const user = findPracticeUser(sub)
      if (user === undefined) return undefined
      const claims = { sub, name: user.name, roles: user.roles, localities: user.localities }
      return { accountId: sub, claims: () => claims }
    },
    extraTokenClaims: (_ctx, token) => {
      const user = 'accountId' in token ? findPracticeUser(token.accountId) : undefined
      return user && { roles: user.roles, localities: user.localities, name: user.name }
    },
    features: {
      // the library's own sign-in form takes any name for a real one
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        // whoever asks for nothing else gets a token for the API
        defaultResource: () => api.identifier,
        getResourceServerInfo: () => api.server,
        useGrantedResource: () => true,
      },
    },
  }
}

function clientForCommandLine(secret: string): ClientMetadata {
  return {
    client_id: commandLineClient,
    client_secret: secret,
    grant_types: [practiceGrant],
    redirect_uris: [],
    response_types: [],
  }
}

/** A resource is named by an absolute address (RFC 8707), an audience need not be one. */
function apiIdentifier(audience: string): string {
  return `urn:pace:api:${audience}`
}

function apiServer(audience: string): ResourceServer {
  return {
    scope: '',
    audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: practiceTokenSeconds,
    jwt: { sign: { alg: 'RS256' } },
  }
}
