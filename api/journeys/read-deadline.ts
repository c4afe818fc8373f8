import { z } from 'zod'
import { readFor } from '../../db/acting'
import { deadlineAnswerSchema, journeyParams } from '../../contracts/journey-schema'
import { whyDeadline, whyNoDate } from '../../contracts/why-words'
import { readJourney } from '../../db/read'
import type { RecordedJourney } from '../../db/record'
import { unreckonedOf } from '../../domain/deadlines'
import { newestRule, ruleIdsOf } from '../../domain/policy'
import { shownOf } from '../../domain/permissions'
import type { Caller } from '../caller'
import { Problem } from '../problem'
import { NONE, readRoute } from '../route'
import { judgementOf } from './judgement'
import { concernsAny, deadlineAnswers, instanceAnswer, standingOf, versionOf } from './representation'

export const readDeadlineRoute = readRoute({
  path: '/api/v1/journeys/{id}/deadlines/{ruleId}',
  action: 'journey.read',
  reads: 'journey',
  tag: 'Journeys',
  summary: 'Why this date?',
  description:
    'A rule in a journey: its current instance and all others, each with the event that started the clock, every step of ' +
    'the arithmetic in words, holidays skipped by name, the version of the rule, its citation and how sure we are of it.',
  params: journeyParams.extend({
    ruleId: z
      .string()
      .max(100)
      .meta({ description: "A rule of the journey's policy", example: 'seventy-two-hour-meeting' }),
  }),
  query: NONE,
  answer: {
    status: 200,
    description: 'The deadline, and why',
    schema: deadlineAnswerSchema,
    shows: ['ETag'],
  },
  problems: ['not-found'],
  async read({ params, caller }, { db, keys, live }) {
    const recorded = await readFor(db, caller, (trx) => readJourney(trx, keys, params.id, caller.scope))
    const { ruleId } = params
    if (!ruleIdsOf(recorded.policy).includes(ruleId) || !isShown(caller, recorded, ruleId)) {
      throw new Problem('not-found', `The policy of this journey has no rule ${ruleId}`)
    }
    const standing = standingOf(recorded, await judgementOf(recorded, live))
    const current = deadlineAnswers(recorded, standing.deadlines).find((one) => one.ruleId === ruleId)
    const instances = standing.deadlines
      .filter((one) => one.ruleId === ruleId && one.dueOn !== null)
      .map((one) => ({ ...instanceAnswer(one), because: becauseOf(recorded, ruleId, one.instance) }))
    return {
      status: 200,
      version: versionOf(recorded),
      body: {
        dueAt: null,
        ...current,
        because: becauseOf(recorded, ruleId, current?.instance ?? 1),
        instances,
      },
    }
  },
})

// To a partner agency a rule of which it is not told is not there.
function isShown({ roles, scope }: Caller, recorded: RecordedJourney, ruleId: string): boolean {
  return shownOf(roles, 'course') === 'all' || concernsAny(recorded, ruleId, scope.agencies ?? [])
}

function becauseOf({ state, policy }: RecordedJourney, ruleId: string, instance: number): string[] {
  const deadline = state.deadlines.find((one) => one.rule.id === ruleId && one.instance === instance)
  if (deadline !== undefined) return whyDeadline(deadline, policy)
  const unreckoned = unreckonedOf(state.journey, policy).find(({ rule }) => rule.id === ruleId)
  return whyNoDate(unreckoned?.rule ?? newestRule(policy, ruleId), policy, unreckoned)
}
