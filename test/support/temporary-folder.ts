import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A folder for the tests of one file: a new one for each test, all of them gone after the last. */
export function temporaryFolder(): { readonly path: string } {
  const made: string[] = []
  beforeEach(() => {
    made.push(mkdtempSync(path.join(os.tmpdir(), 'pace-')))
  })
  // not after each: what a test has started in its folder is ended by hooks that run later
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true })
  })
  return {
    get path() {
      return made.at(-1) ?? ''
    },
  }
}
