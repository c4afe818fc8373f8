import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { migrateToLatest } from '../../db/migrate'
import { keyRingFrom, type KeyRing } from '../../keys/key-ring'
import { addPracticeDirectory } from '../example/directory'
import { readIfThere, writePrivateFile } from '../files/private-file'
import { ourCommand } from '../launcher/commands'
import { partEndings } from '../launcher/parts'
import { waitForAnswer, waitForReadiness } from '../launcher/probes'
import { namespace, type Foundation } from './foundation'
import type { Place } from './place'
import type { Started } from './processes'

const readyMs = 90_000

/** PACE at work, two of each part, and the two practice parts that stand for what is the council's own. */
export interface House {
  /** Where each API answers. */
  readonly apis: readonly [string, string]
  readonly workers: readonly [Started, Started]
  /** The master keys that all of them have. */
  readonly keys: KeyRing
  /** The practice sign-in, and the folder it keeps its secrets in. */
  readonly issuer: string
  readonly dataDir: string
  /** Where the mail that was sent can be read. */
  readonly mailPages: string
}

/** Brings PACE's database to this release, and starts two APIs, two workers and two relays on it. */
export async function openHouse(place: Place, foundation: Foundation): Promise<House> {
  const { story } = place
  const masterKey = `shape-1:${randomBytes(32).toString('base64')}`
  await story.step(
    () => migrate(foundation.databaseUrl, keyRingFrom(masterKey)),
    () => "PACE's database is at this release, with a made-up address for every agency",
  )
  const env = await environmentOf(place, foundation, masterKey)
  await startStandIns(place, env)
  const workers = [start(place, 'worker', 1, env), start(place, 'worker', 2, env)] as const
  for (const number of [1, 2]) start(place, 'relay', number, env)
  const ports = [await place.freePort(), await place.freePort()] as const
  const ofApi = { DATABASE_URL_FILE: secret(place, 'api-database-url', foundation.apiDatabaseUrl) }
  ports.forEach((port, index) =>
    start(place, 'api', index + 1, { ...env, ...ofApi, PACE_PORT: String(port) }),
  )
  const [one, two] = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string]
  await story.step(
    async () => {
      for (const api of [one, two]) await allReady(api, place.stop)
    },
    () => `Two APIs (${one}, ${two}), two workers and two relays are at work`,
  )
  return {
    apis: [one, two],
    workers,
    keys: keyRingFrom(masterKey),
    issuer: env.OIDC_ISSUER,
    dataDir: place.folder,
    mailPages: env.PACE_MAIL_ADDRESS,
  }
}

type Part = Parameters<typeof ourCommand>[0]

function start(place: Place, part: Part, number: number, env: NodeJS.ProcessEnv): Started {
  return place.processes.start(`${part}-${number}`, ourCommand(part, env), partEndings[part], true)
}

/** The settings of production, secrets in files among them. NODE_ENV stays unset: the sign-in is the practice one. */
async function environmentOf(place: Place, { databaseUrl, temporalAddress }: Foundation, masterKey: string) {
  const { PATH, HOME, TMPDIR } = process.env
  const smtp = `smtp://127.0.0.1:${await place.freePort()}`
  return {
    PATH,
    HOME,
    TMPDIR,
    PACE_DATA_DIR: place.folder,
    PACE_PUBLIC_URL: 'https://pace.council.example',
    DATABASE_URL_FILE: secret(place, 'database-url', databaseUrl),
    PACE_KEYS_FILE: secret(place, 'keys', masterKey),
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    SMTP_URL_FILE: secret(place, 'smtp-url', smtp),
    MAIL_FROM: 'PACE <pace@council.example>',
    OIDC_ISSUER: `http://127.0.0.1:${await place.freePort()}`,
    OIDC_MFA: 'off',
    PACE_MAIL_ADDRESS: `http://127.0.0.1:${await place.freePort()}`,
  } satisfies NodeJS.ProcessEnv
}

function secret(place: Place, name: string, content: string): string {
  const file = path.join(place.folder, name)
  writePrivateFile(file, `${content}\n`)
  return file
}

type Environment = Awaited<ReturnType<typeof environmentOf>>

/** The practice sign-in and the mail sink. The sink is told where to listen as the launcher tells it. */
async function startStandIns(place: Place, env: Environment): Promise<void> {
  const SMTP_URL = readIfThere(env.SMTP_URL_FILE)?.trim()
  start(place, 'mail-sink', 1, { ...env, SMTP_URL })
  start(place, 'sign-in', 1, env)
  await place.story.step(
    async () => {
      await waitForAnswer(`${env.PACE_MAIL_ADDRESS}/health`, readyMs, place.stop)
      await waitForAnswer(`${env.OIDC_ISSUER}/.well-known/openid-configuration`, readyMs, place.stop)
    },
    () => "The practice sign-in and the mail sink are ready; they stand for the council's own",
  )
}

async function allReady(api: string, stop: AbortSignal): Promise<void> {
  const missing = await waitForReadiness(`${api}/health/ready`, readyMs, stop)
  if (missing.length > 0) throw new Error(`${api} is not ready: ${missing.join('; ')}`)
}

async function migrate(databaseUrl: string, keys: KeyRing): Promise<void> {
  await migrateToLatest(databaseUrl, keys)
  await addPracticeDirectory(databaseUrl)
}
