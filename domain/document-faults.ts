/** What is wrong at one place of a document: where, by names and positions with dots between; what; and what to do. */
export interface DocumentFault {
  /** `rules.3.within`; `document` for the whole of it. */
  readonly path: string
  readonly message: string
  readonly remedy: string
}

/** A document that is not what it should be, with every fault that was found in it. */
export class DocumentError extends Error {
  /**
   * @param document what the document is called, e.g. its file
   * @param kind what it is not, e.g. `a policy`
   */
  constructor(
    readonly document: string,
    kind: string,
    readonly faults: readonly DocumentFault[],
  ) {
    const told = faults.map(({ path, message, remedy }) => `${path}: ${message} (${remedy})`)
    super(`${document} is not ${kind}: ${told.join('; ')}`)
    this.name = 'DocumentError'
  }
}

/** A fault as a schema tells of it: as much of it as is read here. */
export interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[] | undefined
  readonly values?: readonly unknown[] | undefined
  readonly expected?: string | undefined
}

/** What a schema found wrong, in words for the person who wrote the document, in the order of the document. */
export function faultsOf(issues: readonly Issue[], document: unknown): DocumentFault[] {
  return issues.flatMap((issue) => faultsOfIssue(issue, document))
}

/** Where something is in a document. */
export function placeOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.') || 'document'
}

function faultsOfIssue(issue: Issue, document: unknown): DocumentFault[] {
  const path = placeOf(issue.path)
  if (issue.keys !== undefined && issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: placeOf([...issue.path, key]),
      message: 'is not known here',
      remedy: 'Leave it out, or mend how it is spelt',
    }))
  if (issue.code === 'invalid_key')
    return [{ path, message: 'is not known here', remedy: 'Leave it out, or mend how it is spelt' }]
  if (issue.path.length > 0 && !isThere(document, issue.path))
    return [{ path, message: 'is missing', remedy: 'Add it' }]
  if (issue.values !== undefined) {
    const one = issue.values.map(String).join(', ')
    return [{ path, message: `must be one of: ${one}`, remedy: `Give one of: ${one}` }]
  }
  const kind = issue.expected === undefined ? undefined : KINDS[issue.expected]
  if (issue.code === 'invalid_type' && kind !== undefined)
    return [{ path, message: `must be ${kind}`, remedy: `Give ${kind}` }]
  return [{ path, message: issue.message, remedy: 'Mend it' }]
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function isThere(document: unknown, path: readonly PropertyKey[]): boolean {
  let value = document
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return false
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return true
}
