import type { Command } from 'commander'

import { readSettings } from '../contracts/settings'
import type { KeyInUse, Rewrapped } from '../db/master-keys'
import { ExplainedError } from '../ops/explained-error'
import { practiceKeys, rotatePracticeKeys } from '../ops/keys/practice-keys'
import { readEmbedded } from '../ops/launcher/embedded'
import { dataDirectory } from '../ops/project'
import { withRecord } from './record'

/** `pace keys`: what hangs on each master key, a new one, and everything brought under it. */
export function keysCommand(pace: Command): void {
  const keys = pace
    .command('keys')
    .description('the master keys: what hangs on each, a new one, and everything brought under it')
  keys
    .command('report')
    .description('say what hangs on each master key, and which can be taken away')
    .action(() => report())
  keys
    .command('rotate')
    .description('make a new master key for practice, or say how to put a new one of your own in place')
    .action(() => rotate())
  keys
    .command('rewrap')
    .description(
      'bring everything under the current master key, while people work; it can be stopped and begun again',
    )
    .action(() => rewrapAll())
}

async function report(): Promise<void> {
  const { keysInUse } = loaded()
  await withRecord(async ({ db, keys }) => {
    for (const used of await keysInUse(db, keys)) say(lineOf(used))
  })
}

/** What is said of a master key. */
export function lineOf(used: KeyInUse): string {
  const { id, isCurrent, isHere, children, nameWords, answers, imports } = used
  const files = imports > 0 ? `, ${imports} files being brought in` : ''
  const holds = `${children} children, ${nameWords} words of names, ${answers} kept answers${files}`
  if (!isHere) return `${id}: LOST, and ${holds} hang on it. Add it to PACE_KEYS again`
  if (isCurrent) return `${id}: in use, seals what is new; ${holds}`
  if (children + nameWords + answers + imports > 0)
    return `${id}: still needed; ${holds}. Run \`pace keys rewrap\``
  return `${id}: nothing in the record hangs on it. It can be taken out of PACE_KEYS once no backup needs it, nor any history of the engine`
}

function rotate(): void {
  if (readSettings(process.env).PACE_KEYS !== undefined) {
    say('The master keys are your own. To rotate them:')
    say('1. Make a key: openssl rand -base64 32')
    say('2. Put it first in PACE_KEYS, as <new id>:<key>, before those that are there; keep a copy apart')
    say('3. Start every part of PACE again, and run `pace keys rewrap`')
    say('4. Take the old key away when `pace keys report` says that nothing hangs on it')
    return
  }
  const id = rotatePracticeKeys(dataDirectory(process.env))
  say(`${id} seals from the next start of PACE on. Start PACE again, and then run \`pace keys rewrap\`.`)
}

async function rewrapAll(): Promise<void> {
  const { rewrap } = loaded()
  refuseBeforeRestart()
  await withRecord(async ({ db, keys }) => {
    const done = await rewrap(db, keys, (so) => say(`${progressOf(so)} so far`))
    say(`${progressOf(done)} brought under ${keys.current.id}.`)
    if (done.left > 0)
      throw new ExplainedError(
        `${done.left} children are sealed under a key that is not here: \`pace keys report\` names it. Add it to PACE_KEYS again.`,
      )
  })
}

function progressOf({ children, answers }: Rewrapped): string {
  return `${children} children and ${answers} kept answers`
}

// The running parts could not open what is sealed under a key that they have not read yet.
function refuseBeforeRestart(): void {
  if (readSettings(process.env).PACE_KEYS !== undefined) return
  const dataDir = dataDirectory(process.env)
  const running = readEmbedded(dataDir)?.PACE_KEYS
  if (running === undefined || running === practiceKeys(dataDir)) return
  throw new ExplainedError(
    'A new key was made since PACE was started, and the running parts do not have it. Start PACE again first.',
  )
}

function loaded() {
  return require('../db/master-keys') as typeof import('../db/master-keys')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
