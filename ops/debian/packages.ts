import { execFile, spawn } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whether this account may install Debian's packages on this machine. */
export async function mayInstall(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false
  return run('apt-get', ['--version']).then(
    () => true,
    () => false,
  )
}

/**
 * Installs Debian's packages, and starts no service that is in them. Only one process may do this at a time. Rejects with
 * what apt-get ended with.
 */
export async function installPackages(...names: string[]): Promise<void> {
  const isOurs = holdServices()
  try {
    await aptGet('update')
    await aptGet('install', '-y', '--no-install-recommends', ...names)
  } finally {
    if (isOurs) rmSync(MAY_START, { force: true })
  }
}

/** Debian asks this program before it starts the service of a package that is installed; 101 says no. */
const MAY_START = '/usr/sbin/policy-rc.d'

function holdServices(): boolean {
  if (existsSync(MAY_START)) return false
  writeFileSync(MAY_START, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return true
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
