import { z } from 'zod'
import { journeyParams } from '../../contracts/journey-schema'
import { listedPracticeSchema, practiceSchema } from '../../contracts/practice-schema'
import { readFor } from '../../db/acting'
import { listPractice, PRACTICE_KEPT_DAYS } from '../../db/practice'
import { readJourney } from '../../db/read'
import { UnknownJourneyError } from '../../db/record'
import { NONE, readRoute } from '../route'
import { listedAnswer, practiceAnswer } from './answer'

const query = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'How many at most' }),
})

export const listPracticeRoute = readRoute({
  path: '/api/v1/practice',
  action: 'practice.read',
  reads: 'list',
  tag: 'Practice',
  summary: 'List practice journeys',
  description:
    'Those of your localities, what was used last first. They are in no other list, report or export, and one that nobody ' +
    `uses for ${PRACTICE_KEPT_DAYS} days is thrown away.`,
  params: NONE,
  query,
  answer: {
    status: 200,
    description: 'The practice journeys. They are few: there is no second page, and `next` is always null',
    schema: z.strictObject({ items: z.array(listedPracticeSchema), next: z.null() }),
  },
  problems: [],
  async read({ query: { limit }, caller }, { db }) {
    const listed = await readFor(db, caller, (trx) => listPractice(trx, caller.scope, limit))
    return {
      status: 200,
      journeys: listed.map(({ id }) => id),
      body: { items: listed.map(listedAnswer), next: null },
    }
  },
})

export const readPracticeRoute = readRoute({
  path: '/api/v1/practice/{id}',
  action: 'practice.read',
  reads: 'journey',
  tag: 'Practice',
  summary: 'Read the clock of a practice journey',
  description:
    'Where its clock is, how far the engine has come with it, and what comes next. The journey itself, and who would have ' +
    'been told of what, are read as of any journey.',
  params: journeyParams,
  query: NONE,
  answer: { status: 200, description: 'The practice journey and its clock', schema: practiceSchema },
  problems: ['not-found'],
  async read({ params: { id }, caller }, { db, keys }) {
    const recorded = await readFor(db, caller, (trx) => readJourney(trx, keys, id, caller.scope))
    if (!recorded.row.practice) throw new UnknownJourneyError(id)
    return { status: 200, body: practiceAnswer(recorded) }
  },
})
