import { z } from 'zod'
import { runChartSchema } from '../../contracts/run-chart-schema'
import { runChartOf, type CentreLine } from '../../domain/run-chart'
import { invalidRequest, type Problem } from '../problem'
import { toolRoute } from '../route'

/** More than anybody draws; a request stays small. */
export const MOST_VALUES = 2000

const value = z.number().min(-1e12).max(1e12)

const body = z
  .strictObject({
    values: z
      .array(value.nullable())
      .min(1)
      .max(MOST_VALUES)
      .meta({ description: 'In the order of time; null where nothing was measured' }),
    freezeAfter: z.int().min(1).optional().meta({
      description: 'Freezes the median on the first so many values, missing ones counted',
    }),
    median: value.optional().meta({ description: 'A centre line from elsewhere, instead' }),
  })
  .meta({ id: 'SeriesToJudge' })

type Asked = z.output<typeof body>

export const judgeSeriesRoute = toolRoute({
  path: '/api/v1/tools/run-chart',
  action: 'tools.use',
  tag: 'Tools',
  summary: 'Judge a run chart',
  description:
    'What the rules of run charts say of a series: its median, shifts, trends, and too few or too many runs, with a second ' +
    'opinion by the rules of Anhøj. With a frozen median or one from elsewhere, shifts go by that line, and the count of runs is not ' +
    'judged. Nothing is recorded.',
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'Weeks to a recommendation': {
      values: [52, 47, null, 50, 44, 49, 41, 38, 40, 36, 39, 35],
      freezeAfter: 6,
    },
  },
  answer: { status: 200, description: 'What it says', schema: runChartSchema },
  problems: [],
  reckon(asked) {
    return { status: 200, body: runChartOf(asked.values, lineOf(asked)) }
  },
})

function lineOf({ values, freezeAfter, median }: Asked): CentreLine {
  if (freezeAfter === undefined) return median === undefined ? {} : { median }
  if (median !== undefined)
    throw wrong('median', 'is not given together with freezeAfter', 'Leave out median, or freezeAfter')
  if (freezeAfter > values.length)
    throw wrong('freezeAfter', `must be at most ${values.length}, as many as there are values`, 'Give fewer')
  if (values.slice(0, freezeAfter).every((one) => one === null))
    throw wrong(
      'freezeAfter',
      'takes in no value: all of these are missing',
      'Give more, so that there is one',
    )
  return { freezeAfter }
}

function wrong(field: string, message: string, remedy: string): Problem {
  return invalidRequest([{ field, message, remedy }])
}
