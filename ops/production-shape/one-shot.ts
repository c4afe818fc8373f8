import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { ExplainedError, reasonOf } from '../explained-error'
import type { ServerCommand } from '../postgres/server'

const run = promisify(execFile)

/** Runs a command to its end. @throws ExplainedError with the end of what it said when it fails */
export async function runOnce({ program, args, env, cwd }: ServerCommand, stop: AbortSignal): Promise<void> {
  try {
    await run(program, [...args], { env, cwd, signal: stop })
  } catch (error) {
    stop.throwIfAborted()
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const words = `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n')
    throw new ExplainedError(`${args.join(' ')} failed: ${words || reasonOf(error)}`, { cause: error })
  }
}
