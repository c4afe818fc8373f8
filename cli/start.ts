/**
 * `pace start`: runs an installation until somebody asks it to stop, then ends this process.
 * @throws ExplainedError when it cannot be started
 */
export async function start({ empty }: { empty: boolean }): Promise<void> {
  const { launch } = require('../ops/launcher/launch') as typeof import('../ops/launcher/launch')
  const { Progress } = require('../ops/launcher/progress') as typeof import('../ops/launcher/progress')
  const { StopRequests } =
    require('../ops/launcher/stop-requests') as typeof import('../ops/launcher/stop-requests')

  // a terminal that is gone must not end us in the middle of ending the parts
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  const { stop, hurry } = new StopRequests()
  await launch({
    env: process.env,
    empty,
    progress: new Progress((text) => process.stdout.write(text)),
    stop,
    hurry,
  })
  process.exit(0)
}
