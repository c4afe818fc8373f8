import path from 'node:path'

import { engineArguments } from '../engine/dev-server'
import type { Engine } from '../engine/ensure-engine'
import type { ServerCommand } from '../postgres/server'
import { projectRoot } from '../project'
import type { PartName } from './parts'
import type { Ports } from './ports'

type OurPart = Exclude<PartName, 'temporal' | 'postgres'>

/** The command of one of our own programs. */
export function ourCommand(part: OurPart, env: NodeJS.ProcessEnv): ServerCommand {
  return {
    program: process.execPath,
    args: [path.join(projectRoot, 'ops', 'pace.cjs'), part],
    env,
    cwd: projectRoot,
  }
}

/** The command of the embedded engine. */
export function engineCommand(
  engine: Engine,
  ports: Ports,
  dataDir: string,
  namespace: string,
): ServerCommand {
  const args = engineArguments({
    port: ports.engine,
    uiPort: ports.enginePages,
    databaseFile: path.join(dataDir, 'temporal.db'),
    namespace,
  })
  // settings of Temporal's own in the environment are meant for its clients, not for a server of ours
  const { PATH, HOME, TMPDIR } = process.env
  return { program: engine.path, args, env: { PATH, HOME, TMPDIR, TZ: 'UTC' }, cwd: dataDir }
}
