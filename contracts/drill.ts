import { readFileSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { noSeam, type Seam, type SeamName } from './seam'

/** The file that prepares a drill at a seam, inside the drills' folder. */
export function drillFile(folder: string, seam: SeamName): string {
  return join(folder, seam.replace(/[^a-z]+/g, '-'))
}

/**
 * The seams of this process. With PACE_DRILLS set (a folder; never in production), a file put there for a seam kills,
 * once and without warning, the process whose id it holds, or this process when it is empty: what a fault drill needs
 * to strike at an exact step.
 */
export function seamsOf(environment: NodeJS.ProcessEnv): Seam {
  const folder = environment['PACE_DRILLS']
  if (folder === undefined || folder === '' || environment['NODE_ENV'] === 'production') return noSeam
  return (seam) => {
    const victim = takeDrill(drillFile(folder, seam))
    if (victim !== undefined) process.kill(victim, 'SIGKILL')
  }
}

function takeDrill(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8').trim()
    unlinkSync(file)
    return text === '' ? process.pid : Number(text)
  } catch {
    // No drill is prepared, or another process has taken it.
    return undefined
  }
}
