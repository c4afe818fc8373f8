import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * The first `temporal` on the PATH, as a shell would find it.
 * @throws Error when there is none
 */
export async function engineOnPath(env: NodeJS.ProcessEnv): Promise<string> {
  for (const folder of (env.PATH ?? '').split(path.delimiter)) {
    if (folder === '') continue
    const program = path.resolve(folder, 'temporal')
    if (await isProgram(program)) return program
  }
  throw new Error('no `temporal` there')
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}
