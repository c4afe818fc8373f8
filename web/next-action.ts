import type { FactType } from '../domain/events'
import type { Outcome } from '../domain/policy'

/** What a person records to meet a rule: the form, and what is chosen on it already. */
export interface NextAction {
  readonly type: FactType
  readonly preset: Readonly<Record<string, string>>
}

const ACTIONS: Readonly<Record<Outcome, NextAction>> = {
  '72-hour-meeting': { type: 'child-plan-meeting-held', preset: { meeting: '72-hour' } },
  'emergency-review': { type: 'review-held', preset: { review: 'emergency' } },
  visit: { type: 'visit-made', preset: {} },
  'later-review': { type: 'review-held', preset: { review: 'later' } },
  '6-week-review': { type: 'review-held', preset: { review: '6-week' } },
  '3-month-meeting': { type: 'child-plan-meeting-held', preset: { meeting: '3-month' } },
  '6-month-meeting-or-recommendation': { type: 'child-plan-meeting-held', preset: { meeting: '6-month' } },
  'recommendation-or-return': { type: 'permanence-recommended', preset: {} },
  panel: { type: 'panel-held', preset: {} },
  'agency-decision': { type: 'agency-decision-made', preset: {} },
  'parents-notified': { type: 'parents-notified', preset: {} },
  'permanence-order-lodged': { type: 'order-lodged', preset: {} },
  'panel-decision-or-lodging': { type: 'panel-held', preset: {} },
  'legal-basis-changed': { type: 'legal-basis-changed', preset: {} },
  'legal-basis-changed-or-hearing': { type: 'hearing-held', preset: {} },
  'peer-review-fed-back': { type: 'peer-review-held', preset: {} },
}

/** What is recorded to meet a rule with this outcome. */
export function actionFor(outcome: Outcome): NextAction {
  return ACTIONS[outcome]
}

/** The address of the form for recording a type of event in a journey. */
export function formAddress(journeyId: string, { type, preset }: NextAction): string {
  const query = new URLSearchParams(preset).toString()
  return `/journeys/${journeyId}/record/${type}${query === '' ? '' : `?${query}`}`
}
