import type { FieldError } from '../contracts/field-errors'

export type { FieldError } from '../contracts/field-errors'

/**
 * Every kind of problem that the API answers with (RFC 9457). The names are part of the interface: they end the `type`,
 * and never change.
 */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in' },
  'not-allowed': { status: 403, title: 'This is not allowed' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here' },
  'not-possible': { status: 409, title: 'This is not possible now' },
  'invitation-is-over': { status: 409, title: 'This cannot be answered any more' },
  'journey-open-already': { status: 409, title: 'The child has an open journey' },
  'link-ended': { status: 410, title: 'The link has ended' },
  'place-is-gone': { status: 410, title: 'The feed cannot go on from there' },
  'recorded-meanwhile': { status: 412, title: 'Somebody else has recorded meanwhile' },
  'too-large': { status: 413, title: 'The request is too large' },
  'not-json': { status: 415, title: 'The request is not JSON' },
  'not-csv': { status: 415, title: 'The request is not CSV' },
  'invalid-request': { status: 422, title: 'Something in the request is wrong' },
  'key-used-before': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'version-required': { status: 428, title: 'If-Match is missing' },
  'too-many-requests': { status: 429, title: 'Too much was asked for in a short time' },
  unexpected: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'A part that is needed does not answer' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemKind = keyof typeof PROBLEMS

/** The `type` of a kind of problem. */
export function problemType(kind: ProblemKind): string {
  return `urn:pace:problem:${kind}`
}

/** A problem to answer with: thrown anywhere below a route, written by one handler. */
export class Problem extends Error {
  override readonly name = 'Problem'

  /**
   * @param detail one sentence for the person: what happened, to what
   * @param members more members of the problem document, e.g. `errors` or `remedy`
   */
  constructor(
    readonly kind: ProblemKind,
    readonly detail: string,
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail)
  }

  get status(): number {
    return PROBLEMS[this.kind].status
  }

  toJSON(): object {
    const { title, status } = PROBLEMS[this.kind]
    return { type: problemType(this.kind), title, status, detail: this.detail, ...this.members }
  }
}

/** 422: what is wrong in the request, field by field. */
export function invalidRequest(errors: readonly FieldError[]): Problem {
  const fields = [...new Set(errors.map(({ field }) => field))]
  return new Problem('invalid-request', `Wrong: ${fields.slice(0, 10).join(', ')}`, { errors })
}

/** 503, to be tried again after some seconds. */
export function unavailable(detail: string, seconds = 5, also: object = {}): Problem {
  const headers = { 'retry-after': String(seconds) }
  return new Problem('unavailable', detail, { remedy: TRY_AGAIN, ...also }, headers)
}

const TRY_AGAIN = 'Send it again in a few seconds; with the same Idempotency-Key nothing is recorded twice'
