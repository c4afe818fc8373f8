import { z } from 'zod'
import { PATHWAYS, STAGES } from '../domain/codes'
import { DELAY_CLOCKS } from '../domain/delay'
import { OVERDUE_BANDS } from '../domain/overdue-bands'
import { countedSchema } from './counted-schema'

const rule = {
  ruleId: z.string(),
  title: z.string(),
  clock: z.enum(DELAY_CLOCKS).meta({ description: 'Whose: the law’s, or a local aim’s or test of change’s' }),
  ...countedSchema.shape,
}

/** Where the children of a locality stand now. */
export const dashboardSchema = z
  .strictObject({
    asOf: z.iso.date(),
    locality: z.string().nullable().meta({ description: 'Null: all of the caller’s localities together' }),
    open: countedSchema,
    stages: z.array(
      z.strictObject({
        stage: z.enum(STAGES),
        ...countedSchema.shape,
        overdue: countedSchema.meta({ description: 'Of these, with something overdue' }),
      }),
    ),
    pathways: z.array(z.strictObject({ pathway: z.enum(PATHWAYS), ...countedSchema.shape })),
    overdue: z.strictObject({
      ...countedSchema.shape,
      rules: z.array(
        z.strictObject({
          ...rule,
          bands: z.array(
            z.strictObject({
              band: z.enum(OVERDUE_BANDS.map(({ id }) => id)).meta({ description: 'For how long' }),
              ...countedSchema.shape,
            }),
          ),
        }),
      ),
    }),
    due: z
      .strictObject({
        ...countedSchema.shape,
        rules: z.array(
          z.strictObject({
            ...rule,
            weeks: z.array(
              z.strictObject({ from: z.iso.date(), before: z.iso.date(), ...countedSchema.shape }),
            ),
          }),
        ),
      })
      .meta({ description: 'From today on, within four weeks' }),
    recommendations: z.array(
      z.strictObject({
        ruleId: z.string(),
        title: z.string(),
        overdue: countedSchema,
        due: countedSchema,
      }),
    ),
    started: countedSchema.meta({ description: 'Within the last four weeks, and still open' }),
    closed: countedSchema.meta({ description: 'Within the last four weeks' }),
    withoutLead: countedSchema.meta({ description: 'Nobody leads or covers them' }),
    leadNotHere: countedSchema.meta({ description: 'Their lead is away or has left, and nobody covers' }),
    failedNotices: z.strictObject({
      notices: z.int().min(0),
      list: z.string().nullable(),
    }),
  })
  .meta({ id: 'Dashboard' })

export type DashboardAnswer = z.output<typeof dashboardSchema>
