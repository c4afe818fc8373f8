import { z } from 'zod'
import { GROUPINGS } from '../domain/periods'

const place = z
  .int()
  .min(0)
  .meta({ description: 'A place in the series, counted from 0, missing values counted' })

const signal = z
  .strictObject({
    rule: z.enum(['shift', 'trend', 'runs']),
    from: place.nullable(),
    to: place.nullable(),
  })
  .meta({
    description: 'Of too few or too many runs `from` and `to` are null: it is the whole that is unusual',
  })

/** What the rules of run charts say of a series. */
export const runChartSchema = z
  .strictObject({
    median: z.number().nullable().meta({ description: 'The centre line; null where no value makes one' }),
    enough: z.boolean().meta({
      description:
        'Whether there are ten values or more. Of fewer there are signals, and nothing may be claimed',
    }),
    useful: z.int().meta({ description: 'How many values are not on the line' }),
    runs: z.int(),
    longestRun: z.int(),
    crossings: z.int(),
    signals: z.array(signal),
    anhoej: z
      .strictObject({ longestRunLimit: z.int(), crossingsLimit: z.int(), signal: z.boolean() })
      .nullable()
      .meta({ description: 'The second opinion, by Anhøj’s rules; null on fewer than ten useful values' }),
  })
  .meta({ id: 'RunChart' })

export type RunChartAnswer = z.output<typeof runChartSchema>

const annotation = z.strictObject({
  on: z.iso.date(),
  kind: z.enum(['test-of-change', 'policy']),
  title: z.string(),
})

/** A run chart of what is recorded here. */
export const reportedRunChartSchema = z
  .strictObject({
    measure: z.string(),
    title: z.string(),
    unit: z.enum(['weeks', 'percent']),
    by: z.enum(GROUPINGS),
    locality: z.string().nullable().meta({ description: 'Null of the whole authority' }),
    from: z.iso.date().nullable().meta({ description: 'The first day that is counted; null of nothing' }),
    to: z.iso.date().meta({ description: 'The last day that is counted' }),
    points: z.array(
      z.strictObject({
        period: z.string().meta({ description: '`2026-03`, `2026-Q1`, or the day of a case' }),
        value: z.number().nullable().meta({
          description:
            'The median of weeks, or a share in per cent; null where there was no case, which is not zero',
        }),
        n: z.int().meta({ description: 'On how many cases it stands' }),
        mean: z.number().nullable().meta({ description: 'Of weeks by month or quarter, beside the median' }),
      }),
    ),
    leftOut: z.int().meta({ description: 'How many earlier points there are that are too many to draw' }),
    frozen: z
      .strictObject({ from: place, to: place })
      .nullable()
      .meta({ description: 'The baseline that the median is frozen on, at both ends included' }),
    ...runChartSchema.shape,
    phases: z.array(z.strictObject({ from: place, to: place, ...runChartSchema.shape })).meta({
      description: 'One, or several where the line begins anew. What stands beside `points` is of the last',
    }),
    questions: z.array(place).meta({
      description: 'Values far from all others: ask what was different then. Not a finding',
    }),
    annotations: z
      .array(annotation)
      .meta({ description: 'Tests of change and policies that were adopted in these days, by date' }),
  })
  .meta({ id: 'ReportedRunChart' })

export type ReportedRunChart = z.output<typeof reportedRunChartSchema>
export type AnnotationAnswer = z.output<typeof annotation>
