import { mkdtemp, symlink } from 'node:fs/promises'
import path from 'node:path'

import { waitForEngine } from '../engine/dev-server'
import { ensureEngine } from '../engine/ensure-engine'
import { preparePostgres, removeCluster } from '../postgres/cluster'
import { waitForPostgres } from '../postgres/database'
import { databaseUrl, postgresCommand, postgresEndings } from '../postgres/server'
import { engineCache } from '../project'
import { makeAccounts } from './databases'
import { runOnce } from './one-shot'
import type { Place } from './place'
import { buildTemporal } from './temporal-build'
import {
  namespaceCommand,
  schemaCommand,
  serverCommand,
  temporalEndings,
  temporalPortNames,
  type TemporalPorts,
} from './temporal-server'

/** Made by Temporal's server for itself: it answers for it as soon as it answers for anything. */
const systemNamespace = 'temporal-system'

export const namespace = 'pace'

/** What PACE stands on: where its database and its Temporal are. */
export interface Foundation {
  readonly databaseUrl: string
  /** As the API's account, which owns nothing. */
  readonly apiDatabaseUrl: string
  readonly temporalAddress: string
}

/** Starts PostgreSQL, and Temporal's server on it, as docker-compose.yml does. */
export async function layFoundation(place: Place): Promise<Foundation> {
  const { folder, processes, story, stop } = place
  const programs = await buildTemporal(story.say, stop)
  const port = await place.freePort()
  const { paceUrl, frontUrl, temporalPassword } = await story.step(
    () => startPostgres(place, port),
    () => `PostgreSQL runs on port ${port}, with accounts for Temporal, for PACE, and for PACE's API`,
  )
  const database = { port, password: temporalPassword }
  await story.step(
    () => runOnce(schemaCommand(programs, folder, database), stop),
    () => "Temporal's SQL tool has made the databases temporal and temporal_visibility",
  )
  const ports = await choosePorts(place)
  const address = `127.0.0.1:${ports.FRONTEND_GRPC_PORT}`
  await story.step(
    async () => {
      processes.start('temporal', serverCommand(programs, folder, database, ports), temporalEndings, false)
      await waitForEngine(address, { namespace: systemNamespace, timeoutMs: 120_000, signal: stop })
    },
    () => `Temporal's server runs on PostgreSQL, at ${address}`,
  )
  await story.step(
    () => makeNamespace(place, address),
    () => `Temporal has the namespace ${namespace}`,
  )
  return { databaseUrl: paceUrl, apiDatabaseUrl: frontUrl, temporalAddress: address }
}

async function startPostgres({ folder, processes, stop, whenOver }: Place, port: number) {
  const cluster = await preparePostgres(folder)
  // as root its files lie elsewhere
  whenOver(() => removeCluster(cluster))
  processes.start('postgresql', postgresCommand(cluster, port), postgresEndings, false)
  const admin = databaseUrl(cluster, port, 'postgres')
  await waitForPostgres(admin, { signal: stop })
  return makeAccounts(admin)
}

async function makeNamespace({ folder, story, stop }: Place, address: string): Promise<void> {
  const engine = await ensureEngine({ env: process.env, cacheDir: engineCache, progress: story.say })
  const programs = await mkdtemp(path.join(folder, 'programs-'))
  await symlink(engine.path, path.join(programs, 'temporal'))
  await runOnce(namespaceCommand(programs, folder, address, namespace), stop)
  await waitForEngine(address, { namespace, signal: stop })
}

async function choosePorts(place: Place): Promise<TemporalPorts> {
  const ports: Partial<Record<keyof TemporalPorts, number>> = {}
  for (const name of temporalPortNames) ports[name] = await place.freePortForTemporal()
  return ports as TemporalPorts
}
