import { z } from 'zod'
import { FORMS } from '../domain/forms'
import { RECIPIENTS } from '../domain/notices'
import { localDate } from './event-schemas'

const code = z.string().trim().min(1).max(100)
const contactId = z.string().trim().min(1).max(310)

/** The most contacts that a directory has: fifty localities of fifteen agencies, and the authority's own. */
export const MOST_CONTACTS = 2_000

const told = {
  agency: code.meta({ description: 'The id of an agency of some policy' }),
  locality: code.meta({ description: 'The id of a locality; `*` for the whole authority' }),
  recipient: z.enum(RECIPIENTS).meta({
    description:
      'Whom in the agency: `contact`; in social work `lead-worker`, a senior, or another authority’s',
  }),
  name: z
    .string()
    .trim()
    .min(1, { error: 'must be a name' })
    .max(200, { error: 'must be at most 200 characters' })
    .optional()
    .meta({ description: 'Of the person or the office' }),
  address: z
    .string()
    .trim()
    .min(1, { error: 'must be a mail address' })
    .max(300, { error: 'must be at most 254 characters' })
    .meta({ description: 'One address by itself, such as `health@nhs.example`' }),
  calendar: code.optional().meta({
    description: 'The id of their working calendar. The one of the journey’s policy when left out',
  }),
  awayFrom: localDate.optional().meta({ format: 'date', description: 'The first day away' }),
  awayUntil: localDate.optional().meta({ format: 'date', description: 'The last day away' }),
  standIn: contactId
    .optional()
    .meta({ description: 'The id of the contact of the same agency who is told while this one is away' }),
}

const form = z.enum(FORMS).meta({
  description: '`each`: every message by itself. `digest`: what is not urgent in one message a day',
})

const id = contactId.meta({
  description: '`agency.recipient` for the whole authority, `agency.recipient.locality` for a locality',
})

/** A contact as it is to be kept. */
export const contactToKeepSchema = z
  .strictObject({
    id: id
      .optional()
      .meta({ description: 'As it is answered. It follows from the other fields, and need not be given' }),
    ...told,
    form: form.default('each'),
  })
  .meta({ id: 'ContactToKeep' })

/** A contact as it is answered. */
export const contactSchema = z.strictObject({ id, ...told, form }).meta({ id: 'Contact' })

const named = z.strictObject({ id: z.string(), name: z.string() })

/** The directory of agencies as it is answered. */
export const agenciesSchema = z
  .strictObject({
    agencies: z.array(named).meta({ description: 'Of the policies in force first, by name' }),
    localities: z.array(named),
    contacts: z.array(contactSchema),
    gaps: z
      .array(
        z.strictObject({
          agency: z.string(),
          recipient: z.enum(RECIPIENTS),
          localities: z.array(z.string()),
        }),
      )
      .meta({ description: 'Who is told by a policy in force where no contact is known: it goes nowhere' }),
    warnings: z
      .array(
        z.strictObject({ contact: z.string(), field: z.string(), message: z.string(), remedy: z.string() }),
      )
      .meta({ description: 'What is likely a mistake' }),
    away: z
      .array(z.strictObject({ contact: z.string(), toldInstead: z.string().nullable() }))
      .meta({ description: 'Who is away today, and who is told instead; null where nobody is' }),
  })
  .meta({ id: 'Agencies' })

export type AgenciesAnswer = z.output<typeof agenciesSchema>

/** What taking in a file of contacts came to. */
export const contactsTakenInSchema = z
  .strictObject({
    added: z.array(z.string()),
    changed: z.array(z.string()),
    unchanged: z.int(),
    warnings: agenciesSchema.shape.warnings,
    gaps: agenciesSchema.shape.gaps,
  })
  .meta({ id: 'ContactsTakenIn' })

export type ContactsTakenIn = z.output<typeof contactsTakenInSchema>
