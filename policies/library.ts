import type { Aims } from '../domain/aims'
import { parseAims } from '../domain/aims-schema'
import { overlaid, type Calendar, type Overlay } from '../domain/calendar'
import { parseCalendar } from '../domain/calendar-schema'
import { DocumentError, type DocumentFault } from '../domain/document-faults'
import type { Policy, PolicyReference, PolicyVersion } from '../domain/policy'
import { parsePolicy } from '../domain/policy-schema'
import { WrongPolicies, type FoundDocument, type PolicyFolder } from './folder'
import { hashOf } from './hash'

/** A released calendar, the hash of its document, and what it is laid over when it is a council's changes. */
export interface ReleasedCalendar {
  readonly calendar: Calendar
  readonly hash: string
  readonly base?: PolicyVersion
}

/** A released policy and the reference that a journey keeps to it. */
export interface ReleasedPolicy {
  readonly policy: Policy
  readonly reference: PolicyReference
}

/** The aims of a policy in a version, and the hash of their document. */
export interface ReleasedAims {
  readonly aims: Aims
  readonly hash: string
}

/** Every policy, calendar and document of aims that there is, each version of each. */
export interface Library {
  readonly policies: readonly ReleasedPolicy[]
  readonly calendars: readonly ReleasedCalendar[]
  readonly aims: readonly ReleasedAims[]
}

/**
 * Reads the documents of several folders together: a council's policies may pin our calendars, be variants of our policies,
 * and lay a calendar over ours.
 *
 * Throws WrongPolicies with every fault: the document by its name, the place in it, and what to do.
 */
export function libraryOf(folders: readonly PolicyFolder[]): Library {
  const faults: string[] = []
  const tell = (name: string, error: unknown) => faults.push(...told(name, error))
  const calendarDocuments = folders.flatMap(({ calendars }) => calendars)
  const policyDocuments = folders.flatMap(({ policies }) => policies)
  const aimsDocuments = folders.flatMap(({ aims }) => aims)
  faults.push(
    ...clashes(calendarDocuments, 'calendar'),
    ...clashes(policyDocuments, 'policy'),
    ...clashes(aimsDocuments, 'aims'),
  )
  const calendars = readCalendars(calendarDocuments, tell)
  const policies = readPolicies(policyDocuments, calendars, tell)
  const aims = readAims(aimsDocuments, policies, tell)
  if (faults.length > 0) throw new WrongPolicies(faults)
  return { policies, calendars, aims }
}

/** A calendar among others by id and version. Throws an Error that says which there are when it is none of them. */
export function calendarAmong(calendars: readonly ReleasedCalendar[], id: string, version: number): Calendar {
  const found = calendars.find(({ calendar }) => calendar.id === id && calendar.version === version)
  if (found) return found.calendar
  const names = calendars.map(({ calendar }) => `${calendar.id} version ${calendar.version}`)
  throw new Error(`There is no calendar ${id} version ${version}: there is ${names.join(', ') || 'none'}`)
}

/** Reads a policy document beside those that there are. Throws DocumentError. */
export function readPolicyAmong(
  document: unknown,
  name: string,
  { policies, calendars }: Pick<Library, 'policies' | 'calendars'>,
): Policy {
  return parsePolicy(
    document,
    name,
    (id, version) => calendarAmong(calendars, id, version),
    ({ id, version }) =>
      policies.find(({ policy }) => isOf(policy, id, version) && policy.variantOf === undefined)?.policy,
  )
}

/** Reads a document of aims beside the policies that there are. Throws DocumentError. */
export function readAimsAmong(document: unknown, name: string, policies: readonly ReleasedPolicy[]): Aims {
  return parseAims(
    document,
    name,
    (id) =>
      policies.filter(({ policy }) => policy.id === id).sort((a, b) => b.policy.version - a.policy.version)[0]
        ?.policy,
  )
}

type Tell = (name: string, error: unknown) => void

// A council's changes come after the calendar that they are laid over, whichever lies first.
function readCalendars(documents: readonly FoundDocument[], tell: Tell): ReleasedCalendar[] {
  const read: ReleasedCalendar[] = []
  let waiting = [...documents]
  while (waiting.length > 0) {
    const ready = waiting.filter(({ content }) => !waitsFor(content, waiting))
    // those that wait for one another are told of as if their base were not there
    const now = ready.length > 0 ? ready : waiting
    for (const { name, content } of now) {
      try {
        read.push(calendarFrom(content, name, read))
      } catch (error) {
        tell(name, error)
      }
    }
    waiting = waiting.filter((one) => !now.includes(one))
  }
  return inOrderOf(documents, read)
}

