import type { ClientMetadata } from 'oidc-provider'

import { practiceGrant } from './practice-grant'

/** The client of the command line. */
export const commandLineClient = 'pace-cli'

/** The client of the pages. */
export const pagesClient = 'pace-web'

/** Asks for tokens with a grant of its own, without a page. */
export function clientForCommandLine(secret: string): ClientMetadata {
  return {
    client_id: commandLineClient,
    client_secret: secret,
    grant_types: [practiceGrant],
    redirect_uris: [],
    response_types: [],
  }
}

/** The client of a connected system, to practise with. */
export const systemClient = 'pace-system'

/** Gets tokens of its own by the grant of client credentials (RFC 6749, 4.4): a system signs in as itself. */
export function clientForSystem(secret: string): ClientMetadata {
  return {
    client_id: systemClient,
    client_name: 'A connected system',
    client_secret: secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  }
}

/**
 * Signs people in by the authorization code flow.
 * @param publicUrl where people reach the pages, without a trailing slash
 */
export function clientForPages(secret: string, publicUrl: string): ClientMetadata {
  return {
    client_id: pagesClient,
    client_name: 'PACE',
    client_secret: secret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [`${publicUrl}/sign-in/callback`],
    post_logout_redirect_uris: [`${publicUrl}/signed-out`],
  }
}
