import { z } from 'zod'

/** What opens a journey beyond one's reach. */
export const toOpenSchema = z
  .strictObject({
    journey: z
      .string()
      .trim()
      .min(1, { error: 'must be the id of a journey, or the reference of its child' })
      .max(64, { error: 'must be the id of a journey, or the reference of its child' })
      .meta({ description: 'The id of the journey, or the reference of its child', example: 'CH-2026-0142' }),
    reason: z
      .string()
      .trim()
      .min(10, { error: 'must say why, in 10 characters or more' })
      .max(500, { error: 'must be at most 500 characters' })
      .meta({ description: 'Why you must see it: sealed, and shown to whoever may read the audit' }),
  })
  .meta({ id: 'JourneyToOpen' })

/** A journey that was opened. */
export const openedSchema = z
  .strictObject({
    journey: z.uuid(),
    childReference: z.string(),
    until: z.iso.datetime({ offset: true }).meta({ description: 'From then on it is closed to you again' }),
  })
  .meta({ id: 'JourneyOpened' })

export type OpenedAnswer = z.output<typeof openedSchema>
