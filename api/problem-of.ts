import {
  NotPracticeError,
  OpenJourneyError,
  RefusedError,
  UnknownJourneyError,
  VersionError,
} from '../db/record'
import { TooManyOpenedError } from '../db/break-glass'
import { inFull } from '../domain/dates-in-words'
import { OPENED_AT_ONCE } from '../domain/break-glass'
import { isJourneyOf, type Scope } from '../db/scope'
import { UnknownEventVersionError } from '../domain/event-versions'
import { MissingKeyError } from '../keys/key-ring'
import { UnknownImportError } from '../db/importing/report'
import { TooManyImportsError, UNFINISHED_AT_ONCE } from '../db/importing/take-in'
import { TooLargeFileError, WrongFileError } from '../db/importing/wrong-file'
import { DetailsVersionError, PracticeHasNoChildError } from '../db/child-details'
import { ErasedChildError } from '../db/child-keys'
import { KeyReusedError } from '../db/idempotency'
import { ImprovementVersionError } from '../db/improvement/records'
import { DirectoryVersionError } from '../db/people'
import type { Caller } from './caller'
import { databaseProblem } from './database-problem'
import { addressOf } from './journeys/address'
import { invalidRequest, Problem, unavailable } from './problem'
import { etagOf } from './version'

/** What an error means for the caller; undefined when it is our own fault, of which nothing is told. */
export function problemOf(error: unknown, caller: Caller | undefined): Problem | undefined {
  if (error instanceof Problem) return error
  if (error instanceof RefusedError) return refused(error)
  if (error instanceof UnknownJourneyError) return new Problem('not-found', 'There is no such journey')
  if (error instanceof VersionError) return recordedMeanwhile(error)
  if (error instanceof DirectoryVersionError) return changedMeanwhile(error)
  if (error instanceof DetailsVersionError) return detailsChangedMeanwhile(error)
  if (error instanceof ImprovementVersionError) return recordChangedMeanwhile(error)
  if (error instanceof OpenJourneyError) return openAlready(error, caller?.scope ?? { localities: [] })
  if (error instanceof KeyReusedError) return keyUsedBefore()
  if (error instanceof MissingKeyError) return keyIsMissing(error)
  if (error instanceof UnknownEventVersionError) return ofNewerRelease(error)
  if (error instanceof ErasedChildError) return erased()
  if (error instanceof NotPracticeError) return notPractice(error)
  if (error instanceof PracticeHasNoChildError) return practiceHasNoChild(error)
  if (error instanceof TooManyOpenedError) return tooManyOpened(error)
  if (error instanceof WrongFileError) return invalidRequest(error.errors)
  if (error instanceof TooLargeFileError) return tooLargeFile(error)
  if (error instanceof TooManyImportsError) return tooManyImports()
  if (error instanceof UnknownImportError) return new Problem('not-found', 'There is no such import')
  return databaseProblem(error) ?? unreadable(error)
}

// What cannot be so in itself is a mistake in the request; everything else is about the order of things in the journey.
const MISTAKES = new Set([
  'in-the-future',
  'before-the-journey',
  'ends-before-it-begins',
  'transferred-nowhere',
  'not-in-the-policy',
  'no-such-policy',
  'no-such-event',
  'another-type',
  'overlaps-another-journey',
])

function refused({ refusal, childReference }: RefusedError): Problem {
  const { code, remedy, field } = refusal
  const where = childReference === undefined ? '' : `In the journey of ${childReference}: `
  const because = `${where}${refusal.because}`
  if (field !== undefined && MISTAKES.has(code)) return invalidRequest([{ field, message: because, remedy }])
  return new Problem('not-possible', because, {
    code,
    reason: because,
    remedy,
    ...(field && { field }),
    ...(childReference !== undefined && { childReference }),
  })
}

function recordedMeanwhile({ actual, expected }: VersionError): Problem {
  return new Problem(
    'recorded-meanwhile',
    `The journey is at event ${actual}, and If-Match asks for ${expected}`,
    { version: actual, remedy: 'Read the journey again, and record if it is still to be recorded' },
    { etag: etagOf(actual) },
  )
}

function changedMeanwhile({ actual, expected }: DirectoryVersionError): Problem {
  return new Problem(
    'recorded-meanwhile',
    `The directory is at version ${actual}, and If-Match asks for ${expected}`,
    { version: actual, remedy: 'Read the people again, and send what is still to be changed' },
    { etag: etagOf(actual) },
  )
}

function detailsChangedMeanwhile({ actual, expected }: DetailsVersionError): Problem {
  return new Problem(
    'recorded-meanwhile',
    `The details are at version ${actual}, and If-Match asks for ${expected}`,
    { version: actual, remedy: 'Read the child again, and send what is still to be changed' },
    { etag: etagOf(actual) },
  )
}

