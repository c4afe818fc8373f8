import { z } from 'zod'

/** What a file that is brought in says: what has happened on children's journeys, or who the children are. */
export const IMPORTS_OF = ['journeys', 'children'] as const
export type ImportOf = (typeof IMPORTS_OF)[number]

/** How far an import has come. */
export const IMPORT_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]

/** The system that rows came from, where nobody says what it is called. */
export const UNNAMED_SYSTEM = 'import'

/** What the system is called that the rows came from. */
export const systemName = z
  .string()
  .trim()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'must be a short name such as mosaic or lcs' })
  .meta({
    description:
      'What the system is called that the rows came from: with a `source_id` it names a row for good',
    example: 'mosaic',
  })

const count = (description: string) => z.int().min(0).meta({ description })
const moment = z.iso.datetime({ offset: true })

const finding = z.strictObject({
  line: z
    .int()
    .min(1)
    .meta({ description: 'The line of the file on which the row begins; the header is line 1' }),
  field: z.string().meta({ description: 'The column' }),
  message: z.string(),
  remedy: z.string(),
})

/** How many lines of a report an answer shows; the report as CSV has all of them. */
export const SHOWN_FINDINGS = 1_000

/** An import, and what has come of it so far. */
export const importSchema = z
  .strictObject({
    id: z.uuid(),
    status: z.enum(IMPORT_STATUSES),
    of: z.enum(IMPORTS_OF),
    system: z.string(),
    by: z.string().meta({ description: 'The id of whoever began it' }),
    because: z.string().nullable().meta({ description: 'Why it failed; null when it did not' }),
    createdAt: moment,
    endedAt: moment.nullable(),
    rows: count('Rows in the file'),
    applied: count('Rows that were recorded, corrections among them'),
    corrected: count('Rows that corrected what was imported under the same source_id before'),
    unchanged: count('Rows that stand in the record already'),
    badRows: count('Rows that were refused'),
    heldBack: count('Good rows of a child of whom another row was refused'),
    journeys: count('Journeys that were started'),
    children: z.strictObject({
      all: count('Children in the file'),
      done: count('Children who have been looked at'),
    }),
    conducted: z
      .boolean()
      .meta({ description: 'Whether all that was recorded by it is conducted: reminders come from then on' }),
    refused: z
      .array(finding)
      .meta({ description: `Every bad row, at most ${SHOWN_FINDINGS} here: the report has all` }),
    warnings: z
      .array(finding)
      .meta({ description: `What is accepted and should not pass unseen, at most ${SHOWN_FINDINGS} here` }),
  })
  .meta({ id: 'Import', description: 'A file that is brought in. No row is repeated in it' })

export type ImportAnswer = z.output<typeof importSchema>
