import { z } from 'zod'
import {
  cohortSchema,
  testChangeSchema,
  testCycleSchema,
  testOfChangeSchema,
  testToKeepSchema,
  type CohortAnswer,
} from '../../contracts/improvement-schema'
import { readFor } from '../../db/acting'
import type { DatabaseTransaction } from '../../db/database'
import { compareCohort } from '../../db/improvement/cohort'
import { highestCycle, readRecord } from '../../db/improvement/records'
import { todayOf } from '../../db/people'
import { comparedFor, isOfSmallNumbers } from '../../domain/improvement/cohort'
import {
  faultsOfCycle,
  nextCycleOf,
  noNextCycle,
  TEST_STATUSES,
  type TestCycle,
} from '../../domain/improvement/test-of-change'
import { invalidRequest, Problem } from '../problem'
import { NONE, readRoute } from '../route'
import { merged, noRecord, recordParams, recordRoutes } from './record-routes'
import { testAnswer } from './representation'
import { nameableInTests, variantNamed } from './variants'

/** A new cycle as it is sent; what else is in it, the schema of the whole judges. */
type Given = z.output<typeof testToKeepSchema> & Readonly<Record<string, unknown>>

const WORDS = { one: 'test of change', several: 'tests of change' }

/** The routes of tests of change. */
export const testRoutes = recordRoutes<'test-of-change', Given>({
  kind: 'test-of-change',
  path: '/api/v1/tests-of-change',
  words: WORDS,
  about:
    'A cycle of plan, do, study and act. What is decided follows from what was learnt, and that from what happened, against what ' +
    'was predicted: each step needs the one before it. To begin the next cycle of a series, name its last one in `after`.',
  filters: {
    series: z.string().trim().min(1).max(200).optional().meta({ description: 'The cycles of a series' }),
    status: z.enum(TEST_STATUSES).optional(),
  },
  toKeep: testToKeepSchema,
  change: testChangeSchema,
  content: testCycleSchema,
  answer: testOfChangeSchema,
  example: {
    title: 'A child plan meeting within 72 hours agrees the dates of the next two',
    series: '72-hour meeting',
    aim: '2',
    locality: 'caithness',
    from: '2018-05-14',
    question: 'Does a date that is agreed at the start keep the 6-month meeting where it is?',
    prediction: 'The 6-month meeting is held when it was agreed, and recommends permanence',
    measures: ['weeks-to-recommendation'],
  },
  changeExample: { happened: 'All of the partners wrote the two dates into their diaries', until: null },
  made: (given, _services, trx) => cycleToKeep(given, trx),
  judge: (cycle, services) => faultsOfCycle(cycle, nameableInTests(services)),
  represent: testAnswer,
})

/** How the journeys of a test of change that is a variant of a policy have fared beside others. */
export const cohortRoute = readRoute({
  path: '/api/v1/tests-of-change/{id}/cohort',
  action: 'improvement.read',
  reads: 'nothing',
  tag: 'Improvement',
  summary: 'Read how the cohort of a test of change has fared beside others',
  description:
    'In numbers of the whole authority, for the aim that the test serves, until today: how many there are, are done, have ended ' +
    'without the outcome, or are not yet done, and the median weeks of those done. Nothing is claimed to be significant.',
  params: recordParams,
  query: NONE,
  answer: { status: 200, description: 'The cohort and others', schema: cohortSchema },
  problems: ['not-found'],
  read: ({ params: { id }, caller }, { db }) =>
    readFor(db, caller, async (trx) => {
      const record = await readRecord(trx, 'test-of-change', id)
      if (record === undefined) throw noRecord(WORDS)
      const body = await cohortOf(trx, record.content)
      if (body === undefined)
        throw new Problem('not-found', 'This test of change has no cohort that is compared', {
          remedy: 'Name the variant of a policy that it is tried by, and one of the aims 2, 3 and 4',
        })
      return { status: 200, body }
    }),
})

/** What is compared of a test of change; undefined where it is by no variant, or its aim is not compared. */
export async function cohortOf(
  trx: DatabaseTransaction,
  { variant, aim }: Pick<TestCycle, 'variant' | 'aim'>,
): Promise<CohortAnswer | undefined> {
  const test = variant && variantNamed(variant)?.test
  const compared = comparedFor(aim)
  if (test === undefined || compared === undefined) return undefined
  const asOf = await todayOf(trx)
  const groups = await compareCohort(trx, test, compared, asOf)
  const smallNumbers = isOfSmallNumbers(groups)
  return {
    cohort: test.cohort,
    aim,
    asOf,
    groups,
    smallNumbers,
    said: smallNumbers ? SAID.small : SAID.any,
  }
}

const SAID = {
  small: 'Small numbers: one child more or less changes them much, and nothing can be concluded from them.',
  any: 'The groups may differ in more than the test. Whether a difference is more than chance is not said here.',
}

/** A cycle as it is to be kept, of a series that is new or goes on. Throws Problem. */
async function cycleToKeep({ after, series, ...given }: Given, trx: DatabaseTransaction): Promise<object> {
  if (after === undefined) {
    const name = series ?? (typeof given['title'] === 'string' ? given['title'] : '')
    if ((await highestCycle(trx, name)) > 0)
      throw invalidRequest([
        {
          field: series === undefined ? 'title' : 'series',
          message: 'is that of a series that there is already',
          remedy: 'Give another, or begin its next cycle by naming its last one in `after`',
        },
      ])
    return merged({ cycle: 1, ...(name !== '' && { series: name }) }, given)
  }
  const last = (await readRecord(trx, 'test-of-change', after))?.content
  if (last === undefined)
    throw invalidRequest([
      {
        field: 'after',
        message: 'is no test of change that is known here',
        remedy: 'Give the id of the last cycle of a series',
      },
    ])
  if (series !== undefined && series.toLowerCase() !== last.series.toLowerCase())
    throw invalidRequest([
      {
        field: 'series',
        message: 'is another than that of the cycle before',
        remedy: 'Leave it out: a cycle belongs to the series of the one that it follows',
      },
    ])
  const because = noNextCycle(last, await highestCycle(trx, last.series))
  if (because !== undefined)
    throw new Problem('not-possible', `No next cycle can begin from cycle ${last.cycle}: ${because}`, {
      code: 'no-next-cycle',
      reason: because,
      remedy: 'Look at the last cycle of the series, and say what was decided on it',
    })
  return merged(nextCycleOf(last), given)
}
