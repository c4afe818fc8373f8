/** The records of improvement work: none of them is about a child. */
export const IMPROVEMENT_KINDS = ['test-of-change', 'driver-diagram', 'forcefield'] as const
export type ImprovementKind = (typeof IMPROVEMENT_KINDS)[number]

/** What is wrong in a record: at which place of it (names and positions with dots between), what, and what to do. */
export interface FaultOfRecord {
  readonly field: string
  readonly message: string
  readonly remedy: string
}

/** The fields of a record that differ between two versions of it, by name in their order; all that are there of a first one. */
export function changedFields(before: object | undefined, after: object): string[] {
  const [old, now] = [(before ?? {}) as Record<string, unknown>, after as Record<string, unknown>]
  const names = [...new Set([...Object.keys(now), ...Object.keys(old)])]
  return names.filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
}

/** What stands at an id more than once in a list, by the positions of the later ones. */
export function repeatedIds(items: readonly { readonly id: string }[], list: string): FaultOfRecord[] {
  return items.flatMap(({ id }, index) =>
    items.findIndex((other) => other.id === id) === index
      ? []
      : [{ field: `${list}.${index}.id`, message: 'is given twice', remedy: 'Give each an id of its own' }],
  )
}
