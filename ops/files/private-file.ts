import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'

/** Writes a file that only its owner may read, whole or not at all, whatever happens in between. */
export function writePrivateFile(file: string, content: string): void {
  const temporary = writeBeside(file, content)
  renameSync(temporary, file)
}

/**
 * Makes a private file unless it exists, whole or not at all; of several processes that try at once, one succeeds.
 * @returns whether this call made it
 */
export function createPrivateFile(file: string, content: string): boolean {
  const temporary = writeBeside(file, content)
  try {
    // link, unlike rename, refuses to replace
    linkSync(temporary, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** A file's content, or undefined when there is no such file. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function writeBeside(file: string, content: string): string {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`
  const handle = openSync(temporary, 'wx', 0o600)
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  return temporary
}
