import { readdirSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.join(__dirname, '..', 'domain')

// All tests of the rules as one file: what they import is then loaded once for a mutant, and not once for each file.
// The properties come last: they take the longest, and most mutants do not get as far.
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.test.ts'),
)
for (const file of [...files.filter((name) => !isProperties(name)), ...files.filter(isProperties)]) {
  describe(file, () => {
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require(path.join(FOLDER, file))
    } catch (error) {
      // The facts that its tests begin with cannot even be said: that kills a mutant like any test that fails.
      test('can be read', () => {
        throw error
      })
    }
  })
}

function isProperties(name: string): boolean {
  return name.endsWith('properties.test.ts')
}
