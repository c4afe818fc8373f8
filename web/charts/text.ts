/** About how wide a text is drawn, in the units of its size: rather too wide than too narrow. */
export function widthOf(text: string, size: number): number {
  return text.length * size * 0.56
}

/** A text in lines that are no wider than that; a word that is wider stands alone. */
export function linesOf(text: string, size: number, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(`${last} ${word}`, size) <= width)
      lines.splice(-1, 1, `${last} ${word}`)
    else lines.push(word)
  }
  return lines
}
