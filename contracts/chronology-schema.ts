import { z } from 'zod'
import { PARTS } from '../domain/permissions'

const day = z.iso.date()
const moment = z.iso.datetime({ offset: true })

const late = z
  .strictObject({
    ruleId: z.string(),
    title: z.string(),
    dueOn: day,
    days: z.int().min(0).meta({ description: 'By how many days; 0: by hours, on the day itself' }),
    reasons: z.array(z.string()).meta({ description: 'Why, as people have explained it, in words' }),
  })
  .meta({ id: 'Late', description: 'A step that was late, or still is' })

const entry = z
  .strictObject({
    eventId: z.uuid(),
    type: z.string(),
    title: z.string(),
    at: z
      .union([day, moment])
      .meta({ description: 'When it occurred: a date where the time was not recorded' }),
    details: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    late: z.array(late).meta({ description: 'The deadlines that it met too late' }),
    corrected: z
      .strictObject({
        how: z.enum(['corrected', 'withdrawn']),
        recordedAt: moment,
        recordedBy: z.string(),
        reason: z.string().nullable().meta({ description: 'Null where it is not shown, or was erased' }),
        wasAt: z
          .union([day, moment])
          .meta({ description: 'When it was said to have occurred before it was corrected' }),
      })
      .nullable()
      .meta({ description: 'How it came to stand so; null for what was never corrected' }),
    recordedAt: moment,
    recordedBy: z.string().meta({ description: 'By name, as the directory has it' }),
  })
  .meta({ id: 'ChronologyEntry' })

/** A journey in the order in which it happened. */
export const chronologySchema = z
  .strictObject({
    id: z.uuid(),
    childReference: z.string(),
    name: z
      .string()
      .nullable()
      .meta({ description: 'The name of the child, where it was asked for; else null' }),
    authority: z.string(),
    practice: z.boolean().meta({ description: 'A practice journey, about no child' }),
    summary: z
      .array(z.strictObject({ name: z.string(), value: z.string() }))
      .meta({ description: 'How the child is looked after now' }),
    entries: z.array(entry).meta({ description: 'In the order of occurrence, the earliest first' }),
    overdue: z.array(late).meta({ description: 'What is late and not done yet' }),
    asOf: moment,
    withheld: z.array(z.enum(PARTS)),
  })
  .meta({ id: 'Chronology' })

export type ChronologyAnswer = z.output<typeof chronologySchema>
