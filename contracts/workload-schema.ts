import { z } from 'zod'
import { countedSchema } from './counted-schema'

const amount = z
  .strictObject({
    open: countedSchema,
    due: z.strictObject({ ...countedSchema.shape, deadlines: z.int().min(0) }).meta({
      description: 'With something due from today on, within four weeks',
    }),
    overdue: z.strictObject({
      ...countedSchema.shape,
      deadlines: z.int().min(0),
      longestDays: z
        .int()
        .min(0)
        .nullable()
        .meta({ description: 'Of the deadline that is overdue for the longest; null when none is' }),
    }),
  })
  .meta({ id: 'Workload' })

export type AmountAnswer = z.output<typeof amount>

/** Who has how much to do. */
export const workloadSchema = z.strictObject({
  asOf: z.iso.date(),
  locality: z.string().nullable(),
  team: z.string().nullable(),
  all: amount,
  byWorker: z.array(
    z.strictObject({
      worker: z.string(),
      presence: z.enum(['here', 'away', 'left', 'unknown']).meta({
        description: 'As the directory has them today; `unknown` of whom it does not know',
      }),
      awayUntil: z.iso.date().nullable(),
      leads: amount,
      covers: amount.meta({
        description: 'What they cover today for others, which counts for its lead as well',
      }),
    }),
  ),
  withoutLead: amount.meta({ description: 'What nobody leads or covers' }),
  leadNotHere: amount.meta({
    description: 'What somebody leads who is away or has left, while nobody covers',
  }),
  byTeam: z.array(
    z.strictObject({
      locality: z.string(),
      team: z.string().nullable().meta({ description: 'Null of no team' }),
      amount,
    }),
  ),
  byLocality: z.array(z.strictObject({ locality: z.string(), amount })),
})

export type WorkloadAnswer = z.output<typeof workloadSchema>
