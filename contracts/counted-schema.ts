import { z } from 'zod'

/** A number of journeys, and where those behind it are listed. */
export const countedSchema = z
  .strictObject({
    journeys: z.int().min(0),
    list: z
      .string()
      .nullable()
      .meta({ description: 'The address that lists these journeys; null for whoever may not list journeys' }),
  })
  .meta({ id: 'CountedJourneys' })

export type CountedAnswer = z.output<typeof countedSchema>
