import type { RealServices as Services, ServiceAddresses } from './real-services'
import { RealServices } from './real-services'

/** What this process tells jest: once, when the services are up or cannot be. */
export type ServicesMessage = { kind: 'up'; addresses: ServiceAddresses } | { kind: 'failed'; reason: string }

/**
 * The process that owns the real services of a test run. It lives apart from jest so that they end with the run however
 * the run ends: asked to by the teardown, interrupted, or killed, which closes the channel between the two.
 */
async function main(): Promise<void> {
  const services = new RealServices()
  const finish = once(services)
  process.once('disconnect', finish)
  process.once('SIGTERM', finish)
  try {
    const addresses = await services.start((line) => process.stderr.write(`${line}\n`))
    tell({ kind: 'up', addresses })
  } catch (error) {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
    finish()
  }
}

function once(services: Services): () => void {
  let finishing = false
  return () => {
    if (finishing) return
    finishing = true
    services.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The services of the tests could not be ended: ${String(error)}\n`)
        process.exit(1)
      },
    )
  }
}

function tell(message: ServicesMessage): void {
  if (process.connected) process.send?.(message)
}

void main()
