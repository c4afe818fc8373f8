import { accessSync, constants } from 'node:fs'
import path from 'node:path'

import { installPackages, mayInstall } from '../debian/packages'
import { ExplainedError, reasonOf } from '../explained-error'

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
  if (!(await mayInstall())) throw new ExplainedError(HOW_TO_GET_IT)
  progress('Installing Chromium for the tests of the pages (apt-get install chromium)')
  try {
    await installPackages('chromium')
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
