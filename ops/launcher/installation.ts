import type { Settings } from '../../contracts/settings'
import type { EmbeddedAddresses } from './embedded'
import type { Embedding } from './embedding'
import type { Ports } from './ports'
import type { Progress } from './progress'
import type { RunningParts } from './running-parts'

/** How long a program of ours may take to answer for the first time. */
export const readyMs = 60_000

/** An installation that is being started: what was decided about it, and its processes so far. */
export interface Installation {
  readonly env: NodeJS.ProcessEnv
  readonly settings: Settings
  readonly embedding: Embedding
  readonly dataDir: string
  readonly ports: Ports
  readonly parts: RunningParts
  readonly progress: Progress
}

/** The environment of our own programs: the person's, completed by where the embedded parts are. */
export function environmentOf(
  { env, settings, dataDir }: Installation,
  addresses: EmbeddedAddresses,
): NodeJS.ProcessEnv {
  return {
    ...env,
    PACE_PORT: String(settings.PACE_PORT),
    PACE_DATA_DIR: dataDir,
    TEMPORAL_NAMESPACE: settings.TEMPORAL_NAMESPACE,
    OIDC_AUDIENCE: settings.OIDC_AUDIENCE,
    ...addresses,
  }
}
