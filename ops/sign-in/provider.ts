import type { RequestListener } from 'node:http'
import type { Configuration, ResourceServer } from 'oidc-provider'

import type { Policy } from '../../domain/policy'
import { askEachTime } from './ask-each-time'
import { offerFor } from './choice'
import { clientForCommandLine, clientForPages, clientForSystem, systemClient } from './clients'
import { expiredPage, refusedPage, signedOutPage } from './other-pages'
import { registerPracticeGrant } from './practice-grant'
import { findPracticeUser } from './practice-users'
import { signInRoutes } from './routes'
import type { SignInSecrets } from './secrets'

/** How long a practice token is good for, in seconds: a working day. */
export const practiceTokenSeconds = 8 * 60 * 60

/** How long a person may take to choose who they want to be, in seconds. */
const interactionSeconds = 60 * 60

/** How long the provider needs to know who chose what, in seconds: until the pages have fetched the tokens. */
const handoverSeconds = 10 * 60

/** A browser keeps one jar of cookies for all ports of this machine, so that names must differ from those of the pages. */
const cookieNames = {
  session: 'pace_practice_session',
  interaction: 'pace_practice_interaction',
  resume: 'pace_practice_resume',
}

export interface SignInOptions {
  /** The address that tokens name as their issuer. */
  readonly issuer: string
  /** Whom access tokens are made out to. */
  readonly audience: string
  /** Where people reach the pages, without a trailing slash. */
  readonly publicUrl: string
  /** Where the practice users work. */
  readonly localities: Policy['localities']
  readonly secrets: SignInSecrets
  readonly commandLineSecret: string
  readonly pagesSecret: string
  readonly systemSecret: string
}

/**
 * The embedded OpenID Connect provider: practice users only, RS256 access tokens for the API with the claims
 * `roles`, `localities`, `name` and, of a partner, `agency`. What it keeps in memory is lost when it ends; tokens are not, since they carry their
 * own content and the keys stay.
 */
export async function createSignIn(options: SignInOptions): Promise<RequestListener> {
  const { default: OidcProvider, errors } = await import('oidc-provider')
  const { issuer, publicUrl, localities } = options
  const api = { identifier: apiIdentifier(options.audience), server: apiServer(options.audience) }
  const isExpiry = (error: unknown) => error instanceof errors.SessionNotFound
  const provider = new OidcProvider(issuer, {
    ...configurationOf(options, api),
    renderError: (ctx, { error, error_description }, cause) => {
      ctx.type = 'html'
      ctx.body = isExpiry(cause) ? expiredPage(publicUrl) : refusedPage(publicUrl, error_description ?? error)
    },
  })
  provider.on('server_error', (_ctx, error) => console.error(error))
  registerPracticeGrant(provider, errors, api)
  askEachTime(provider, cookieNames.session)
  return signInRoutes({ provider, offer: offerFor(localities), publicUrl, isExpiry })
}

interface Api {
  readonly identifier: string
  readonly server: ResourceServer
}

function configurationOf(options: SignInOptions, api: Api): Configuration {
  return {
    clients: [
      clientForCommandLine(options.commandLineSecret),
      clientForPages(options.pagesSecret, options.publicUrl),
      clientForSystem(options.systemSecret),
    ],
    jwks: { keys: options.secrets.signingKeys },
    cookies: { keys: [...options.secrets.cookieKeys], names: cookieNames },
    claims: { openid: ['sub'], profile: ['name', 'roles', 'localities', 'agency'] },
    // the access token is for the API alone, so what the pages may know of a person must stand in the ID token
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const user = findPracticeUser(sub)
      if (user === undefined) return undefined
      const { name, roles, localities, agency } = user
      const claims = { sub, name, roles, localities, ...(agency && { agency }) }
      return { accountId: sub, claims: () => claims }
    },
    extraTokenClaims: (_ctx, token) => {
      if (token.clientId === systemClient) return { roles: ['system'], localities: ['*'] }
      const user = 'accountId' in token ? findPracticeUser(token.accountId) : undefined
      if (user === undefined) return undefined
      const { name, roles, localities, agency } = user
      return { roles, localities, name, ...(agency && { agency }) }
    },
    // the pages are ours: nobody is asked whether they may know who signed in
    loadExistingGrant: async ({ oidc: { provider, client, session } }) => {
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    // a token is good for as long as it says, though the provider forgets at once who signed in
    expiresWithSession: () => false,
    pkce: { required: () => true },
    ttl: {
      Grant: handoverSeconds,
      IdToken: practiceTokenSeconds,
      Interaction: interactionSeconds,
      Session: handoverSeconds,
    },
    features: {
      clientCredentials: { enabled: true },
      // the library's own sign-in form takes any name for a real one
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        // whoever asks for nothing else gets a token for the API
        defaultResource: () => api.identifier,
        getResourceServerInfo: () => api.server,
        useGrantedResource: () => true,
      },
      rpInitiatedLogout: {
        enabled: true,
        postLogoutSuccessSource: (ctx) => {
          ctx.type = 'html'
          ctx.body = signedOutPage(options.publicUrl)
        },
      },
    },
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
