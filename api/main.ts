import { pino, type Logger } from 'pino'
import { API_ROLE } from '../db/roles'
import { seamsOf } from '../contracts/drill'
import { need, publicUrlOf, readSettings, type Settings } from '../contracts/settings'
import { requireSafe } from '../contracts/safe-for-production'
import { untilStopped } from '../contracts/stopping'
import { openDatabase } from '../db/database'
import { keysOf } from '../keys/of-settings'
import { requirePolicies } from '../policies/here'
import { currentPolicy } from '../policies/released'
import { engineHealth, openEngine } from '../temporal/connection'
import { connectionOptions } from '../temporal/connection-options'
import { liveStandings } from '../temporal/live-standings'
import { listenForChanges } from '../db/journey-changes'
import { createApp } from './app'
import { tokensOf } from './bearer'
import { claimsOf } from './claims'
import { readAgreements } from './exports/agreements'
import { healthOf } from './health'
import { limitsOf } from './limits/limits'
import { mailServerAnswers } from './mail-server'
import { closeServer, listen } from './server'
import { relyingParty } from './pages/relying-party'
import { sessionStore } from './pages/session'
import type { Services } from './services'

/** Runs the API until it is told to stop, or its launcher is gone. Rejects when a setting is wrong or the port is taken. */
export async function main(): Promise<void> {
  const settings = readSettings(process.env)
  requireSafe(settings)
  requirePolicies(settings.PACE_POLICIES, settings.PACE_POLICY)
  const log = pino({ name: 'api' })
  const stopping = untilStopped()
  const { services, close } = openServices(settings, log, stopping.signal)
  try {
    const server = await listen(createApp(services), settings.PACE_HOST, settings.PACE_PORT)
    log.info({ host: settings.PACE_HOST, port: settings.PACE_PORT }, 'api ready')
    await stopping.stopped
    await closeServer(server)
  } finally {
    await close()
  }
}

function openServices(
  settings: Settings,
  log: Logger,
  stopping: AbortSignal,
): { services: Services; close: () => Promise<void> } {
  const databaseUrl = need(settings, 'DATABASE_URL')
  const db = openDatabase(databaseUrl, {
    role: API_ROLE,
    onLostConnection: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  })
  const engine = openEngine({
    ...connectionOptions(settings),
    namespace: settings.TEMPORAL_NAMESPACE,
    keys: keysOf(settings),
    caller: 'api',
  })
  const lost = (error: Error) => log.warn({ reason: error.message }, 'a database connection was lost')
  const changes = listenForChanges(databaseUrl, lost)
  const pages = pagesOf(settings, databaseUrl, lost)
  const tokens = tokensOf({
    issuer: need(settings, 'OIDC_ISSUER'),
    audience: settings.OIDC_AUDIENCE,
    claims: claimsOf(settings),
  })
  const { SMTP_URL: smtpUrl } = settings
  return {
    services: {
      db,
      keys: keysOf(settings),
      policy: currentPolicy(settings.PACE_POLICY),
      tokens,
      live: liveStandings(engine),
      health: healthOf({
        db,
        tokens,
        engine: engineHealth(engine),
        ...(smtpUrl !== undefined && { mail: () => mailServerAnswers(smtpUrl) }),
      }),
      changes,
      stopping,
      ...(pages && { pages }),
      publicUrl: publicUrlOf(settings),
      ...(settings.PACE_DOCUMENT_HOSTS && { documentHosts: settings.PACE_DOCUMENT_HOSTS }),
      ...(settings.PACE_TRUST_PROXY !== undefined && { trustProxy: settings.PACE_TRUST_PROXY }),
      log,
      limits: limitsOf(settings),
      forReal: settings.NODE_ENV === 'production',
      seam: seamsOf(process.env),
      exports: {
        threshold: settings.PACE_SUPPRESS_BELOW,
        agreements: settings.PACE_AGREEMENTS === undefined ? [] : readAgreements(settings.PACE_AGREEMENTS),
      },
    },
    async close() {
      pages?.store.close()
      await changes.close()
      await engine.connection.close()
      await db.destroy()
    },
  }
}

// Pages need a client at the sign-in; without one the API alone is served.
function pagesOf(settings: Settings, databaseUrl: string, lost: (error: Error) => void) {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PACE_MAIL_ADDRESS: mailSink } = settings
  if (clientId === undefined || clientSecret === undefined) return undefined
  const issuer = need(settings, 'OIDC_ISSUER')
  return {
    partner: relyingParty({ issuer, clientId, clientSecret, publicUrl: publicUrlOf(settings) }),
    store: sessionStore(databaseUrl, lost),
    clientSecret,
    // the embedded sign-in, which listens on loopback and knows made-up people only
    practice: new URL(issuer).hostname === '127.0.0.1',
    ...(mailSink !== undefined && { mailSink }),
  }
}