function waitsFor(content: unknown, waiting: readonly FoundDocument[]): boolean {
  const base = (content as { readonly base?: { readonly id?: unknown; readonly version?: unknown } } | null)
    ?.base
  return waiting.some(({ id, version }) => id === base?.id && version === base.version)
}

function calendarFrom(content: unknown, name: string, before: readonly ReleasedCalendar[]): ReleasedCalendar {
  const parsed = parseCalendar(content, name)
  const hash = hashOf(content)
  if (!('base' in parsed)) return { calendar: parsed, hash }
  const { base, ...overlay } = parsed
  return { calendar: laidOver(baseAmong(before, base, name), overlay, name), hash, base }
}

function baseAmong(before: readonly ReleasedCalendar[], base: PolicyVersion, name: string): Calendar {
  try {
    return calendarAmong(before, base.id, base.version)
  } catch (error) {
    const { message } = error as Error
    const fault = { path: 'base', message, remedy: 'Name a calendar that there is' }
    throw new DocumentError(name, 'a calendar', [fault])
  }
}

// Each change is tried by itself, so that every one that is not right is told of in its place.
function laidOver(base: Calendar, overlay: Overlay, name: string): Calendar {
  const { add, remove } = overlay
  const removing = remove.flatMap((day, index) =>
    faultWith(base, { ...overlay, add: [], remove: [day] }, `remove.${index}`),
  )
  const left = removing.length > 0 ? base : overlaid(base, { ...overlay, add: [] })
  const adding = add.flatMap((holiday, index) =>
    faultWith(left, { ...overlay, add: [holiday], remove: [] }, `add.${index}.on`),
  )
  const faults = [...removing, ...adding]
  if (faults.length > 0) throw new DocumentError(name, 'a calendar', faults)
  return overlaid(base, overlay)
}

function faultWith(base: Calendar, change: Overlay, path: string): DocumentFault[] {
  try {
    overlaid(base, change)
    return []
  } catch (error) {
    const { message } = error as Error
    return [{ path, message, remedy: 'Mend the day, or leave it out' }]
  }
}

function inOrderOf(
  documents: readonly FoundDocument[],
  read: readonly ReleasedCalendar[],
): ReleasedCalendar[] {
  return documents.flatMap(({ id, version }) => {
    const one = read.find(({ calendar }) => calendar.id === id && calendar.version === version)
    return one === undefined ? [] : [one]
  })
}

// Variants after the policies that they are variants of.
function readPolicies(
  documents: readonly FoundDocument[],
  calendars: readonly ReleasedCalendar[],
  tell: Tell,
): ReleasedPolicy[] {
  const isVariant = ({ content }: FoundDocument) =>
    (content as { readonly variantOf?: unknown } | null)?.variantOf !== undefined
  const policies: ReleasedPolicy[] = []
  for (const one of [...documents.filter((each) => !isVariant(each)), ...documents.filter(isVariant)]) {
    try {
      const policy = readPolicyAmong(one.content, one.name, { policies, calendars })
      const { id, version } = policy
      policies.push({ policy, reference: { id, version, hash: hashOf(one.content) } })
    } catch (error) {
      tell(one.name, error)
    }
  }
  return documents.flatMap(
    ({ id, version }) => policies.find(({ policy }) => isOf(policy, id, version)) ?? [],
  )
}

function readAims(
  documents: readonly FoundDocument[],
  policies: readonly ReleasedPolicy[],
  tell: Tell,
): ReleasedAims[] {
  return documents.flatMap(({ name, content }) => {
    try {
      return [{ aims: readAimsAmong(content, name, policies), hash: hashOf(content) }]
    } catch (error) {
      tell(name, error)
      return []
    }
  })
}

function clashes(documents: readonly FoundDocument[], kind: string): string[] {
  return documents.flatMap(({ id, version, name }, index) => {
    const other = documents.slice(0, index).find((before) => before.id === id && before.version === version)
    return other === undefined
      ? []
      : [
          `${name}: ${kind} ${id} version ${version} is there already, in ${other.name}. Give yours an id of its own`,
        ]
  })
}

function told(name: string, error: unknown): string[] {
  if (error instanceof DocumentError)
    return error.faults.map(({ path, message, remedy }) => `${name}: ${path}: ${message}. ${remedy}`)
  return [`${name}: ${(error as Error).message}`]
}

function isOf(policy: Policy, id: string, version: number): boolean {
  return policy.id === id && policy.version === version
}
