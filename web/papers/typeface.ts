import { readFileSync } from 'node:fs'

/** The sets of letters that Roboto comes in, by which are tried first. The first has the accents of Gaelic. */
const SETS = [
  'latin',
  'latin-ext',
  'vietnamese',
  'greek',
  'cyrillic',
  'cyrillic-ext',
  'symbols',
  'math',
] as const

export type Weight = 'regular' | 'bold'
const WEIGHTS = { regular: 400, bold: 700 } as const

/** A file of the typeface, under the name by which a paper knows it. */
export interface Face {
  readonly name: string
  readonly bytes: Buffer
}

const read = new Map<Weight, readonly Face[]>()

/** The typeface of our pages in one weight, from the same package: read from the disk once. */
export function facesOf(weight: Weight): readonly Face[] {
  const known = read.get(weight)
  if (known !== undefined) return known
  const faces = SETS.map((set) => ({
    name: `${set}-${weight}`,
    bytes: readFileSync(
      require.resolve(`@fontsource/roboto/files/roboto-${set}-${WEIGHTS[weight]}-normal.woff`),
    ),
  }))
  read.set(weight, faces)
  return faces
}
