import { isNativeError } from 'node:util/types'
import { DatabaseError } from 'pg'
import { invalidRequest, type Problem, unavailable } from './problem'

/**
 * What a database error means for the caller; undefined when the error is none, or is our own fault. Nothing is
 * half-written in any of these cases: the transaction was rolled back, or was never begun.
 */
export function databaseProblem(error: unknown): Problem | undefined {
  if (error instanceof DatabaseError) return ofPostgres(error.code ?? '')
  if (isLostConnection(error)) return unavailable('The database does not answer')
  return undefined
}

/**
 * PostgreSQL's codes, by class or one by one. 08 connection, 28 and 3D not let in, 53 out of resources, 57 stopped,
 * starting or timed out, 58 the machine, 25P03 idle for too long, 40 another transaction was in the way, 55P03 a lock.
 * Source: PostgreSQL, appendix A, error codes.
 */
const UNAVAILABLE = /^(08|28|3D|53|57|58|40|25P03|55P03)/
/** Data that PostgreSQL cannot keep, e.g. a character or a date beyond what it knows. */
const CANNOT_BE_KEPT = /^22/

function ofPostgres(code: string): Problem | undefined {
  if (UNAVAILABLE.test(code)) return unavailable('The database cannot do this at present')
  if (!CANNOT_BE_KEPT.test(code)) return undefined
  return invalidRequest([
    {
      field: 'body',
      message: 'has a value that cannot be kept',
      remedy: 'Look for unusual characters, and for dates and numbers far beyond the ordinary',
    },
  ])
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
])

// The driver gives these no code, only words.
const CONNECTION_WORDS = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed',
  'Query read timeout',
  'Cannot use a pool after calling end',
  'driver has already been destroyed',
]

function isLostConnection(error: unknown): boolean {
  if (!isNativeError(error)) return false
  // Several addresses were tried, and each failed.
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isLostConnection)
  if ('syscall' in error && 'code' in error && CONNECTION_CODES.has(String(error.code))) return true
  return CONNECTION_WORDS.some((words) => error.message.includes(words))
}
