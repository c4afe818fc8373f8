import { createHash } from 'node:crypto'

/** The hash that addresses a document: of its content, whatever the order of its names or its white space. */
export function hashOf(document: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(document)))
    .digest('hex')
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, inOrder(inner)]),
  )
}
