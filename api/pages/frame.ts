import { may } from '../../domain/permissions'
import type { Frame, Section } from '../../web/frame'
import { ROLE_WORDS } from '../../web/words'
import type { PagesServices } from './services'
import type { Person } from './session'

/** What surrounds the pages of somebody who is signed in, or of nobody. */
export function frameFor(
  person: Person | undefined,
  { practice, mailSink }: PagesServices,
  csrf: string,
  here?: Section,
): Frame {
  return {
    practice,
    csrf,
    ...(here && { here }),
    sections: person === undefined ? [] : sectionsFor(person, mailSink !== undefined),
    ...(person && {
      person: { name: person.name, roles: person.roles.map((role) => ROLE_WORDS[role]).join(', ') },
    }),
  }
}

function sectionsFor({ roles }: Person, hasMail: boolean): Section[] {
  return [
    ...(may(roles, 'journey.list') ? (['children'] as const) : []),
    ...(may(roles, 'journey.start') ? (['start'] as const) : []),
    ...(hasMail && may(roles, 'practice-mail.read') ? (['mail'] as const) : []),
  ]
}
