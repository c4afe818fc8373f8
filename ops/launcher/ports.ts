import path from 'node:path'

import { ExplainedError } from '../explained-error'
import { readIfThere, writePrivateFile } from '../files/private-file'
import { anyFreePort, isFree } from '../processes/free-port'

/** The ports beside the API's, in the order of their distance from it: sign-in takes PACE_PORT + 1, and so on. */
export const portNames = ['signIn', 'mailPages', 'smtp', 'engine', 'enginePages', 'postgres'] as const
export type PortName = (typeof portNames)[number]
export type Ports = Readonly<Record<PortName, number>>

/**
 * Finds a port for every part: the one it had at the last start, else its usual place after the API's, else any free
 * one. They are remembered in `ports.json`, so that addresses (the one in every token above all) stay the same.
 */
export async function choosePorts(dataDir: string, apiPort: number): Promise<Ports> {
  const file = path.join(dataDir, 'ports.json')
  const remembered = remember(readIfThere(file))
  const taken = new Set([apiPort])
  const chosen: Partial<Record<PortName, number>> = {}
  for (const [index, name] of portNames.entries()) {
    const port = await firstFree([remembered[name], apiPort + 1 + index], taken)
    taken.add(port)
    chosen[name] = port
  }
  const ports = chosen as Ports
  writePrivateFile(file, `${JSON.stringify(ports, null, 2)}\n`)
  return ports
}

/** @throws ExplainedError when something listens on the port that the API wants */
export async function requireFreeApiPort(port: number): Promise<void> {
  if (await isFree(port)) return
  throw new ExplainedError(
    `Port ${port} is wanted for PACE's API and pages, and something else listens on it. End that program, or set PACE_PORT to a free port, as in \`PACE_PORT=${port + 10} npm start\`.`,
  )
}

async function firstFree(wishes: (number | undefined)[], taken: ReadonlySet<number>): Promise<number> {
  for (const port of wishes) {
    if (port === undefined || port > 65_535 || taken.has(port)) continue
    if (await isFree(port)) return port
  }
  return anyFreePort(taken)
}

function remember(content: string | undefined): Partial<Record<PortName, number>> {
  if (content === undefined) return {}
  try {
    const ports = JSON.parse(content) as Partial<Record<string, unknown>>
    const known = portNames.flatMap((name) => (isPort(ports[name]) ? [[name, ports[name]]] : []))
    return Object.fromEntries(known) as Partial<Record<PortName, number>>
  } catch {
    // a damaged memory of ports costs nothing but the memory
    return {}
  }
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= 65_535
}
