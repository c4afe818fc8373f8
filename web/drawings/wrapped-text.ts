/**
 * Breaks a text into lines that are no wider than so many units, at its spaces where it has them. How wide a letter is is taken
 * from the font of the pages, roughly and rather too wide.
 *
 * @param size of the font, in the units of the drawing
 */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((one) => fitting(one, width, size))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer, size) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}

const NARROW = /[iIjltf.,:;'’!|()[\]\- ]/
const WIDE = /[mwMW@%\u3000-\uffff]/u
const CAPITAL = /[\p{Lu}\d&]/u

/** How wide a text is, about. */
function widthOf(text: string, size: number): number {
  return [...text].reduce((sum, letter) => sum + shareOf(letter) * size, 0)
}

function shareOf(letter: string): number {
  if (WIDE.test(letter)) return 0.95
  if (NARROW.test(letter)) return 0.34
  return CAPITAL.test(letter) ? 0.68 : 0.56
}

// A word that is wider than a whole line is broken where it must be.
function fitting(word: string, width: number, size: number): string[] {
  if (word === '' || widthOf(word, size) <= width) return word === '' ? [] : [word]
  const letters = [...word]
  let taken = 1
  while (taken < letters.length && widthOf(letters.slice(0, taken + 1).join(''), size) <= width) taken += 1
  return [letters.slice(0, taken).join(''), ...fitting(letters.slice(taken).join(''), width, size)]
}
