import { once } from 'node:events'

/** Ends the real services of this run and waits until they are gone. */
export default async function globalTeardown(): Promise<void> {
  const owner = globalThis.paceTestServices
  if (owner === undefined || owner.exitCode !== null || owner.signalCode !== null) return
  const gone = once(owner, 'exit')
  if (owner.connected) owner.disconnect()
  await gone
}
