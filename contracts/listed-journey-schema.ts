import { z } from 'zod'
import { DEADLINE_STATUSES, PATHWAYS, STAGES } from '../domain/codes'

/** A journey as a list shows it. */
export const listedJourneySchema = z
  .strictObject({
    id: z.uuid(),
    childReference: z.string(),
    locality: z.string(),
    team: z.string().nullable(),
    worker: z.string().nullable(),
    pathway: z.enum(PATHWAYS),
    stage: z.enum(STAGES),
    startedOn: z.iso.date(),
    version: z.int().min(1),
    nextDeadline: z
      .strictObject({
        ruleId: z.string(),
        title: z.string(),
        dueOn: z.iso.date(),
        dueAt: z.iso.datetime({ offset: true }).optional(),
        status: z.enum(DEADLINE_STATUSES),
      })
      .nullable()
      .meta({ description: 'The earliest deadline still to be met, also when it is overdue' }),
    policy: z.strictObject({ id: z.string(), version: z.int().min(1) }),
    cohort: z.string().nullable().meta({ description: 'Of which test of change it is; null of none' }),
    overdue: z.int().min(0).meta({ description: 'How many deadlines are overdue' }),
    closed: z.boolean(),
  })
  .meta({ id: 'ListedJourney' })

export type ListedJourneyAnswer = z.output<typeof listedJourneySchema>

/** A journey as a list shows it to a partner agency. */
export const agencyListedJourneySchema = listedJourneySchema
  .pick({ id: true, childReference: true, locality: true, stage: true, version: true, closed: true })
  .meta({ id: 'ListedJourneyForAgency' })

export type AgencyListedJourneyAnswer = z.output<typeof agencyListedJourneySchema>
