import { launch } from '../../../ops/launcher/launch'
import { Progress } from '../../../ops/launcher/progress'
import { dataDirectory } from '../../../ops/project'
import { removeInstallation } from './remove-installation'

/**
 * The launcher of a drill's installation, as `npm start -- --empty` runs it. It lives apart from the tests, so that
 * everything is ended and removed however they end: when they close the channel, are interrupted or are killed.
 */
async function main(): Promise<void> {
  const stop = new AbortController()
  process.once('disconnect', () => stop.abort())
  // Ctrl-C reaches this process too; the end of the tests, which follows, is what counts.
  process.on('SIGINT', () => undefined)
  // Nobody may be left to read what it says.
  process.stdout.on('error', () => undefined)
  await launch({
    env: process.env,
    empty: true,
    progress: new Progress((text) => process.stdout.write(text)),
    stop: stop.signal,
    hurry: new AbortController().signal,
  })
  await removeInstallation(dataDirectory(process.env))
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  },
)
