import type { KeptAnswer } from '../../db/idempotency'
import type { FormError } from '../../web/components/error-summary'
import { elementFor, type Field, type Typed } from '../../web/forms/field'
import { readForm } from '../../web/forms/read-form'
import { keyIn } from '../idempotency'
import { checked, perform } from '../perform'
import { invalidRequest, Problem } from '../problem'
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
  const { route, params, fields, typed, fixed, person } = sent
  const { body, wrong } = readForm(fields, typed)
  const whole = { ...body, ...fixed }
  try {
    if (wrong.length > 0) throw unreadable(route, whole, wrong)
    const key = typed['_key'] === '' ? undefined : keyIn(typed['_key'])
    const kept = await perform(
      route,
      { caller: person, params, body: whole, ...(key !== undefined && { key }) },
      services,
    )
    return { kept }
  } catch (error) {
    const problem = problemOf(error, person)
    if (problem === undefined || problem.kind === 'not-found') throw error
    return {
      status: problem.status,
      problem,
      errors: inFormOrder(summaryOf(problem, fields), fields),
      fieldErrors: atFields(problem, fields),
    }
  }
}

// A date that cannot be read must not hide what else is wrong.
function unreadable(
  route: WriteRoute,
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
