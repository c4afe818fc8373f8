import type { KeptAnswer } from '../../db/idempotency'
import type { FormError } from '../../web/components/error-summary'
import { elementFor, type Field, type Typed } from '../../web/forms/field'
import { readForm, type ReadForm } from '../../web/forms/read-form'
import { keyIn } from '../idempotency'
import { checked, perform } from '../perform'
import { invalidRequest, Problem, type FieldError } from '../problem'
import { problemOf } from '../problem-of'
import type { WriteRoute } from '../route'
import type { PageServices } from '../services'
import type { Person } from './session'
import { atFields, summaryOf } from './form-errors'

/** A form that was sent to a route of the API that records. */
export interface Sent {
  readonly route: WriteRoute
  readonly params: Readonly<Record<string, string>>
  readonly fields: readonly Field[]
  readonly typed: Typed
  /** What the form says without a field for it, such as the type of event. */
  readonly fixed: Readonly<Record<string, unknown>>
  readonly person: Person
  /** Nothing is replaced that somebody should have seen. */
  readonly anyVersion?: boolean
  /** Where in the body the fields of the form stand, e.g. `people.0`; at its top when absent. */
  readonly within?: { readonly path: string; readonly body: (read: Record<string, unknown>) => object }
  /** What the form says, where more than its fields was read for it; else they are read as they are. */
  readonly read?: ReadForm
}

/** What came of it: the answer of the API, or what is wrong, to be shown with all that was typed. */
export type Outcome =
  | { readonly kept: KeptAnswer }
  | {
      readonly status: number
      readonly errors: readonly FormError[]
      readonly fieldErrors: Readonly<Record<string, string>>
      readonly problem: Problem
    }

/**
 * Sends a form through the same way as a request of the API. Throws what no form can mend: a journey that is not there,
 * a fault of ours.
 */
export async function submitForm(sent: Sent, services: PageServices): Promise<Outcome> {
  const { route, params, fields, typed, fixed, person, within, anyVersion = false } = sent
  const { body, wrong } = sent.read ?? readForm(fields, typed)
  const form = { ...body, ...fixed }
  const whole = within === undefined ? form : { ...within.body(form) }
  try {
    if (wrong.length > 0)
      throw unreadable(
        route,
        whole,
        wrong.map((one) => ({ ...one, field: pathIn(within, one.field) })),
      )
    const key = typed['_key'] === '' ? undefined : keyIn(typed['_key'])
    const kept = await perform(
      route,
      {
        caller: person,
        params,
        body: whole,
        ...(key !== undefined && { key }),
        ...(anyVersion ? { ifMatch: 'any' as const } : versionTyped(typed)),
      },
      services,
    )
    return { kept }
  } catch (error) {
    const problem = atForm(problemOf(error, person), within)
    if (problem === undefined || problem.kind === 'not-found') throw error
    return {
      status: problem.status,
      problem,
      errors: inFormOrder(summaryOf(problem, fields), fields),
      fieldErrors: atFields(problem, fields),
    }
  }
}

function versionTyped(typed: Typed): { ifMatch?: number } {
  const version = /^\d{1,9}$/.exec(typed['_version'] ?? '')
  return version === null ? {} : { ifMatch: Number(version[0]) }
}

function pathIn(within: Sent['within'], field: string): string {
  return within === undefined ? field : `${within.path}.${field}`
}

// The API names its own path of a field; on the form it goes by its own name.
function atForm(problem: Problem | undefined, within: Sent['within']): Problem | undefined {
  const errors = problem?.members['errors'] as readonly FieldError[] | undefined
  if (problem === undefined || within === undefined || errors === undefined) return problem
  const prefix = `${within.path}.`
  const own = errors.map((error) => ({
    ...error,
    field: error.field.startsWith(prefix) ? error.field.slice(prefix.length) : error.field,
  }))
  return new Problem(problem.kind, problem.detail, { ...problem.members, errors: own }, problem.headers)
}

/** What is wrong with a form of which something could not even be read: that must not hide what else is wrong. */
export function unreadable(
  route: Pick<WriteRoute, 'body' | 'fields'>,
  body: Record<string, unknown>,
  wrong: readonly { readonly field: string; readonly message: string }[],
): Problem {
  const own = wrong.map(({ field, message }) => ({
    field,
    message,
    remedy: 'Mend it and send the form again',
  }))
  try {
    checked(route.body, body, route.fields(body))
    return invalidRequest(own)
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'invalid-request') throw error
    const others = (error.members['errors'] as typeof own).filter(
      ({ field }) => !wrong.some((one) => field === one.field || field.startsWith(`${one.field}.`)),
    )
    return invalidRequest([...own, ...others])
  }
}

// The summary lists what is wrong in the order of the fields on the page.
function inFormOrder(errors: readonly FormError[], fields: readonly Field[]): FormError[] {
  const places = new Map(fields.map((field, place) => [elementFor(field.name, fields), place]))
  const placeOf = ({ at }: FormError) => places.get(at) ?? -1
  return [...errors].sort((a, b) => placeOf(a) - placeOf(b))
}
