import { z } from 'zod'
import { journeyParams } from '../../contracts/journey-schema'
import { throwAwayPractice } from '../../db/practice'
import { isJourneyInScope } from '../../db/read'
import { UnknownJourneyError } from '../../db/record'
import { writeRoute } from '../route'

const body = z.strictObject({}).meta({ id: 'PracticeToEnd', description: 'Nothing needs to be said' })

/** Throws a practice journey away, with everything in it. */
export const endPracticeRoute = writeRoute({
  path: '/api/v1/practice/{id}/end',
  action: 'practice.end',
  tag: 'Practice',
  summary: 'Throw a practice journey away',
  description:
    'For good, with everything that was recorded in it: it is about no child. The engine forgets it too; that it was there ' +
    'stays in the audit. A real journey is never thrown away: it is closed.',
  params: journeyParams,
  body,
  fields: () => [],
  bodyExamples: { 'Nothing more': {} },
  takesIfMatch: false,
  answer: {
    status: 200,
    description: 'It is gone',
    schema: z.strictObject({ id: z.uuid(), ended: z.literal(true) }),
  },
  problems: ['not-found', 'not-possible'],
  // it is gone: whoever asks once more is told so again, unless somebody has it still
  async checkRepeat({ params: { id }, caller }, trx) {
    const there = await isJourneyInScope(trx, id, { localities: 'authority' })
    if (there && !(await isJourneyInScope(trx, id, caller.scope))) throw new UnknownJourneyError(id)
  },
  async write({ params: { id }, caller }, _services, trx) {
    await throwAwayPractice(trx, { journeyId: id, by: caller.id, scope: caller.scope })
    return { status: 200, body: { id, ended: true } }
  },
})
