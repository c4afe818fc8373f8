import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { endProcess, type Ending } from '../processes/end'
import { commandLineOf, identify } from '../processes/identity'
import { identityOf, postgresEnvironment, type PostgresCluster } from './cluster'

/** A program to run, as `child_process.spawn` takes it. */
export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  readonly uid?: number
  readonly gid?: number
}

/** How a PostgreSQL server is ended: SIGINT turns its clients away and stops cleanly, SIGQUIT stops at once and recovers at the next start. */
export const postgresEndings: readonly Ending[] = [
  { signal: 'SIGINT', graceMs: 5_000 },
  { signal: 'SIGQUIT', graceMs: 2_000 },
  { signal: 'SIGKILL', graceMs: 2_000 },
]

/** The command that runs a cluster's server in the foreground, on loopback only, every commit on the disk before it is answered. */
export function postgresCommand(cluster: PostgresCluster, port: number): ServerCommand {
  const settings = {
    listen_addresses: '127.0.0.1',
    // no socket file either: every way in asks for the password
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    logging_collector: 'off',
  }
  const args = ['-D', cluster.directory, '-p', String(port)]
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
  return {
    program: cluster.binaries.postgres,
    args,
    env: postgresEnvironment(),
    cwd: cluster.directory,
    ...identityOf(cluster.account),
  }
}

/** The address of a database on a running cluster, as its superuser. It holds the password. */
export function databaseUrl(cluster: PostgresCluster, port: number, database: string): string {
  const url = new URL(`postgresql://127.0.0.1:${port}/${encodeURIComponent(database)}`)
  url.username = cluster.superuser
  url.password = cluster.password
  return url.href
}

/**
 * Stops a server that a killed launcher left running on this cluster. The process named in PostgreSQL's own pid file is
 * touched only when its command line says that it is a server of this very folder.
 * @returns whether there was one
 */
export async function stopOrphanedServer(cluster: PostgresCluster): Promise<boolean> {
  const pidFile = await readFile(path.join(cluster.directory, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(pidFile, 10)
  if (!Number.isSafeInteger(pid) || pid <= 1) return false
  const identity = identify(pid)
  const command = commandLineOf(pid)
  if (identity === undefined || !command.includes('postgres') || !command.includes(cluster.directory))
    return false
  await endProcess(identity, postgresEndings)
  return true
}
