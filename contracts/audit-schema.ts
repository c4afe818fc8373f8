import { z } from 'zod'

const row = z.strictObject({
  id: z.int().min(1),
  at: z.iso.datetime({ offset: true }),
  who: z.string().meta({ description: 'The id of the person or system' }),
  action: z.string().meta({ description: 'As the table of permissions has it, e.g. `journey.read`' }),
  from: z.string().nullable().meta({ description: 'The address that they called from, when it is known' }),
  reason: z.string().nullable().meta({ description: 'Why, when they were asked' }),
})

/** A row of the audit, as it is answered about one journey. */
export const auditOfJourneySchema = row
  .extend({
    inList: z.boolean().meta({ description: 'The journey was one of several in a list' }),
    event: z.uuid().optional().meta({ description: 'The event that was recorded' }),
  })
  .meta({ id: 'AuditOfJourney' })

/** A row of the audit, as it is answered about everything. */
export const auditRowSchema = row
  .extend({
    journey: z.strictObject({ id: z.uuid(), childReference: z.string() }).nullable().meta({
      description: 'The journey that it was about, when it was about one that the caller may know of',
    }),
    listed: z.int().min(0).nullable().meta({ description: 'How many journeys a list showed' }),
  })
  .meta({ id: 'AuditRow' })

export type AuditOfJourneyAnswer = z.output<typeof auditOfJourneySchema>
export type AuditRowAnswer = z.output<typeof auditRowSchema>
