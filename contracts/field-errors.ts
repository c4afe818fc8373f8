import type { z } from 'zod'

/** What is wrong with one field, and what to do about it. `field` is a path such as `agreedDates.threeMonth`. */
export interface FieldError {
  readonly field: string
  readonly message: string
  readonly remedy: string
}

type Issue = z.core.$ZodIssue

// A body of unknown fields could otherwise be answered with a much longer list of errors.
const MOST_ERRORS = 50

/**
 * What a schema found wrong, in words for the person who sent it: each field by its path, what is wrong with it, and
 * what to do.
 *
 * @param sent what was checked, to tell a missing field from a wrong one
 * @param known the fields that the whole may have, for naming them when there is an unknown one
 */
export function fieldErrors(issues: readonly Issue[], sent: unknown, known: readonly string[]): FieldError[] {
  return issues.flatMap((issue) => errorsOf(issue, sent, known)).slice(0, MOST_ERRORS)
}

function errorsOf(issue: Issue, sent: unknown, known: readonly string[]): FieldError[] {
  const field = pathOf(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: pathOf([...issue.path, key]),
      message: 'is not a field that is known here',
      remedy:
        issue.path.length === 0 && known.length > 0
          ? `Leave it out, or give one of: ${known.join(', ')}`
          : 'Leave it out',
    }))
  }
  if (issue.code === 'invalid_key') {
    const [first] = issue.issues
    return [{ field, message: first?.message ?? issue.message, remedy: 'Mend the name, or leave it out' }]
  }
  const value = valueAt(sent, issue.path)
  if (value === undefined && issue.path.length > 0) {
    return [{ field, message: 'is missing', remedy: `Give ${expectation(issue) ?? `a value for ${field}`}` }]
  }
  return [{ field, message: messageOf(issue), remedy: remedyOf(issue, value) }]
}

function messageOf(issue: Issue): string {
  if (issue.code === 'custom' || writtenByUs(issue)) return issue.message
  const expected = expectation(issue)
  return expected === undefined ? issue.message : `must be ${expected}`
}

function remedyOf(issue: Issue, value: unknown): string {
  if (value === null) return 'Leave the field out when there is nothing to say'
  if (Array.isArray(value) && issue.code === 'invalid_type' && issue.expected !== 'array')
    return 'Give it once'
  const expected = expectation(issue)
  return expected === undefined ? 'Mend it and send the request again' : `Give ${expected}`
}

/** What would be right, as an object of "give" and "must be"; undefined where the message itself says it. */
function expectation(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.length === 1
        ? String(issue.values[0])
        : `one of: ${issue.values.map(String).join(', ')}`
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `one of: ${issue.options.join(', ')}`
        : undefined
    case 'invalid_type':
      return KINDS[issue.expected] ?? 'something else'
    case 'too_small':
      return `${issue.inclusive ? 'at least' : 'more than'} ${amount(issue.minimum, issue.origin)}`
    case 'too_big':
      return `${issue.inclusive ? 'at most' : 'less than'} ${amount(issue.maximum, issue.origin)}`
    default:
      return undefined
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
  record: 'a JSON object',
}

function amount(count: number | bigint, origin: string): string {
  if (origin === 'string') return `${count} characters`
  if (origin === 'array') return `${count} entries`
  return String(count)
}

// zod's own words begin so; where a schema has words of its own, those are better.
const ZODS_WORDS = /^(Invalid|Too (small|big)|Unrecognized)/

function writtenByUs(issue: Issue): boolean {
  return !ZODS_WORDS.test(issue.message)
}

const LONGEST_NAME = 100

function pathOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'body'
  return path.map((part) => String(part).slice(0, LONGEST_NAME)).join('.')
}

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  let value = sent
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value
}
