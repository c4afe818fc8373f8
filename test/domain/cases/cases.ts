import { newestRule } from '../../../domain/policy'
import { standingAt } from '../../../domain/standing'
import { writeInstant } from '../../../domain/time'
import { at, recorded, wholeState, wholeTimetable, type Fact } from '../../support/journeys'

/** Long after everything in these cases: what is not met by then is overdue. */
export const LATER = '2060-01-01T12:00:00Z'

/**
 * What was asked, the facts, and how each instance of the rule stands, in order: when it is due, of an hours rule with
 * the time, and its status at LATER; `no date` where its clock never started.
 */
export type Case = readonly [question: string, facts: readonly Fact[], answers: readonly string[]]

/** Cases of one rule of Highland's whole timetable, which stands on the authority that is cited. */
export function casesOf(ruleId: string, citation: string, cases: readonly Case[]): void {
  describe(`${newestRule(wholeTimetable, ruleId).title} (${citation})`, () => {
    test.each(cases)('%s', (_, facts, answers) => {
      expect(answersOf(ruleId, facts)).toEqual(answers)
      expect(citationsOf(ruleId, facts)).toEqual(answers.map(() => citation))
    })
  })
}

/** How each instance of a rule stands at a moment, as the cases write it. */
export function answersOf(ruleId: string, facts: readonly Fact[], now = LATER): string[] {
  const { standing } = wholeState(recorded(...facts))
  const deadlines = standingAt(standing, at(now)).deadlines.filter((one) => one.ruleId === ruleId)
  if (deadlines.length === 0) return ['no date']
  return deadlines.map(
    ({ dueOn, dueAt, status }) => `${dueAt === undefined ? dueOn : writeInstant(dueAt)} ${status}`,
  )
}

// Of a clock that never started: of the rule as it is now.
function citationsOf(ruleId: string, facts: readonly Fact[]): string[] {
  const { deadlines } = wholeState(recorded(...facts))
  const started = deadlines.filter(({ rule }) => rule.id === ruleId).map(({ rule }) => rule.basis.citation)
  return started.length > 0 ? started : [newestRule(wholeTimetable, ruleId).basis.citation]
}
