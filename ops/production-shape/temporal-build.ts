import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

import { engineRelease } from '../engine/release'
import { ExplainedError, reasonOf } from '../explained-error'
import { cacheRoot } from '../project'

const run = promisify(execFile)

const serverModule = 'go.temporal.io/server'
/** What is built: the package in the module, the name that Go gives the program, and the name that Temporal's images give it. */
const programs = [
  { source: 'cmd/server', built: 'server', name: 'temporal-server' },
  { source: 'cmd/tools/sql', built: 'sql', name: 'temporal-sql-tool' },
] as const

/** Lower than what a person does on the machine meanwhile. */
const buildPriority = 10

/**
 * Temporal's server and its SQL tool as its own images have them, of the release that PACE embeds. They are built from
 * the Go module, which Go compares with the checksum database, the first time; that takes some minutes.
 * @returns the folder that holds `temporal-server` and `temporal-sql-tool`
 * @throws ExplainedError when there is no Go, or when it cannot build them
 */
export async function buildTemporal(say: (line: string) => void, stop: AbortSignal): Promise<string> {
  const version = engineRelease.server
  const folder = path.join(cacheRoot, `temporal-server-${version}`)
  if (await exists(folder)) return folder
  const go = await requireGo(version)
  say(
    `Building Temporal's server and SQL tool ${version} from ${serverModule} with ${go}; this takes minutes, once`,
  )
  await mkdir(cacheRoot, { recursive: true })
  const work = await mkdtemp(`${folder}.`)
  try {
    for (const { source, built, name } of programs) {
      await install(`${serverModule}/${source}@v${version}`, work, stop)
      await rename(path.join(work, built), path.join(work, name))
    }
    await rename(work, folder)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return folder
}

async function requireGo(version: string): Promise<string> {
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION'])
    return stdout.trim()
  } catch (error) {
    throw new ExplainedError(
      `Temporal's server ${version} is built from its source, and there is no Go on the PATH (${reasonOf(error)}). Install Go 1.26.8 or later, from https://go.dev/dl or your system's packages, and start again.`,
      { cause: error },
    )
  }
}

async function install(program: string, folder: string, stop: AbortSignal): Promise<void> {
  const child = spawn('go', ['install', '-trimpath', '-ldflags=-s -w', program], {
    // outside the project, whose folder is no Go module
    cwd: os.tmpdir(),
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod', CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  if (child.pid !== undefined) os.setPriority(child.pid, buildPriority)
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4_000)))
  // its compilers are of its group
  const kill = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM')
  stop.addEventListener('abort', kill)
  const [code] = (await once(child, 'close')) as [number | null]
  stop.removeEventListener('abort', kill)
  stop.throwIfAborted()
  if (code !== 0)
    throw new ExplainedError(
      `${program} could not be built. Put right what Go says, and start again:\n${words}`,
    )
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
