import { ExplainedError, reasonOf } from '../explained-error'
import { commandLineClient, systemClient } from './clients'
import { practiceGrant } from './practice-grant'
import { commandLineSecret, systemSecret } from './secrets'

export interface PracticeTokenRequest {
  /** The address of the running embedded sign-in. */
  readonly issuer: string
  /** The data folder it keeps its secrets in. */
  readonly dataDir: string
  readonly role: string
  readonly locality?: string
}

/**
 * Asks the embedded sign-in for an access token as a practice user; it is good for 8 hours.
 * A connected system is no user: it gets the token of a client of its own, for the whole authority.
 * @throws ExplainedError when the sign-in cannot be reached or refuses, in its own words (an unknown role is answered with the roles)
 */
export async function practiceToken({
  issuer,
  dataDir,
  role,
  locality,
}: PracticeTokenRequest): Promise<string> {
  const isSystem = role === 'system'
  if (isSystem && locality !== undefined) {
    throw new ExplainedError(
      'A connected system works for the whole authority here. Ask for its token without a locality.',
    )
  }
  const form = new URLSearchParams(
    isSystem ? { grant_type: 'client_credentials' } : { grant_type: practiceGrant, role },
  )
  if (locality !== undefined) form.set('locality', locality)
  const client = isSystem
    ? `${systemClient}:${systemSecret(dataDir)}`
    : `${commandLineClient}:${commandLineSecret(dataDir)}`
  const credentials = Buffer.from(client).toString('base64')
  let response: Response
  try {
    response = await fetch(new URL('/token', issuer), {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: form,
      signal: AbortSignal.timeout(10_000),
    })
  } catch (error) {
    throw new ExplainedError(
      `The embedded sign-in at ${issuer} does not answer (${reasonOf(error)}). Start PACE with \`npm start\` and ask again.`,
      { cause: error },
    )
  }
  const answer = (await response.json()) as {
    access_token?: string
    error?: string
    error_description?: string
  }
  if (answer.access_token !== undefined) return answer.access_token
  throw new ExplainedError(
    answer.error_description ?? `The embedded sign-in refused: ${answer.error ?? response.status}`,
  )
}
