/** A word in what somebody wrote that could be a child reference, and the field it stands in: names and positions with dots between. */
export interface WordInField {
  readonly field: string
  readonly word: string
}

// As long as a word is that could be one: with a digit, and with a letter or six digits, so that no year or number of weeks is.
const WORD = /[A-Za-z0-9._/-]{4,64}/g

/** Every word of what was written that could be a child reference, each once in each field. */
export function wordsLikeReferences(written: unknown, field = ''): WordInField[] {
  if (typeof written === 'string') {
    const words = (written.match(WORD) ?? []).map((word) => word.replace(/^[./-]+|[./-]+$/g, ''))
    return [...new Set(words.filter(couldBeOne))].map((word) => ({ field, word }))
  }
  if (typeof written !== 'object' || written === null) return []
  return Object.entries(written).flatMap(([name, value]) =>
    wordsLikeReferences(value, field === '' ? name : `${field}.${name}`),
  )
}

function couldBeOne(word: string): boolean {
  return word.length >= 4 && /\d/.test(word) && (/[A-Za-z]/.test(word) || word.replace(/\D/g, '').length >= 6)
}
