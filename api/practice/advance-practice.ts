import { z } from 'zod'
import { journeyParams } from '../../contracts/journey-schema'
import { practiceSchema } from '../../contracts/practice-schema'
import { writeReading } from '../../db/audit'
import { lockPractice, moveClock } from '../../db/practice'
import { isJourneyInScope, readJourney } from '../../db/read'
import { UnknownJourneyError, type RecordedJourney } from '../../db/record'
import { inFull } from '../../domain/dates-in-words'
import { isTooFar, MOST_YEARS_AT_ONCE, movedBy, parseSpan } from '../../domain/practice-clock'
import { awaitedAfter } from '../../domain/state'
import { millisecondsBetween, parseOccurrence, wallTime, writeInstant, type Instant } from '../../domain/time'
import { invalidRequest, Problem } from '../problem'
import { writeRoute } from '../route'
import { practiceAnswer } from './answer'

const SPANS = 'Give hours, days, weeks, months or years, such as 6 weeks, 1 day or 2 months and 3 days'
const PLACES = 'Give a later day such as 2026-12-24, a moment with its offset, or next'

const body = z
  .strictObject({
    by: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'How far: hours, days, weeks, months or years', example: '6 weeks' }),
    to: z.string().trim().min(1).max(100).optional().meta({
      description:
        'Instead of how far: `next`, the next thing that comes by itself; a day, at the hour at which its notices go; or a moment',
      example: 'next',
    }),
  })
  .meta({ id: 'PracticeToAdvance', description: 'Either `by` or `to`' })

const CANNOT_SKIP = {
  code: 'engine-cannot-skip',
  reason: 'The engine refused to move this clock on: it runs without skipping time',
  remedy:
    'Have an administrator turn frontend.WorkflowTimeSkippingEnabled on; the clock goes on by itself then',
}

type Asked = z.output<typeof body>

/** Moves the clock of a practice journey on: committed at once, gone through by the engine meanwhile. */
export const advancePracticeRoute = writeRoute({
  path: '/api/v1/practice/{id}/advance',
  action: 'practice.advance',
  tag: 'Practice',
  summary: 'Move the clock of a practice journey on',
  description:
    'By so much, to a day or a moment, or to the next thing that comes by itself. The clock is there at once; the engine goes ' +
    'through each reminder and deadline on the way, and `behind` says whether it is still on its way. At most ' +
    `${MOST_YEARS_AT_ONCE} years at once. A real journey has no clock of its own.`,
  params: journeyParams,
  body,
  fields: () => Object.keys(body.shape),
  bodyExamples: {
    'Six weeks': { by: '6 weeks' },
    'To the next reminder or deadline': { to: 'next' },
    'To a day': { to: '2026-12-24' },
  },
  takesIfMatch: false,
  answer: { status: 200, description: 'The practice journey and its clock', schema: practiceSchema },
  problems: ['not-found', 'not-possible'],
  check({ body: { by, to } }) {
    if (by === undefined && to === undefined) throw wrong('by', 'is missing', `${SPANS}. Or give to`)
    if (by !== undefined && to !== undefined)
      throw wrong('to', 'is given, and so is by', 'Give one of the two')
    if (by !== undefined && parseSpan(by) === undefined) throw wrong('by', 'is no time to move by', SPANS)
    if (to !== undefined && to !== 'next' && parseOccurrence(to) === undefined)
      throw wrong('to', 'is neither a day, nor a moment, nor next', PLACES)
  },
  async checkRepeat({ params: { id }, caller }, trx) {
    if (!(await isJourneyInScope(trx, id, caller.scope))) throw new UnknownJourneyError(id)
  },
  async write({ params: { id }, body: asked, caller }, { keys }, trx) {
    // locked before it is read: of two who move it at once, the second goes on from where the first has come to
    const row = await lockPractice(trx, id, caller.scope)
    if (row.move_refused) throw new Problem('not-possible', CANNOT_SKIP.reason, CANNOT_SKIP)
    const before = await readJourney(trx, keys, id, caller.scope)
    const target = targetOf(asked, before)
    await moveClock(trx, row, millisecondsBetween(before.now, target))
    const moved = { from: writeInstant(before.now), to: writeInstant(target) }
    await writeReading(trx, { by: caller, action: 'practice.advance', journeyId: id, detail: moved })
    const after = await readJourney(trx, keys, id, caller.scope)
    return {
      status: 200,
      child: after.child,
      body: practiceAnswer(after),
    }
  },
})

function targetOf({ by, to }: Asked, before: RecordedJourney): Instant {
  const field = by === undefined ? 'to' : 'by'
  const target = by === undefined ? momentOf(to ?? '', before) : movedBy(before.now, parseSpan(by) ?? [])
  if (target < before.now)
    throw wrong(
      field,
      `is before ${inFull(writeInstant(before.now))}, where the clock is: it cannot be moved back`,
      PLACES,
    )
  if (isTooFar(before.now, target))
    throw wrong(
      field,
      `is more than ${MOST_YEARS_AT_ONCE} years on: the engine goes through every reminder and deadline on the way`,
      `Move it by at most ${MOST_YEARS_AT_ONCE} years at once`,
    )
  return target
}

function momentOf(to: string, { state, policy, now }: RecordedJourney): Instant {
  if (to !== 'next') {
    const { on, at } = parseOccurrence(to) ?? {}
    if (on === undefined) throw wrong('to', 'is neither a day, nor a moment, nor next', PLACES)
    return at ?? wallTime(on, policy.noticeHour)
  }
  const next = awaitedAfter(state, policy, now)
  if (next) return next.at
  const reason = 'Nothing comes by itself in this journey now'
  throw new Problem('not-possible', reason, {
    code: 'nothing-next',
    reason,
    remedy: state.journey.closed
      ? 'Start another practice journey: this one is closed'
      : 'Record what happens next, or move the clock by a time such as 6 weeks',
  })
}

function wrong(field: string, message: string, remedy: string): Problem {
  return invalidRequest([{ field, message, remedy }])
}
