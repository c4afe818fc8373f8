import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { reasonOf } from '../explained-error'
import { oldestServer } from './release'

const run = promisify(execFile)

/**
 * Asks a `temporal` program for its version and makes sure that its server is new enough.
 * @returns what the program printed, such as `temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)`
 * @throws Error with the reason in a few words when it does not run, does not name its server, or is too old
 */
export async function usableVersion(program: string): Promise<string> {
  let printed: string
  try {
    ;({ stdout: printed } = await run(program, ['--version'], { timeout: 10_000 }))
  } catch (error) {
    throw new Error(`${program} does not run: ${firstLine(reasonOf(error))}`, { cause: error })
  }
  const version = firstLine(printed)
  const server = /Server (\d+)\.(\d+)/.exec(version)
  if (server === null)
    throw new Error(`${program} does not name its server's version (it printed "${version}")`)
  const [major, minor] = [Number(server[1]), Number(server[2])]
  const newEnough =
    major > oldestServer.major || (major === oldestServer.major && minor >= oldestServer.minor)
  if (!newEnough) {
    throw new Error(
      `${program} is too old: its server is ${major}.${minor}, and ${oldestServer.major}.${oldestServer.minor} is the first that can skip a workflow's time`,
    )
  }
  return version
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? ''
}
