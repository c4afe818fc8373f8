import { waitForEngine } from '../engine/dev-server'
import { ensureEngine } from '../engine/ensure-engine'
import { practiceKeys } from '../keys/practice-keys'
import { preparePostgres } from '../postgres/cluster'
import { createDatabase, waitForPostgres } from '../postgres/database'
import { databaseUrl, postgresCommand, stopOrphanedServer } from '../postgres/server'
import { engineCache } from '../project'
import { pagesClient } from '../sign-in/clients'
import { pagesSecret } from '../sign-in/secrets'
import { engineCommand, ourCommand } from './commands'
import type { EmbeddedAddresses } from './embedded'
import { environmentOf, readyMs, type Installation } from './installation'
import { partTitles } from './parts'
import { waitForAnswer } from './probes'

const databaseName = 'pace'

/**
 * Starts, side by side, the parts that would be somebody else's in production: engine, database, mail, sign-in.
 * @returns where each of them is, once all are ready
 */
export async function startEmbeddedParts(installation: Installation): Promise<EmbeddedAddresses> {
  const { embedding } = installation
  const addresses = plannedAddresses(installation)
  const env = environmentOf(installation, addresses)
  const [database] = await Promise.all([
    embedding.postgres ? startDatabase(installation) : undefined,
    embedding.temporal ? startEngine(installation) : undefined,
    embedding.mailSink
      ? startOwn(installation, 'mail-sink', env, `${addresses.PACE_MAIL_ADDRESS}/health`)
      : undefined,
    embedding.signIn
      ? startOwn(installation, 'sign-in', env, `${addresses.OIDC_ISSUER}/.well-known/openid-configuration`)
      : undefined,
  ])
  return { ...addresses, ...(database === undefined ? {} : { DATABASE_URL: database }) }
}

/** The addresses that are known before anything runs; the database's holds a password, and comes with it. */
function plannedAddresses({ embedding, ports, dataDir }: Installation): EmbeddedAddresses {
  const addresses: EmbeddedAddresses = {}
  if (embedding.keys) addresses.PACE_KEYS = practiceKeys(dataDir)
  if (embedding.temporal) addresses.TEMPORAL_ADDRESS = `127.0.0.1:${ports.engine}`
  if (embedding.signIn) {
    addresses.OIDC_ISSUER = `http://127.0.0.1:${ports.signIn}`
    addresses.OIDC_CLIENT_ID = pagesClient
    addresses.OIDC_CLIENT_SECRET = pagesSecret(dataDir)
    // whoever is made up has no second factor to show
    addresses.OIDC_MFA = 'off'
  }
  if (embedding.mailSink) {
    addresses.SMTP_URL = `smtp://127.0.0.1:${ports.smtp}`
    addresses.PACE_MAIL_ADDRESS = `http://127.0.0.1:${ports.mailPages}`
  }
  return addresses
}

async function startEngine({ env, settings, ports, dataDir, parts, progress }: Installation): Promise<void> {
  const namespace = settings.TEMPORAL_NAMESPACE
  const engine = await ensureEngine({ env, cacheDir: engineCache, progress: progress.say })
  await progress.step(partTitles.temporal, async () => {
    const part = parts.start('temporal', engineCommand(engine, ports, dataDir, namespace), false)
    const probe = (signal: AbortSignal) => waitForEngine(`127.0.0.1:${ports.engine}`, { namespace, signal })
    await part.untilReady(probe, parts.over)
  })
}

async function startDatabase({ ports, dataDir, parts, progress }: Installation): Promise<string> {
  return progress.step(partTitles.postgres, async () => {
    const cluster = await preparePostgres(dataDir, progress.say)
    if (await stopOrphanedServer(cluster))
      progress.say('Ended a PostgreSQL that an earlier start left running')
    const part = parts.start('postgres', postgresCommand(cluster, ports.postgres), false)
    const admin = databaseUrl(cluster, ports.postgres, 'postgres')
    await part.untilReady((signal) => waitForPostgres(admin, { signal }), parts.over)
    await createDatabase(admin, databaseName)
    return databaseUrl(cluster, ports.postgres, databaseName)
  })
}

async function startOwn(
  { parts, progress }: Installation,
  name: 'mail-sink' | 'sign-in',
  env: NodeJS.ProcessEnv,
  answersAt: string,
): Promise<void> {
  await progress.step(partTitles[name], () => {
    const part = parts.start(name, ourCommand(name, env), true)
    return part.untilReady((signal) => waitForAnswer(answersAt, readyMs, signal), parts.over)
  })
}
