import { Command } from 'commander'

import { exitWithLauncher } from '../ops/launcher/child'
import { withEmbedded } from '../ops/launcher/embedded'
import { dataDirectory } from '../ops/project'
import { eraseCommand } from './erase'
import { healthy } from './healthy'
import { holdCommand } from './hold'
import { importCommand } from './import'
import { keysCommand } from './keys'
import { keysEngineCommand } from './keys-engine'
import { migrate } from './migrate'
import { start } from './start'
import { subjectAccessCommand } from './subject-access'
import { policiesCommand } from './policies'
import { rehearseCommand } from './rehearse'
import { printToken } from './token'

/** A program that runs until it is told to stop. */
interface Program {
  main(): Promise<unknown>
}

/**
 * The `pace` command line.
 * @param words what stands after `pace`
 * @throws ExplainedError with what the person can do when the command cannot be carried out
 */
export async function main(words: string[]): Promise<void> {
  const pace = new Command('npm run -s pace --')
    .description("Keeps every looked-after child's journey to permanence moving.")
    .showSuggestionAfterError()
    .showHelpAfterError('Run `npm run -s pace -- help` to see every command.')

  pace
    .command('start')
    .description('start everything that is not set up elsewhere, as `npm start` does')
    .option('--empty', 'begin without the example')
    .action((options: { empty?: boolean }) => start({ empty: options.empty === true }))

  pace
    .command('token')
    .description('print an access token of the embedded sign-in, for a practice user')
    .requiredOption('--as <role>', 'the role, such as case-worker, reviewer or manager')
    .option('--locality <name>', "a locality's code, such as caithness; without it the whole authority")
    .action((options: { as: string; locality?: string }) => printToken(options.as, options.locality))

  pace
    .command('migrate')
    .description('bring the database to this release')
    .action(() => migrate())

  policiesCommand(pace)
  importCommand(pace)
  rehearseCommand(pace)
  keysCommand(pace)
  keysEngineCommand(pace)

  subjectAccessCommand(pace)
  holdCommand(pace)
  eraseCommand(pace)

  pace
    .command('healthy <part>')
    .description('exit with 0 when the api, worker or relay on this machine is at work; for health checks')
    .action((part: string) => healthy(part))

  pace
    .command('doctor')
    .description('examine the installation; exit with 1 when something is not as it should be')
    .action(() => (require('./doctor') as typeof import('./doctor')).doctor())

  // each is loaded only when it is asked for, so that `token` answers quickly
  runs(pace, 'api', 'run the API and the pages', () => require('../api/main') as Program)
  runs(pace, 'worker', 'run a Temporal worker', () => require('../worker/main') as Program)
  runs(
    pace,
    'relay',
    'run a relay, from what is recorded to the engine',
    () => require('../relay/main') as Program,
  )
  embedded(pace, 'sign-in', () => require('../ops/sign-in/main') as Program)
  embedded(pace, 'mail-sink', () => require('../ops/mail-sink/main') as Program)

  embedded(pace, 'production-shape', () => require('../ops/production-shape/main') as Program)

  await pace.parseAsync(words, { from: 'user' })
}

/** A command that runs one of the processes of PACE, beside a running launcher or started by it. */
function runs(pace: Command, name: string, description: string, load: () => Program): void {
  pace
    .command(name)
    .description(description)
    .action(async () => {
      exitWithLauncher()
      Object.assign(process.env, withEmbedded(process.env, dataDirectory(process.env)))
      await load().main()
      // an open channel to the launcher, or a library's timer, must not keep a program that has ended
      process.exit(process.exitCode ?? 0)
    })
}

/** A command that only our own programs use: the launcher for what the product embeds. It ends itself when told to. */
function embedded(pace: Command, name: string, load: () => Program): void {
  pace.command(name, { hidden: true }).action(async () => {
    exitWithLauncher()
    await load().main()
  })
}
