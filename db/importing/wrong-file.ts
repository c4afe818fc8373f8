import type { HeaderError } from '../../contracts/importing/columns'

/** A file that cannot be taken in as a whole: what is wrong with it, by columns or as `file`. */
export class WrongFileError extends Error {
  override readonly name = 'WrongFileError'

  constructor(readonly errors: readonly HeaderError[]) {
    super('The file cannot be taken in')
  }
}

/** A file is larger than what is taken in at a time. */
export class TooLargeFileError extends Error {
  override readonly name = 'TooLargeFileError'

  constructor(readonly limit: string) {
    super(`The file is larger than ${limit}`)
  }
}
