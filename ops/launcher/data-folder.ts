import { accessSync, constants, mkdirSync } from 'node:fs'

import { ExplainedError, reasonOf } from '../explained-error'

/**
 * Makes sure that the data folder is there, for its owner's eyes only, and that this account may write into it.
 * @throws ExplainedError when it may not
 */
export function openDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new ExplainedError(
      `The data folder ${dataDir} cannot be used: ${reasonOf(error)}. Start PACE as the account that it belongs to, or set PACE_DATA_DIR to another folder.`,
      { cause: error },
    )
  }
}
