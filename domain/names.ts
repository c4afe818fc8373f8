/**
 * The words of a name as they are compared: in lower case, without accents and apostrophes, each once. "Seònaid
 * O'Neill-Grant" is seonaid, oneill and grant.
 */
export function wordsOfName(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}'’‘]/gu, '')
    .toLowerCase()
  return [...new Set(plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''))]
}
