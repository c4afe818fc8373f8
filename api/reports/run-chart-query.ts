import { z } from 'zod'
import { measuresOf, type Measure } from '../../domain/measures'
import { beginOfWritten, endOfWritten, GROUPINGS } from '../../domain/periods'
import { isLocalDate, type LocalDate } from '../../domain/time'
import { invalidRequest, type Problem } from '../problem'
import type { ReleasedPolicy } from '../../policies/released'
import { aimsInForce } from './read-aims'

/** What a run chart can be of here: the aims are those of the policy in force. */
export function measuresHere(inForce: ReleasedPolicy): readonly Measure[] {
  return measuresOf(aimsInForce(inForce))
}

const WRITTEN = 'must be a day such as 2026-03-27, a month such as 2026-03, or a quarter such as 2026-Q1'

function day(read: (text: string) => LocalDate | undefined) {
  return z
    .string()
    .trim()
    .transform((text, context): LocalDate => {
      const found = isLocalDate(text) ? text : read(text)
      if (found !== undefined) return found
      context.addIssue({ code: 'custom', message: WRITTEN })
      return z.NEVER
    })
}

/** The query of a run chart, whatever it is answered as. */
export const runChartQuery = z.strictObject({
  measure: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({
      description:
        'What is measured: `weeks-to-recommendation`, `weeks-to-panel`, `weeks-to-decision`, `weeks-to-lodging`; `on-time-` and the ' +
        'id of an aim, such as `on-time-2`; `reviews-on-time`; `meetings-with-views`',
      example: 'weeks-to-recommendation',
    }),
  by: z
    .enum(GROUPINGS)
    .default('month')
    .meta({
      description:
        'What a point stands for: all cases of a month or quarter, or, of weeks, each case. A case belongs to the month in which the step was ' +
        'reached, the meeting was held or the review was due; of a share on time, in which the limit was',
    }),
  locality: z.string().trim().min(1).max(100).optional().meta({
    description:
      'Where the child was when the clock started; of reviews, where the journey is now. The whole authority when absent',
  }),
  from: day(beginOfWritten).optional().meta({
    description:
      'A day, a month or a quarter; the period that it is in is the first. That of the first case when absent',
  }),
  to: day(endOfWritten)
    .optional()
    .meta({ description: 'The last period, likewise; until today when absent' }),
  freezeUntil: day(endOfWritten).optional().meta({
    description: 'Freezes the median on the points up to and with this day, month or quarter: the baseline',
  }),
  rephaseFrom: day(beginOfWritten).optional().meta({
    description:
      'Begins a median of its own from this day, month or quarter on: after a change that has lasted',
  }),
})

export type RunChartQuery = z.output<typeof runChartQuery>

/** The measure that is asked for, as what was asked can be answered. Throws Problem. */
export function measureOf(
  { measure: id, by, from, to, freezeUntil, rephaseFrom }: RunChartQuery,
  inForce: ReleasedPolicy,
): Measure {
  const known = measuresHere(inForce)
  const measure = known.find((one) => one.id === id)
  if (measure === undefined) {
    const one = `one of: ${known.map((each) => each.id).join(', ')}`
    throw wrong('measure', `must be ${one}`, `Give ${one}`)
  }
  if (by === 'case' && measure.unit === 'percent')
    throw wrong(
      'by',
      'must be month or quarter: of one case a share is all or nothing',
      'Give month or quarter',
    )
  if (from !== undefined && to !== undefined && to < from)
    throw wrong('to', 'must not be before from', 'Give a later day, or leave it out')
  if (freezeUntil !== undefined && rephaseFrom !== undefined && rephaseFrom <= freezeUntil)
    throw wrong('rephaseFrom', 'must be after freezeUntil', 'Give a later day, or leave one of them out')
  return measure
}

/** 422: something is wrong with one field. */
export function wrong(field: string, message: string, remedy: string): Problem {
  return invalidRequest([{ field, message, remedy }])
}
