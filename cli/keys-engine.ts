import type { Command } from 'commander'

import { need, readSettings } from '../contracts/settings'
import type { KeyRing } from '../keys/key-ring'
import { keysOf } from '../keys/of-settings'
import { withEmbedded } from '../ops/launcher/embedded'
import { dataDirectory } from '../ops/project'
import type { OpenRun } from '../temporal/open-under-key'

interface Asked {
  readonly renew?: boolean
  readonly beginAgain?: boolean
}

/** `pace keys engine`: which master keys the open workflows still need, and what brings them away from one. */
export function keysEngineCommand(pace: Command): void {
  const keys = pace.commands.find((command) => command.name() === 'keys') ?? pace.command('keys')
  keys
    .command('engine')
    .description('say which master keys the open workflows of the engine still need')
    .option('--renew', 'have all that do not need the current key alone go on as new, under it')
    .option('--begin-again', 'end those whose key is lost, and begin them again from the record')
    .action((asked: Asked) => keysEngine(asked))
}

async function keysEngine({ renew = false, beginAgain = false }: Asked): Promise<void> {
  const settings = readSettings(withEmbedded(process.env, dataDirectory(process.env)))
  const keys = keysOf(settings)
  // loaded here since other commands can do without them
  const { openEngine } = require('../temporal/connection') as typeof import('../temporal/connection')
  const { connectionOptions } =
    require('../temporal/connection-options') as typeof import('../temporal/connection-options')
  const { openRuns, renew: renewAll } =
    require('../temporal/open-under-key') as typeof import('../temporal/open-under-key')
  const engine = openEngine({ ...connectionOptions(settings), namespace: settings.TEMPORAL_NAMESPACE, keys })
  try {
    const open = await openRuns(engine)
    say(reportOf(open, keys))
    const lost = open.filter((run) => isLost(run, keys))
    const old = open.filter((run) => isOld(run, keys) && !isLost(run, keys))
    if (renew) {
      await renewAll(
        engine,
        old.map(({ workflowId }) => workflowId),
      )
      say([`${old.length} were asked to go on as new. Look again in a minute: practice journeys stay.`])
    }
    if (beginAgain) {
      const { openDatabase } = require('../db/database') as typeof import('../db/database')
      const again = require('../worker/begin-again') as typeof import('../worker/begin-again')
      const db = openDatabase(need(settings, 'DATABASE_URL'), { maxConnections: 1 })
      try {
        let ended = 0
        for (const run of lost) {
          const is = await again.beginAgain({ db, engine }, run, 'the key of its history is lost')
          if (is === 'real') ended += 1
        }
        say([`${ended} were ended, and begin again from the record. Practice journeys stay.`])
      } finally {
        await db.destroy()
      }
    }
  } finally {
    await engine.connection.close()
  }
}

/** What is said of the open workflows: a line for each key, and below it those that it is in the way of. */
export function reportOf(open: readonly OpenRun[], { current, all }: KeyRing): string[] {
  const ids = new Set([...all.map(({ id }) => id), ...open.flatMap(({ keyIds }) => [...keyIds])])
  const plain = open.filter((run) => run.plain)
  return [
    ...[...ids].flatMap((id) => {
      const needing = open.filter(({ keyIds }) => keyIds.has(id))
      const count = `${needing.length} open workflows`
      if (id === current.id) return [`${id}: seals what is new; ${count}`]
      if (needing.length === 0) return [`${id}: no open workflow needs it`]
      const isHere = all.some((key) => key.id === id)
      const what = isHere
        ? `${id}: still needed by ${count}. Run \`pace keys engine --renew\``
        : `${id}: LOST, and ${count} cannot go on. Add it to PACE_KEYS again, or run \`pace keys engine --begin-again\``
      return [what, ...needing.map(({ workflowId }) => `  ${workflowId}`)]
    }),
    ...(plain.length > 0
      ? [
          `not sealed at all: ${plain.length} open workflows, begun by an earlier release. Run \`pace keys engine --renew\``,
        ]
      : []),
  ]
}

function isLost({ keyIds }: OpenRun, { all }: KeyRing): boolean {
  return [...keyIds].some((id) => !all.some((key) => key.id === id))
}

function isOld({ keyIds, plain }: OpenRun, { current }: KeyRing): boolean {
  return plain || [...keyIds].some((id) => id !== current.id)
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