function recordChangedMeanwhile({ actual, expected }: ImprovementVersionError): Problem {
  return new Problem(
    'recorded-meanwhile',
    `The record is at version ${actual}, and If-Match asks for ${expected}`,
    { version: actual, remedy: 'Read it again, and send what is still to be changed' },
    { etag: etagOf(actual) },
  )
}

function openAlready({ journeyId, locality }: OpenJourneyError, scope: Scope): Problem {
  const seen = isJourneyOf(scope, { id: journeyId, locality })
  const reason = 'There is an open journey for this child reference'
  return new Problem('journey-open-already', seen ? reason : `${reason}, in a locality that is not yours`, {
    code: 'journey-open-already',
    reason,
    remedy: seen ? 'Record in that journey, or close it first' : 'Ask a manager to look for it',
    ...(seen && { journey: addressOf(journeyId) }),
  })
}

/** An administrator has to do something first. */
const UNTIL_MENDED = 600

function keyIsMissing({ keyId }: MissingKeyError): Problem {
  return unavailable(`This is sealed with master key ${keyId}, which is not here`, UNTIL_MENDED, {
    keyId,
    remedy:
      'Tell an administrator: the key must be added to PACE_KEYS again; everything else goes on meanwhile',
  })
}

function ofNewerRelease({ message }: UnknownEventVersionError): Problem {
  return unavailable(`A newer release has recorded in this journey: ${message}`, UNTIL_MENDED, {
    remedy:
      'Tell an administrator: this release is to be replaced by the newer one; everything else goes on meanwhile',
  })
}

function erased(): Problem {
  return new Problem('not-possible', 'What was personal about this child was erased', {
    code: 'erased',
    reason: 'What was personal about this child was erased',
    remedy: 'Nothing more is recorded here. Start a new journey when the child is looked after again',
  })
}

function notPractice({ message }: NotPracticeError): Problem {
  return new Problem('not-possible', message, {
    code: 'not-practice',
    reason: message,
    remedy: 'Start a practice journey to try what would happen when; a real one ends by being closed',
  })
}

function practiceHasNoChild({ message }: PracticeHasNoChildError): Problem {
  return new Problem('not-possible', message, {
    code: 'practice',
    reason: message,
    remedy: 'Leave personal details out of practice: nothing of a real child belongs there',
  })
}

function tooManyOpened({ firstEnds }: TooManyOpenedError): Problem {
  const reason = `You have opened ${OPENED_AT_ONCE} journeys with a reason, and more is not possible at a time`
  return new Problem('not-possible', reason, {
    code: 'too-many-opened',
    reason,
    remedy: `Wait until ${inFull(firstEnds)}, when the first of them closes, or ask somebody who may see it`,
  })
}

function tooLargeFile({ limit }: TooLargeFileError): Problem {
  return new Problem('too-large', `The file is larger than ${limit}`, {
    remedy: 'Bring it in as several files, all rows of a child in one of them',
  })
}

function tooManyImports(): Problem {
  const reason = `You have begun ${UNFINISHED_AT_ONCE} imports that have not ended`
  return new Problem('not-possible', reason, {
    code: 'too-many-imports',
    reason,
    remedy: 'Wait until one of them has ended, or stop one',
  })
}

function keyUsedBefore(): Problem {
  return new Problem(
    'key-used-before',
    'This Idempotency-Key was used for a request that said something else',
    {
      errors: [
        {
          field: 'Idempotency-Key',
          message: 'was used for a request that said something else',
          remedy: 'Use a new key for something new; an old one only to send the very same again',
        },
      ],
    },
  )
}

/** How express and its body parser say what they could not read. */
interface Unreadable {
  readonly status: number
  readonly type?: string
}

function isUnreadable(error: unknown): error is Error & Unreadable {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false
  return error.status >= 400 && error.status < 500
}

function unreadable(error: unknown): Problem | undefined {
  if (!isUnreadable(error)) return undefined
  switch (error.status) {
    case 413:
      return new Problem('too-large', 'The body is larger than 256 kB', { remedy: 'Send less at a time' })
    case 415:
      return new Problem('not-json', 'The body is in an encoding that is not read here', {
        remedy: 'Send JSON in UTF-8, plain or with gzip, deflate or br',
      })
    default:
      return new Problem('malformed-request', READING[String(error.type)] ?? 'The request cannot be read', {
        remedy: 'Send a well-formed JSON object in UTF-8',
      })
  }
}

const READING: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not JSON',
  'request.size.invalid': 'The body is not as long as its Content-Length says',
  'request.aborted': 'The request ended before its body was whole',
}
