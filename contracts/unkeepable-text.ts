import type { FieldError } from './field-errors'

/**
 * Finds texts that PostgreSQL cannot keep: with the character NUL, or with half of a surrogate pair, which is no
 * character at all. JSON lets both through.
 */
export function unkeepableText(value: unknown, path: readonly string[] = []): FieldError[] {
  if (typeof value === 'string') return isKeepable(value) ? [] : [errorAt(path)]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => unkeepableText(inner, [...path, name]))
}

function isKeepable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

function errorAt(path: readonly string[]): FieldError {
  return {
    field: path.join('.'),
    message: 'has a character that cannot be kept',
    remedy: 'Remove the character NUL (\\u0000) and any half of a surrogate pair',
  }
}
