import { publicUrlOf, readSettings } from '../../contracts/settings'
import { currentPolicy } from '../../policies/released'
import { ExplainedError } from '../explained-error'
import { listenOnLoopback, closeOnSignal } from '../processes/loopback-server'
import { dataDirectory } from '../project'
import { createSignIn } from './provider'
import { commandLineSecret, pagesSecret, signInSecrets, systemSecret } from './secrets'

/**
 * The process of the embedded sign-in, on the port of OIDC_ISSUER, with its keys in PACE_DATA_DIR. It answers its
 * discovery document as soon as it is ready.
 * @throws ExplainedError when it is asked to serve production, where people sign in for real
 */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (env.NODE_ENV === 'production') {
    throw new ExplainedError(
      'The embedded sign-in knows practice users only and refuses to run with NODE_ENV=production. Set OIDC_ISSUER to your own.',
    )
  }
  const settings = readSettings(env)
  const issuer = settings.OIDC_ISSUER
  if (issuer === undefined)
    throw new ExplainedError(
      'OIDC_ISSUER is not set: it says on which loopback port the embedded sign-in answers.',
    )
  const dataDir = dataDirectory(env)
  const answer = await createSignIn({
    issuer,
    audience: settings.OIDC_AUDIENCE,
    publicUrl: publicUrlOf(settings),
    localities: currentPolicy(settings.PACE_POLICY).policy.localities,
    secrets: await signInSecrets(dataDir),
    commandLineSecret: commandLineSecret(dataDir),
    pagesSecret: pagesSecret(dataDir),
    systemSecret: systemSecret(dataDir),
  })
  closeOnSignal(await listenOnLoopback(answer, Number(new URL(issuer).port)))
}
