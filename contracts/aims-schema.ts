import { z } from 'zod'
import { AIM_OUTCOMES } from '../domain/aim-clocks'
import { AIM_CLASSES } from '../domain/aims'
import { localDate } from './event-schemas'

const day = localDate.meta({ format: 'date' })
const count = z.int().min(0)
const decimal = z.number().min(0)
const percent = z.number().min(0).max(100).nullable()
const moment = z.string().meta({ format: 'date-time' })

const numbers = {
  cohort: count.meta({ description: 'How many there are in all' }),
  onTime: count.meta({ description: 'Done by the limit day' }),
  returned: count.meta({ description: 'Returned to the family within the limit, where the aim counts that' }),
  late: count.meta({ description: 'Done after the limit day' }),
  left: count.meta({ description: 'Not done, and by the limit day there was nothing more to be done' }),
  overdue: count.meta({ description: 'Not done, and the limit day is over' }),
  open: count.meta({ description: 'Not done, and there is still time' }),
  n: count.meta({ description: 'How many are done: the weeks are of them' }),
  attainmentPercent: percent.meta({
    description: 'Of those on time, late and overdue, how many are on time; null when there are none',
  }),
  withReturnsPercent: percent.meta({ description: 'The same with returns, where the aim counts them' }),
  minWeeks: decimal.nullable(),
  medianWeeks: decimal.nullable(),
  meanWeeks: decimal.nullable(),
  maxWeeks: decimal.nullable(),
  smallNumbers: z
    .boolean()
    .meta({ description: 'Fewer than 10 are counted: one child more or less changes much' }),
}

const baseline = z
  .strictObject({
    label: z.string(),
    weeks: decimal,
    locality: z.string().nullable(),
    source: z.string(),
  })
  .meta({ id: 'Baseline', description: 'What was so before, to hold a number against' })

const aim = z
  .strictObject({
    id: z.string().meta({ example: '2' }),
    title: z.string(),
    basis: z.string(),
    outcome: z.enum(AIM_OUTCOMES).meta({ description: 'What is aimed at' }),
    ...numbers,
    targetPercent: decimal,
    by: day.meta({ description: 'The day by which the target is to be reached' }),
    limit: z.string().meta({ description: 'How long there is, in words', example: '45 weeks' }),
    countsReturns: z.boolean(),
    baselines: z.array(baseline),
    localities: z
      .array(z.strictObject({ locality: z.string(), ...numbers }).meta({ id: 'AimInLocality' }))
      .meta({ description: 'The same by locality, of those in which there is anybody' }),
  })
  .meta({ id: 'Aim' })

/** The aims of an authority on a day, as they were known at a moment. */
export const aimsSchema = z
  .strictObject({
    asOf: day,
    knownAt: moment,
    locality: z.string().nullable().meta({ description: 'Null of the whole authority' }),
    aims: z.array(aim),
  })
  .meta({ id: 'Aims' })
export type AimsAnswer = z.infer<typeof aimsSchema>
export type AimAnswer = AimsAnswer['aims'][number]

const behind = z
  .strictObject({
    id: z.uuid().meta({ description: 'The journey' }),
    childReference: z.string(),
    locality: z.string().meta({ description: 'Where the journey was when the aim began to count' }),
    class: z.enum(AIM_CLASSES),
    startedOn: day.meta({ description: 'From when the aim counts' }),
    limitOn: day,
    doneOn: day.nullable(),
    leftOn: day.nullable(),
    returnedOn: day.nullable(),
  })
  .meta({ id: 'BehindAim' })

/** The children behind a number of an aim. */
export const behindAimSchema = z
  .strictObject({
    asOf: day,
    knownAt: moment,
    items: z.array(behind),
    next: z.string().nullable(),
    notShown: count.meta({ description: 'How many more there are, whom the caller may not see' }),
  })
  .meta({ id: 'BehindAimList' })
export type BehindAimAnswer = z.infer<typeof behindAimSchema>
