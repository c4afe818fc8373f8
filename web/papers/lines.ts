/** Text that is set in one face. */
export interface Run {
  readonly face: string
  readonly text: string
}

/** A line as it is set: its runs, one beside the other. */
export type Line = readonly Run[]

/** How wide text is in the faces that have its letters, and which those are. */
export interface Measure {
  readonly faceOf: (letter: string) => string | undefined
  readonly widthOf: (run: Run) => number
}

/** What stands for a letter that no face has. */
const UNKNOWN = '?'

/**
 * Breaks text into lines that are no wider than `width`: between words, and inside a word that is too long for a line of its
 * own. Line ends in the text stay. At least one line, also of nothing.
 */
export function linesOf(text: string, width: number, measure: Measure): Line[] {
  return text.split(/\r\n|\n|\r/).flatMap((paragraph) => broken(paragraph, width, measure))
}

function broken(paragraph: string, width: number, measure: Measure): Line[] {
  const lines: string[] = []
  let line = ''
  for (const word of paragraph.split(/[ \t\u2028\u2029]+/).filter((one) => one !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOfText(longer, measure) <= width) {
      line = longer
      continue
    }
    // with the space that was there, for whoever hears it read
    if (line !== '') lines.push(`${line} `)
    const pieces = piecesOf(word, width, measure)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  lines.push(line)
  return lines.map((one) => runsOf(one, measure))
}

// A word that no line is wide enough for is broken where the line ends.
function piecesOf(word: string, width: number, measure: Measure): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const letter of word) {
    if (piece !== '' && widthOfText(piece + letter, measure) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += letter
  }
  return [...pieces, piece]
}

/** Text as runs, each in the first face that has its letters. */
export function runsOf(text: string, { faceOf }: Measure): Run[] {
  const runs: { face: string; text: string }[] = []
  for (const letter of text.normalize('NFC')) {
    const known = faceOf(letter)
    const face = known ?? faceOf(UNKNOWN) ?? ''
    const last = runs.at(-1)
    const shown = known === undefined ? UNKNOWN : letter
    if (last?.face === face) last.text += shown
    else runs.push({ face, text: shown })
  }
  return runs
}

function widthOfText(text: string, measure: Measure): number {
  return runsOf(text, measure).reduce((sum, run) => sum + measure.widthOf(run), 0)
}
