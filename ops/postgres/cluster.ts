import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

import { ExplainedError, reasonOf } from '../explained-error'
import { accountForPostgres, type Account } from './account'
import { packagedBinaries, sharedBinaries, sharedRoot, type PostgresBinaries } from './binaries'
import { readPostgresRecord, writePostgresRecord, type PostgresRecord } from './record'

const run = promisify(execFile)

/** A PostgreSQL of our own, made and ready to be started. */
export interface PostgresCluster extends PostgresRecord {
  readonly binaries: PostgresBinaries
  /** As whom it runs; undefined means as ourselves. */
  readonly account: Account | undefined
}

/**
 * Makes sure that a data folder has a PostgreSQL: finds the programs, and on first use makes its files with a random
 * password. Stopped at any moment, the next call carries on. Only one process may prepare a data folder at a time.
 *
 * As root everything lies under /var/lib/pace and runs as the account `postgres`; otherwise in the data folder.
 * @throws ExplainedError when it cannot be made, or when the files belong to another account or another PostgreSQL
 */
export async function preparePostgres(
  dataDir: string,
  progress: (line: string) => void = () => undefined,
): Promise<PostgresCluster> {
  const account = await accountForPostgres()
  const packaged = await packagedBinaries()
  const binaries = account === undefined ? packaged : await forRoot(() => sharedBinaries(packaged))
  const record = readPostgresRecord(dataDir) ?? (await newRecord(dataDir, account, progress))
  const cluster = { ...record, binaries, account }
  if (await exists(path.join(record.directory, 'PG_VERSION'))) {
    await checkOwner(cluster)
    await checkVersion(cluster)
  } else {
    if (record.made) throw filesGone(dataDir, record)
    progress('Making the database')
    // the password is kept first: files without their password would be of no use
    writePostgresRecord(dataDir, record)
    await forRoot(() => makeFiles(cluster))
  }
  if (!record.made) writePostgresRecord(dataDir, { ...record, made: true })
  return cluster
}

/** Removes the files of a PostgreSQL that does not run any more. Tests use it; nothing in the product does. */
export async function removeCluster(cluster: PostgresCluster): Promise<void> {
  await rm(cluster.directory, { recursive: true, force: true })
}

async function newRecord(
  dataDir: string,
  account: Account | undefined,
  progress: (line: string) => void,
): Promise<PostgresRecord> {
  const directory = account === undefined ? await placeInside(dataDir) : await placeForRoot(dataDir, progress)
  return { directory, superuser: 'postgres', password: randomBytes(24).toString('base64url'), made: false }
}

async function placeInside(dataDir: string): Promise<string> {
  const directory = path.join(dataDir, 'postgres')
  if (!(await exists(path.join(directory, 'PG_VERSION')))) return directory
  throw new ExplainedError(
    `The password of the embedded database in ${directory} is gone: it should be in ${dataDir}/postgres.json. Put that file back, or move ${dataDir} away to begin with an empty one.`,
  )
}

/** One place for each data folder, so that several installations on a machine keep apart. */
async function placeForRoot(dataDir: string, progress: (line: string) => void): Promise<string> {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const older = (await readdir(sharedRoot)).filter((each) => each.startsWith(name) && !each.includes('.new-'))
  if (older.length === 0) return path.join(sharedRoot, name)
  // the data folder was removed to begin anew, and its database lay elsewhere: nobody's record is deleted unasked
  for (const each of older) {
    progress(
      `An earlier database of ${dataDir} is still in ${path.join(sharedRoot, each)}. Remove it if it is of no use`,
    )
  }
  return path.join(sharedRoot, `${name}-${randomBytes(4).toString('hex')}`)
}

function filesGone(dataDir: string, record: PostgresRecord): ExplainedError {
  return new ExplainedError(
    `The embedded database of ${dataDir} is gone: its files should lie in ${record.directory}. Put them back, or move ${dataDir} away to begin with an empty one.`,
  )
}

async function makeFiles(cluster: PostgresCluster): Promise<void> {
  const { directory, account, binaries } = cluster
  const parent = path.dirname(directory)
  await mkdir(parent, { recursive: true })
  await removeUnfinished(directory)
  const work = await mkdtemp(`${directory}.new-`)
  try {
    const files = path.join(work, 'files')
    const passwordFile = path.join(work, 'password')
    await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 })
    await mkdir(files, { mode: 0o700 })
    if (account !== undefined) {
      await Promise.all([work, files, passwordFile].map((each) => chown(each, account.uid, account.gid)))
    }
    await initialise(binaries, account, files, passwordFile, cluster.superuser)
    await chmod(files, 0o700)
    await rename(files, directory)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function initialise(
  binaries: PostgresBinaries,
  account: Account | undefined,
  directory: string,
  passwordFile: string,
  superuser: string,
): Promise<void> {
  const args = [`--pgdata=${directory}`, `--username=${superuser}`, `--pwfile=${passwordFile}`]
  args.push('--auth=scram-sha-256', '--encoding=UTF8')
  // the built-in locale orders text the same on every system and after every upgrade of the system's own libraries
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C')
  try {
    await run(binaries.initdb, args, {
      ...identityOf(account),
      env: postgresEnvironment(),
      cwd: path.dirname(directory),
    })
  } catch (error) {
    const said = ((error as { stderr?: string }).stderr ?? '').trim().split('\n').slice(-3).join(' ')
    throw new ExplainedError(
      `The embedded database could not be made in ${directory}: ${said || reasonOf(error)}. Put that right, or set DATABASE_URL to a PostgreSQL that runs already.`,
      { cause: error },
    )
  }
}

/** Folders of starts that were killed while making the files. */
async function removeUnfinished(directory: string): Promise<void> {
  const prefix = `${path.basename(directory)}.new-`
  for (const name of await readdir(path.dirname(directory))) {
    if (name.startsWith(prefix))
      await rm(path.join(path.dirname(directory), name), { recursive: true, force: true })
  }
}

/** What to hand to a child process so that it runs as the account. */
export function identityOf(account: Account | undefined): { uid?: number; gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid }
}

/** The environment of PostgreSQL's programs: nothing of ours but the PATH, no variable of another PostgreSQL's. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}

async function checkOwner(cluster: PostgresCluster): Promise<void> {
  const wanted = cluster.account?.uid ?? process.getuid?.()
  const { uid } = await stat(cluster.directory)
  if (wanted === undefined || uid === wanted) return
  throw new ExplainedError(
    `The embedded database in ${cluster.directory} belongs to the account with number ${uid}, and PACE would run it as ${cluster.account?.name ?? 'this account'} (${wanted}). Start PACE as the account that it was first started with, or set PACE_DATA_DIR to another folder.`,
  )
}

async function checkVersion(cluster: PostgresCluster): Promise<void> {
  const made = (await readFile(path.join(cluster.directory, 'PG_VERSION'), 'utf8')).trim()
  const ours = cluster.binaries.version.split('.', 1)[0]
  if (made === ours) return
  throw new ExplainedError(
    `The embedded database in ${cluster.directory} was made by PostgreSQL ${made}, and this release of PACE brings ${ours}. Start the release that made it and back it up with it, then restore into a new data folder.`,
  )
}

async function forRoot<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ExplainedError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM' && code !== 'ENOSPC') throw error
    throw new ExplainedError(
      `The embedded database cannot be put in its place: ${reasonOf(error)}. Make room or give this account the right to write there, start PACE as an ordinary user, or set DATABASE_URL to a PostgreSQL that runs already.`,
      { cause: error },
    )
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
