import { mkdtemp, rm } from 'node:fs/promises'
import { spawn, type ChildProcess } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'

import { engineArguments, waitForEngine } from '../../ops/engine/dev-server'
import { ensureEngine } from '../../ops/engine/ensure-engine'
import { preparePostgres, removeCluster, type PostgresCluster } from '../../ops/postgres/cluster'
import { waitForPostgres } from '../../ops/postgres/database'
import { databaseUrl, postgresCommand, postgresEndings } from '../../ops/postgres/server'
import { endProcess, type Ending } from '../../ops/processes/end'
import { anyFreePort } from '../../ops/processes/free-port'
import { identify, type ProcessIdentity } from '../../ops/processes/identity'
import { engineCache } from '../../ops/project'

/** Where the tests find the real PostgreSQL and the real Temporal of this test run. */
export interface ServiceAddresses {
  /** As a superuser. */
  readonly databaseUrl: string
  readonly temporalAddress: string
  /** The file in which the engine keeps everything. */
  readonly temporalFile: string
}

/** A real PostgreSQL and a real Temporal server in a folder of their own, made by the code that the product starts them with. */
export class RealServices {
  private readonly running: { identity: ProcessIdentity; endings: readonly Ending[] }[] = []
  private folder: string | undefined
  private cluster: PostgresCluster | undefined

  /** Starts both. @throws when either does not come up; what did start is then ended by {@link stop} */
  async start(progress: (line: string) => void): Promise<ServiceAddresses> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'pace-test-'))
    this.folder = folder
    const [postgresPort, enginePort] = [await anyFreePort(), await anyFreePort()]
    const temporalFile = path.join(folder, 'temporal.db')
    const [url, temporalAddress] = await Promise.all([
      this.startPostgres(folder, postgresPort),
      this.startEngine(temporalFile, enginePort, progress),
    ])
    return { databaseUrl: url, temporalAddress, temporalFile }
  }

  /** Ends both and removes their files. Safe to call at any time, more than once. */
  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map(({ identity, endings }) => endProcess(identity, endings)))
    if (this.cluster !== undefined) await removeCluster(this.cluster)
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true })
  }

  private async startPostgres(folder: string, port: number): Promise<string> {
    this.cluster = await preparePostgres(folder)
    const { program, args, ...options } = postgresCommand(this.cluster, port)
    const failed = this.watch(
      spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] }),
      'PostgreSQL',
      postgresEndings,
    )
    const url = databaseUrl(this.cluster, port, 'postgres')
    await Promise.race([waitForPostgres(url), failed])
    return url
  }

  private async startEngine(
    databaseFile: string,
    port: number,
    progress: (line: string) => void,
  ): Promise<string> {
    const engine = await ensureEngine({ env: process.env, cacheDir: engineCache, progress })
    const args = engineArguments({ port, databaseFile })
    const child = spawn(engine.path, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    const failed = this.watch(child, 'Temporal', [
      { signal: 'SIGTERM', graceMs: 3_000 },
      { signal: 'SIGKILL', graceMs: 2_000 },
    ])
    const address = `127.0.0.1:${port}`
    await Promise.race([waitForEngine(address), failed])
    return address
  }

  /** Remembers a server so that it is ended. @returns a promise that is rejected, with the server's last words, should it end by itself */
  private watch(child: ChildProcess, name: string, endings: readonly Ending[]): Promise<never> {
    const identity = child.pid === undefined ? undefined : identify(child.pid)
    if (identity !== undefined) this.running.push({ identity, endings })
    let words = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2_000)
    })
    const failed = new Promise<never>((_, reject) => {
      child.once('error', (error) => reject(new Error(`${name} could not be run: ${error.message}`)))
      child.once('exit', (code, signal) =>
        reject(new Error(`${name} ended with ${code ?? signal}: ${words}`)),
      )
    })
    // nobody listens any more once the server is up
    failed.catch(() => undefined)
    return failed
  }
}
