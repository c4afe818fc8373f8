import type { FormError } from '../../web/components/error-summary'
import { elementFor, type Field } from '../../web/forms/field'
import type { FieldError, Problem } from '../problem'

/** What a problem says of a form: each mistake, leading to the field where it is mended. */
export function summaryOf(problem: Problem, fields: readonly Field[]): FormError[] {
  const errors = fieldErrorsOf(problem)
  if (errors.length > 0) return errors.map((error) => formError(error, fields))
  const { remedy, field } = problem.members as { readonly remedy?: string; readonly field?: string }
  const at = field === undefined ? undefined : elementFor(field, fields)
  return [
    { message: problem.detail, ...(remedy !== undefined && { remedy }), ...(at !== undefined && { at }) },
  ]
}

/** What is said above a form whose subject somebody else has changed: it is then shown as it is now. */
export const CHANGED_MEANWHILE: readonly FormError[] = [
  {
    message: 'Somebody else has changed this meanwhile',
    remedy: 'This is how it is now: change it again if need be',
  },
]

/** The same words by the name of the field, to stand beside it. */
export function atFields(problem: Problem, fields: readonly Field[]): Record<string, string> {
  const at: Record<string, string> = {}
  for (const error of fieldErrorsOf(problem)) {
    const field = fieldOf(error.field, fields)
    if (field !== undefined) at[field.name] ??= formError(error, fields).message
  }
  return at
}

function fieldErrorsOf({ members }: Problem): readonly FieldError[] {
  return (members['errors'] as readonly FieldError[] | undefined) ?? []
}

function formError({ field: path, message }: FieldError, fields: readonly Field[]): FormError {
  const field = fieldOf(path, fields)
  if (field === undefined) return { message: `${path} ${message}` }
  const at = elementFor(path, fields)
  return { message: inWords(field, message), ...(at !== undefined && { at }) }
}

function fieldOf(path: string, fields: readonly Field[]): Field | undefined {
  return fields.find(({ name }) => path === name || path.startsWith(`${name}.`))
}

// "is missing" becomes what to do; everything else is said of the field by its label.
function inWords(field: Field, message: string): string {
  const label = field.label.replace(/, if .*$/, '')
  if (message !== 'is missing') return `${label} ${message}`
  const lower = label.charAt(0).toLowerCase() + label.slice(1)
  return field.kind === 'choice' ? `Choose ${lower}` : `Enter ${lower}`
}
