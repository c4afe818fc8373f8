import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'

import { ensureChromium } from '../../ops/browser/chromium'
import { installPackages, mayInstall } from '../../ops/debian/packages'
import { findDovecot } from './dovecot'
import type { ServicesMessage } from './real-services-process'

declare global {
  /** The process that owns the real PostgreSQL and Temporal of this run; the teardown asks it to end them. */
  var paceTestServices: ChildProcess | undefined
}

/**
 * Starts one real PostgreSQL and one real Temporal server for all tests, and names them in TEST_DATABASE_URL and
 * TEST_TEMPORAL_ADDRESS, and the engine's file in TEST_TEMPORAL_FILE; makes sure of a browser, or says in TEST_NO_BROWSER why there is none, and of a mailbox.
 */
export default async function globalSetup(): Promise<void> {
  await ensureBrowser()
  await ensureMailbox()
  const script = path.join(__dirname, 'real-services-process.ts')
  const owner = spawn(process.execPath, ['--require', 'tsx/cjs', script], {
    cwd: path.resolve(__dirname, '../..'),
    // apart from the terminal's group: Ctrl-C ends jest, and the end of jest ends the services in their order
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  globalThis.paceTestServices = owner
  const message = await firstMessage(owner)
  if (message.kind === 'failed')
    throw new Error(`The tests need a real PostgreSQL and a real Temporal. ${message.reason}`)
  process.env.TEST_DATABASE_URL = message.addresses.databaseUrl
  process.env.TEST_TEMPORAL_ADDRESS = message.addresses.temporalAddress
  process.env.TEST_TEMPORAL_FILE = message.addresses.temporalFile
}

// Whoever has no browser still learns what the other tests say; those of the pages fail, with what to do.
async function ensureBrowser(): Promise<void> {
  try {
    await ensureChromium(process.env, (line) => process.stderr.write(`${line}\n`))
  } catch (error) {
    process.env.TEST_NO_BROWSER = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${process.env.TEST_NO_BROWSER}\n`)
  }
}

// As with a browser; the tests of answers that come by mail are skipped, and counted so, where there is none.
async function ensureMailbox(): Promise<void> {
  if (findDovecot() !== undefined) return
  try {
    if (await mayInstall()) await installPackages('dovecot-imapd')
  } catch (error) {
    process.stderr.write(`dovecot could not be installed: ${String(error)}\n`)
  }
  if (findDovecot() === undefined)
    process.stderr.write('The tests of a mailbox need dovecot. As root: `apt-get install dovecot-imapd`\n')
}

function firstMessage(owner: ChildProcess): Promise<ServicesMessage> {
  return new Promise((resolve, reject) => {
    owner.once('message', (message) => resolve(message as ServicesMessage))
    owner.once('error', reject)
    owner.once('exit', (code, signal) =>
      reject(new Error(`The services of the tests ended with ${code ?? signal} before they were up`)),
    )
  })
}
