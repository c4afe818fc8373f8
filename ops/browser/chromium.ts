import { execFile, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

import { ExplainedError, reasonOf } from '../explained-error'

const run = promisify(execFile)

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * A Chromium that can be run: that of CHROME_PATH, else one on the PATH; undefined when there is none.
 * @throws ExplainedError when CHROME_PATH names something that cannot be run
 */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const own = env.CHROME_PATH
  if (own) {
    if (canRun(own)) return own
    throw new ExplainedError(
      `CHROME_PATH is ${own}, which cannot be run. Set it to a Chromium or Chrome, or unset it to use the one on the PATH.`,
    )
  }
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '')
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(canRun)
}

/**
 * A Chromium that can be run, installed from Debian's packages when there is none and this account may.
 * Only one process may do this at a time.
 * @throws ExplainedError with what the person can do
 */
export async function ensureChromium(
  env: NodeJS.ProcessEnv,
  progress: (line: string) => void,
): Promise<string> {
  const found = findChromium(env)
  if (found !== undefined) return found
  if (process.getuid?.() !== 0 || !(await hasAptGet())) throw new ExplainedError(HOW_TO_GET_IT)
  progress('Installing Chromium for the tests of the pages (apt-get install chromium)')
  try {
    await aptGet('update')
    await aptGet('install', '-y', '--no-install-recommends', 'chromium')
  } catch (error) {
    throw new ExplainedError(`Chromium could not be installed: ${reasonOf(error)}. ${HOW_TO_GET_IT}`, {
      cause: error,
    })
  }
  const installed = findChromium(env)
  if (installed === undefined) throw new ExplainedError(HOW_TO_GET_IT)
  return installed
}

const HOW_TO_GET_IT =
  'The tests of the pages need a Chromium, and there is none. As root: `apt-get install chromium` (on macOS, install Chrome); or set CHROME_PATH to one that is there.'

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function hasAptGet(): Promise<boolean> {
  return run('apt-get', ['--version']).then(
    () => true,
    () => false,
  )
}

// What it says goes to stderr: the last line of a test run is its count.
function aptGet(...words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', ['-qq', ...words], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 2, 2],
    })
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`apt-get ${words[0]} ended with ${code ?? signal}`)),
    )
  })
}
