import { readdirSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.join(__dirname, '..', 'domain')

// All tests of the rules as one file: what they import is then loaded once for a mutant, and not once for each file.
// The properties come last: they take the longest, and what one example shows is soon found.
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.test.ts'))
for (const file of [...files.filter((name) => !isProperties(name)), ...files.filter(isProperties)]) {
  describe(file, () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require(path.join(FOLDER, file))
  })
}

function isProperties(name: string): boolean {
  return name === 'properties.test.ts'
}
