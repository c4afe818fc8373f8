import type { Refusal } from '../../domain/guards'
import { inOwnWords } from '../../domain/own-words'
import type { Policy } from '../../domain/policy'

/**
 * What the person did cannot be recorded: the guard's reason, and what would make it possible. Where it was to be recorded
 * in several journeys, the one that refused it.
 */
export class RefusedError extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly childReference?: string,
  ) {
    super(refusal.because)
    this.name = 'RefusedError'
  }
}

/** Somebody else recorded meanwhile. */
export class VersionError extends Error {
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`The journey is at event ${actual}, not ${expected}`)
    this.name = 'VersionError'
  }
}

/** There is no such journey, or none that the caller may know of: the two are not told apart. */
export class UnknownJourneyError extends Error {
  constructor(readonly journeyId: string) {
    super('There is no such journey')
    this.name = 'UnknownJourneyError'
  }
}

/** The child has an open journey already. */
export class OpenJourneyError extends Error {
  constructor(
    readonly childReference: string,
    readonly journeyId: string,
    readonly locality: string,
  ) {
    super('There is an open journey for this child reference')
    this.name = 'OpenJourneyError'
  }
}

/** Only a practice journey has a clock of its own, and can be thrown away. */
export class NotPracticeError extends Error {
  constructor() {
    super('This is a real journey, not practice: its clock is everybody’s, and it is not thrown away')
    this.name = 'NotPracticeError'
  }
}

/** Throws what a guard refuses with, if it does, in the words of the council whose journey it is. Throws RefusedError. */
export function refuse(refusal: Refusal | undefined, { words }: Pick<Policy, 'words'>): void {
  if (refusal === undefined) return
  const because = inOwnWords(refusal.because, words)
  throw new RefusedError({ ...refusal, because, remedy: inOwnWords(refusal.remedy, words) })
}
