import { isFree } from '../../ops/processes/free-port'
import { portNames } from '../../ops/launcher/ports'

const LOWEST = 20_000
const APART = 10
const PLACES = 1_000

/**
 * A free port for an API, with free ones after it for the other parts. They lie below those that systems give to
 * outgoing connections: while a part is dead, nobody else's connection can take its port.
 */
export async function freePorts(): Promise<number> {
  // By the process, so that test files that run side by side look in different places.
  for (let tried = 0; tried < PLACES; tried += 1) {
    const first = LOWEST + ((process.pid + tried) % PLACES) * APART
    const ports = [first, ...portNames.map((_, index) => first + 1 + index)]
    const free = await Promise.all(ports.map((port) => isFree(port)))
    if (free.every(Boolean)) return first
  }
  throw new Error(`No ${portNames.length + 1} ports in a row are free from ${LOWEST} on`)
}
