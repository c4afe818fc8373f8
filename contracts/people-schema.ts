import { z } from 'zod'
import { ROLES } from '../domain/codes'
import { FORMS } from '../domain/forms'
import { localDate, personId } from './event-schemas'

/** The id of a person, as it stands in a path. */
export const personParams = z.strictObject({
  id: personId.meta({ description: 'The id of the person', example: 'practice-case-worker-caithness' }),
})

const name = z
  .string()
  .trim()
  .min(1, { error: 'must be a name' })
  .max(200, { error: 'must be at most 200 characters' })
const code = z.string().trim().min(1).max(100)

const person = {
  id: personId,
  name,
  roles: z
    .array(z.enum(ROLES))
    .max(ROLES.length)
    .meta({
      description:
        'What they do, for finding managers. What somebody may do here is for the sign-in to say; but a role that is named ' +
        'no more is taken from them at once, until it is named again',
    }),
  locality: code.optional().meta({ description: 'Absent of somebody who works for the whole authority' }),
  team: code.optional(),
  manager: personId.optional().meta({ description: 'The id of their manager, who must be known' }),
  cover: personId
    .optional()
    .meta({ description: 'The id of whoever does their work while they are away, and once they have left' }),
  awayFrom: localDate.optional().meta({ format: 'date', description: 'The first day away' }),
  awayUntil: localDate.optional().meta({ format: 'date', description: 'The last day away' }),
  leftOn: localDate
    .optional()
    .meta({ format: 'date', description: 'From this day on they work here no more' }),
  form: z.enum(FORMS).optional().meta({
    description: '`digest`: what is not urgent comes in one message a day. Each by itself when left out',
  }),
  calendar: code.optional().meta({
    description: 'The id of their working calendar. The one of the journey’s policy when left out',
  }),
}

/** Somebody as they are to be kept in the directory. */
export const personToKeepSchema = z
  .strictObject({
    ...person,
    address: z
      .email({ error: 'must be a mail address' })
      .max(254)
      .optional()
      .meta({ description: 'Where they are written to. Left out, the one that is known stays' }),
  })
  .meta({ id: 'PersonToKeep' })

export const PERSON_STATES = ['here', 'away', 'left'] as const
export type PersonState = (typeof PERSON_STATES)[number]

/** Somebody as the directory is answered. */
export const personSchema = z
  .strictObject({ ...person, state: z.enum(PERSON_STATES).meta({ description: 'Today, in Scotland' }) })
  .meta({ id: 'Person' })

export type PersonAnswer = z.output<typeof personSchema>
