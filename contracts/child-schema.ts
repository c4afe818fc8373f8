import { z } from 'zod'
import { localDate } from './event-schemas'

const line = (description: string) =>
  z
    .string()
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(200, { error: 'must be at most 200 characters' })
    .regex(/^\P{Cc}*$/u, { error: 'must be on one line' })
    .meta({ description })

/** What is personal about a child, as it is to be kept. */
export const childDetailsSchema = z
  .strictObject({
    name: line('The whole name'),
    knownAs: line('What the child is called').optional(),
    birthDate: localDate.optional().meta({ format: 'date' }),
    gender: line('As the child or the family says it').optional(),
    ethnicity: line('As the child or the family says it').optional(),
    disability: line('As the child or the family says it').optional(),
    language: line('The language that the child speaks at home').optional(),
  })
  .meta({ id: 'ChildDetails' })

/** What is personal about a child. */
export type ChildDetails = z.output<typeof childDetailsSchema>

/** The same as it is answered, null where nothing is known. */
export const childAnswerSchema = z
  .strictObject({
    name: z.string().nullable(),
    knownAs: z.string().nullable(),
    birthDate: z.string().nullable().meta({ format: 'date' }),
    gender: z.string().nullable(),
    ethnicity: z.string().nullable(),
    disability: z.string().nullable(),
    language: z.string().nullable(),
    changedAt: z.string().nullable().meta({ format: 'date-time' }),
    changedBy: z.string().nullable().meta({ description: 'The id of whoever changed it last' }),
    erased: z.boolean().meta({ description: 'All that was personal about this child was erased for good' }),
    legalHold: z
      .strictObject({ since: z.string().meta({ format: 'date-time' }), by: z.string() })
      .nullable()
      .meta({
        description: 'The hold for the law under which nothing of the child may be erased; null without one',
      }),
  })
  .meta({ id: 'Child', description: 'What is personal about a child. The ETag counts its changes, from 0' })

export type ChildAnswer = z.output<typeof childAnswerSchema>
