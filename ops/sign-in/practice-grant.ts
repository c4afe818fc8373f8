import { randomUUID } from 'node:crypto'
import type Provider from 'oidc-provider'
import type { ResourceServer, TokenEndpointGrantContext } from 'oidc-provider'

import { NoSuchPracticeUser, practiceUser, type PracticeUser } from './practice-users'

/** The grant by which a token for a practice user is asked for, with the parameters `role` and, optionally, `locality`. */
export const practiceGrant = 'urn:pace:practice-user'

interface PracticeParameters {
  role?: string
  locality?: string
}

/** What the grant needs of the library, which is loaded as an ES module. */
interface Errors {
  readonly InvalidRequest: new (description: string) => Error
}

/**
 * Teaches the provider to give an access token for a practice user without a page or a password. That is safe only
 * because the provider listens on loopback, and the one client that may use the grant has a secret from the data folder.
 */
export function registerPracticeGrant(
  provider: Provider,
  { InvalidRequest }: Errors,
  api: { identifier: string; server: ResourceServer },
): void {
  const give = async (ctx: TokenEndpointGrantContext<PracticeParameters>): Promise<void> => {
    const { client, params } = ctx.oidc
    const user = asked(params, InvalidRequest)
    const token = new provider.AccessToken({
      client,
      accountId: user.sub,
      grantId: randomUUID(),
      gty: practiceGrant,
      resourceServer: new provider.ResourceServer(api.identifier, api.server),
    })
    ctx.body = { access_token: await token.save(), token_type: token.tokenType, expires_in: token.expiration }
  }
  provider.registerGrantType<PracticeParameters>(practiceGrant, give, ['role', 'locality'])
}

function asked(
  { role, locality }: PracticeParameters,
  InvalidRequest: Errors['InvalidRequest'],
): PracticeUser {
  if (role === undefined) throw new InvalidRequest('the parameter role is missing')
  try {
    return practiceUser(role, locality)
  } catch (error) {
    if (error instanceof NoSuchPracticeUser) throw new InvalidRequest(error.message)
    throw error
  }
}
