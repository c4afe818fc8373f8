/** How long a part may take to end in good order after its launcher is gone. */
const graceMs = 10_000

/**
 * Ends this process, in good order, when the launcher that started it dies, so that a killed launcher leaves nothing
 * behind that works on unseen. Does nothing in a process that was started in another way.
 */
export function exitWithLauncher(): void {
  if (!process.connected) return
  process.once('disconnect', () => {
    // the same way out as when the launcher asks for it
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), graceMs).unref()
  })
  // listening to the channel must not keep the process alive once its work is done
  process.channel?.unref()
}
