import type { EventType } from './events'

/** Brings an event's own fields from one version to the next. What people wrote may be missing: it may not have been read. */
export type Upcaster = (fields: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>

/** For each type what brings version 1 to 2, 2 to 3, and so on; a type that is not here is as it was first. */
export type Upcasters = Readonly<Partial<Record<EventType, readonly Upcaster[]>>>

// An order that was left blank was always a permanence order: since version 2 it says so.
const sayingWhichOrder: Upcaster = (fields) => ({ order: 'permanence-order', ...fields })

/**
 * How events of earlier versions become those of today. What is recorded never changes: a change of what an event says is a
 * new version of its type, with one function more at the end of its list, and the list is never shortened.
 */
export const UPCASTERS: Upcasters = {
  'order-lodged': [sayingWhichOrder],
  'order-granted': [sayingWhichOrder],
  'order-refused': [sayingWhichOrder],
  'application-withdrawn': [sayingWhichOrder],
}

/** An event of a version that only a newer release knows. */
export class UnknownEventVersionError extends Error {
  override readonly name = 'UnknownEventVersionError'

  constructor(
    readonly type: EventType,
    readonly version: number,
    readonly known: number,
  ) {
    super(`${type} of version ${version} is of a newer release: this one knows up to version ${known}`)
  }
}

/** The version of a type that is written today. */
export function versionOfType(type: EventType, upcasters: Upcasters = UPCASTERS): number {
  return 1 + (upcasters[type]?.length ?? 0)
}

/** An event's own fields as they are said today. Throws UnknownEventVersionError for one of a newer release. */
export function upcast(
  type: EventType,
  version: number,
  fields: Readonly<Record<string, unknown>>,
  upcasters: Upcasters = UPCASTERS,
): Readonly<Record<string, unknown>> {
  const known = versionOfType(type, upcasters)
  if (!Number.isInteger(version) || version < 1 || version > known)
    throw new UnknownEventVersionError(type, version, known)
  return (upcasters[type] ?? []).slice(version - 1).reduce((said, next) => next(said), fields)
}
