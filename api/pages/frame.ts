import { readFor } from '../../db/acting'
import { practiceClockOf } from '../../db/practice'
import { may, type Action } from '../../domain/permissions'
import { writeInstant } from '../../domain/time'
import type { Frame, Section } from '../../web/frame'
import { ROLE_WORDS } from '../../web/words'
import { countWork } from '../me/my-work'
import { inReachOf } from '../reach'
import type { PageServices } from '../services'
import type { PagesServices } from './services'
import { endOf, type Person } from './session'

/** What surrounds the pages of somebody who is signed in, or of nobody. */
export function frameFor(
  person: Person | undefined,
  { practice, mailSink }: PagesServices,
  csrf: string,
  { here, practising, ...counts }: { readonly here?: Section } & Counts & Pick<Frame, 'practising'> = {},
): Frame {
  const now = Date.now()
  return {
    practice,
    csrf,
    ...(here && { here }),
    ...counts,
    ...(practising && { practising }),
    sections: person === undefined ? [] : sectionsFor(person, mailSink !== undefined),
    ...(person && {
      person: { name: person.name, roles: person.roles.map((role) => ROLE_WORDS[role]).join(', ') },
      session: { now, ends: endOf(person, now), until: person.until },
    }),
  }
}

/** Any of these is a way into the page of exports. */
export const EXPORTING = [
  'exports.journeys',
  'exports.published',
  'exports.celcis',
  'exports.clas',
] as const satisfies readonly Action[]

// The work first, then numbers and pictures, then what both lean on.
function sectionsFor({ roles }: Person, hasMail: boolean): Section[] {
  return [
    ...(may(roles, 'work.read') ? (['work'] as const) : []),
    ...(may(roles, 'journey.list') ? (['children'] as const) : []),
    ...(may(roles, 'journey.start') ? (['start'] as const) : []),
    ...(may(roles, 'diary.read') ? (['diary'] as const) : []),
    ...(may(roles, 'meetings.read') ? (['meetings'] as const) : []),
    ...(may(roles, 'notices.list') ? (['notices'] as const) : []),
    ...(may(roles, 'dashboard.read') ? (['dashboard'] as const) : []),
    ...(may(roles, 'reports.read') ? (['aims'] as const) : []),
    ...(may(roles, 'reports.read') ? (['charts'] as const) : []),
    ...(may(roles, 'improvement.read') ? (['improvement'] as const) : []),
    ...(EXPORTING.some((action) => may(roles, action)) ? (['exports'] as const) : []),
    ...(may(roles, 'people.read') ? (['people'] as const) : []),
    ...(may(roles, 'agencies.read') ? (['agencies'] as const) : []),
    ...(may(roles, 'policies.read') ? (['policies'] as const) : []),
    ...(may(roles, 'tools.use') ? (['tools'] as const) : []),
    ...(may(roles, 'imports.write') ? (['imports'] as const) : []),
    ...(may(roles, 'practice.read') ? (['practice'] as const) : []),
    ...(hasMail && may(roles, 'practice-mail.read') ? (['mail'] as const) : []),
    ...(may(roles, 'audit.search') ? (['audit'] as const) : []),
  ]
}

/** What of a person's work the navigation counts; nothing where they have none. */
export type Counts = Pick<Frame, 'pressing' | 'untold'>

/** How much of a person's work is overdue or due soon, and how many could not be told in it. */
export async function countsFor(person: Person, { db }: PageServices): Promise<Counts> {
  if (!may(person.roles, 'work.read')) return {}
  const { overdue, dueSoon, untold } = await countWork(db, await inReachOf(person, 'work.read', db))
  return { pressing: overdue + dueSoon, untold }
}

/** Whether the journey that a page is about is one of practice, and which time it is there. */
export async function practisingIn(
  person: Person,
  journeyId: string | undefined,
  { db }: PageServices,
): Promise<Frame['practising']> {
  if (journeyId === undefined || !isUuid(journeyId)) return undefined
  const clock = await readFor(db, person, (trx) => practiceClockOf(trx, journeyId))
  return clock && { id: journeyId, now: writeInstant(clock) }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
