import path from 'node:path'

import type { ServerCommand } from '../postgres/server'
import type { Ending } from '../processes/end'
import { projectRoot } from '../project'

/** What the scripts of docker-compose.yml use here too. */
const composeFolder = path.join(projectRoot, 'ops', 'compose')

export const temporalEndings: readonly Ending[] = [
  { signal: 'SIGTERM', graceMs: 10_000 },
  { signal: 'SIGKILL', graceMs: 2_000 },
]

/** Every service of the server has ports of its own, the first of them the one that clients use. */
export const temporalPortNames = [
  'FRONTEND_GRPC_PORT',
  'FRONTEND_MEMBERSHIP_PORT',
  'FRONTEND_HTTP_PORT',
  'MATCHING_GRPC_PORT',
  'MATCHING_MEMBERSHIP_PORT',
  'HISTORY_GRPC_PORT',
  'HISTORY_MEMBERSHIP_PORT',
  'WORKER_GRPC_PORT',
  'WORKER_MEMBERSHIP_PORT',
] as const
export type TemporalPorts = Readonly<Record<(typeof temporalPortNames)[number], number>>

export interface TemporalDatabase {
  readonly port: number
  readonly password: string
}

/**
 * The settings of Temporal's server, by the names of docker-compose.yml: the server carries a template of its
 * configuration, and takes these from the environment.
 */
export function serverSettings(database: TemporalDatabase, ports: TemporalPorts): Record<string, string> {
  return {
    DB: 'postgres12',
    POSTGRES_SEEDS: '127.0.0.1',
    DB_PORT: String(database.port),
    POSTGRES_USER: 'temporal',
    POSTGRES_PWD: database.password,
    DBNAME: 'temporal',
    VISIBILITY_DBNAME: 'temporal_visibility',
    // a few are enough for one journey, and quicker to take up than the hundreds of an installation
    NUM_HISTORY_SHARDS: '4',
    BIND_ON_IP: '127.0.0.1',
    DYNAMIC_CONFIG_FILE_PATH: path.join(composeFolder, 'temporal-dynamic-config.yaml'),
    TEMPORAL_ALLOW_NO_AUTH: 'true',
    LOG_LEVEL: 'warn',
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
  }
}

/** @param programs the folder of {@link import('./temporal-build').buildTemporal} */
export function serverCommand(
  programs: string,
  folder: string,
  database: TemporalDatabase,
  ports: TemporalPorts,
): ServerCommand {
  return {
    program: path.join(programs, 'temporal-server'),
    args: ['start'],
    env: { ...bareEnvironment(), ...serverSettings(database, ports) },
    cwd: folder,
  }
}

/** The command that makes Temporal's databases, as the service temporal-schema runs it. */
export function schemaCommand(programs: string, folder: string, database: TemporalDatabase): ServerCommand {
  return {
    ...script('temporal-schema.sh', programs, folder),
    env: {
      ...bareEnvironment(programs),
      SQL_PLUGIN: 'postgres12',
      SQL_HOST: '127.0.0.1',
      SQL_PORT: String(database.port),
      SQL_USER: 'temporal',
      SQL_PASSWORD: database.password,
    },
  }
}

/** The command that makes the namespace, as the service temporal-namespace runs it. @param programs a folder that holds `temporal` */
export function namespaceCommand(
  programs: string,
  folder: string,
  address: string,
  namespace: string,
): ServerCommand {
  return {
    ...script('temporal-namespace.sh', programs, folder),
    env: { ...bareEnvironment(programs), TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
  }
}

function script(name: string, programs: string, folder: string): ServerCommand {
  return {
    program: 'sh',
    args: [path.join(composeFolder, name)],
    env: bareEnvironment(programs),
    cwd: folder,
  }
}

// settings of Temporal's in the environment are meant for clients of another server
function bareEnvironment(...programs: string[]): NodeJS.ProcessEnv {
  const { PATH = '', HOME, TMPDIR } = process.env
  return { PATH: [...programs, PATH].join(path.delimiter), HOME, TMPDIR, TZ: 'UTC' }
}
