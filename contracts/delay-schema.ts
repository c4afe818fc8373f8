import { z } from 'zod'
import { DELAY_REASONS } from '../domain/codes'
import { DELAY_STAGES, type DelayStage } from '../domain/delay'

const late = {
  weeks: z.number().min(0),
  deadlines: z.int().min(0).meta({ description: 'That were late, or still are' }),
  medianWeeks: z.number().min(0).nullable().meta({ description: 'Of a deadline; null of none' }),
}
const lost = { ...late, journeys: z.int().min(0) }

const stage = z.enum(DELAY_STAGES as [DelayStage, ...DelayStage[]]).meta({
  description:
    'Where a journey waits while it is not done. `throughout`: visits, later reviews and the hearings’ dates, which are due in every stage',
})

const lostByClock = z.strictObject({
  ...lost,
  byStage: z.array(z.strictObject({ stage, ...lost })),
  byReason: z.array(
    z.strictObject({
      reason: z
        .enum([...DELAY_REASONS, 'unexplained'])
        .meta({ description: 'As somebody explained it last, or `unexplained`' }),
      ...lost,
    }),
  ),
  byRule: z.array(z.strictObject({ ruleId: z.string(), title: z.string(), stage, ...late })),
})

/** Where weeks are lost, and why. */
export const delaySchema = z
  .strictObject({
    locality: z.string().nullable(),
    from: z.iso.date(),
    to: z.iso.date().meta({ description: 'Until when what is still open counts' }),
    law: lostByClock.meta({ description: 'By the law’s clock' }),
    local: lostByClock.meta({
      description: 'By the clock of local aims and tests of change, which is never added to the law’s',
    }),
  })
  .meta({ id: 'Delay' })

export type DelayAnswer = z.output<typeof delaySchema>
