import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from './temporary-folder'

/** Makes folders of a council's own policies, for one test file: each with these files, by their places in it. */
export function policyFolders(): (files: Readonly<Record<string, unknown>>) => string {
  const temporary = temporaryFolder()
  return (files) => {
    const folder = mkdtempSync(path.join(temporary.path, 'policies-'))
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    }
    return folder
  }
}
