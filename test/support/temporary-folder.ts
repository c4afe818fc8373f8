import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A folder for the tests of one file: empty before each test, gone after the last. */
export function temporaryFolder(): { readonly path: string } {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'pace-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return {
    get path() {
      return folder
    },
  }
}
