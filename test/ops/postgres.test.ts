import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Client } from 'pg'

import { accountForPostgres } from '../../ops/postgres/account'
import { preparePostgres, removeCluster, type PostgresCluster } from '../../ops/postgres/cluster'
import { createDatabase, waitForPostgres } from '../../ops/postgres/database'
import { databaseUrl, postgresCommand, stopOrphanedServer } from '../../ops/postgres/server'
import { anyFreePort } from '../../ops/processes/free-port'
import { identify } from '../../ops/processes/identity'
import { temporaryFolder } from '../support/temporary-folder'

describe('the embedded PostgreSQL of a data folder', () => {
  const folder = temporaryFolder()
  const clusters: PostgresCluster[] = []
  const servers: ChildProcess[] = []

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      if (server.exitCode === null && server.signalCode === null) {
        const gone = once(server, 'exit')
        server.kill('SIGQUIT')
        await gone
      }
    }
    for (const cluster of clusters.splice(0)) await removeCluster(cluster)
  })

  const prepare = async (said: string[] = []) => {
    const cluster = await preparePostgres(folder.path, (line) => said.push(line))
    clusters.push(cluster)
    return cluster
  }
  /** A data folder whose database was made at an earlier start and has these files now. */
  const madeBefore = (files: Record<string, string>) => {
    const directory = path.join(folder.path, 'postgres')
    mkdirSync(directory)
    for (const [name, content] of Object.entries(files))
      writeFileSync(path.join(directory, name), `${content}\n`)
    const record = { directory: 'postgres', superuser: 'postgres', password: 'secret', made: true }
    writeFileSync(path.join(folder.path, 'postgres.json'), JSON.stringify(record))
    return directory
  }
  const serve = async (cluster: PostgresCluster) => {
    const port = await anyFreePort()
    const { program, args, ...options } = postgresCommand(cluster, port)
    const server = spawn(program, args, { ...options, stdio: 'ignore' })
    servers.push(server)
    const url = databaseUrl(cluster, port, 'postgres')
    await waitForPostgres(url)
    return { server, url }
  }
  const ask = async (url: string, sql: string) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end()
    }
  }

  test('it is made once, with a password for its owner only, and what is in it is found again', async () => {
    const first = await prepare()
    expect(first.password).toMatch(/^[\w-]{32}$/)
    expect(statSync(path.join(folder.path, 'postgres.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(path.join(first.directory, 'pg_hba.conf'), 'utf8')).not.toMatch(/^[^#]*\btrust\b/m)
    const { server, url } = await serve(first)
    await createDatabase(url, 'pace')
    server.kill('SIGINT')
    await once(server, 'exit')

    const said: string[] = []
    const second = await prepare(said)
    expect({ ...second }).toEqual({ ...first, made: true })
    expect(said).toEqual([])
    const again = await serve(second)
    await expect(
      ask(again.url, "select datname from pg_database where datname = 'pace'"),
    ).resolves.toHaveLength(1)
  })

  test('text is ordered alike on every system', async () => {
    const { url } = await serve(await prepare())
    const [locale] = await ask(
      url,
      "select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding from pg_database where datname = 'postgres'",
    )
    expect(locale).toEqual({ datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8' })
  })

  test('a server that a killed launcher left running is ended, and its data is whole', async () => {
    const cluster = await prepare()
    const { server, url } = await serve(cluster)
    await ask(url, 'create table kept as select 1 as one')
    await expect(stopOrphanedServer(cluster)).resolves.toBe(true)
    expect(identify(server.pid ?? 0)).toBeUndefined()
    await expect(stopOrphanedServer(cluster)).resolves.toBe(false)
    await expect(ask((await serve(cluster)).url, 'select one from kept')).resolves.toEqual([{ one: 1 }])
  })

  test('a stranger whose pid stands in the file of a server that is gone is left alone', async () => {
    const directory = madeBefore({ PG_VERSION: '18', 'postmaster.pid': String(process.pid) })
    const binaries = { initdb: '', postgres: '', version: '18.4.0' }
    const cluster = { directory, binaries, superuser: '', password: '', made: true, account: undefined }
    await expect(stopOrphanedServer(cluster)).resolves.toBe(false)
  })

  test('files that are gone are missed, never replaced by an empty database', async () => {
    const directory = madeBefore({})
    await expect(prepare()).rejects.toThrow(
      `The embedded database of ${folder.path} is gone: its files should lie in ${directory}.`,
    )
  })

  test('a start that was cut short while making the files is carried on by the next', async () => {
    const cluster = await prepare()
    rmSync(cluster.directory, { recursive: true })
    const { directory, superuser, password } = cluster
    writeFileSync(
      path.join(folder.path, 'postgres.json'),
      JSON.stringify({ directory, superuser, password, made: false }),
    )
    const { url } = await serve(await prepare())
    await expect(ask(url, 'select 1 as one')).resolves.toEqual([{ one: 1 }])
  })

  test('files of another PostgreSQL are refused before it touches them', async () => {
    const directory = madeBefore({ PG_VERSION: '17' })
    const account = await accountForPostgres()
    if (account !== undefined) chownSync(directory, account.uid, account.gid)
    await expect(prepare()).rejects.toThrow(/was made by PostgreSQL 17, and this release of PACE brings 18/)
  })

  test('a damaged record says what it is and what to do', async () => {
    writeFileSync(path.join(folder.path, 'postgres.json'), '{')
    await expect(prepare()).rejects.toThrow(/postgres\.json is damaged: .* Restore it from a backup/)
  })
})
