import { inFull } from '../domain/dates-in-words'
import type { Calendar } from '../domain/calendar'
import type { Basis, Before, Clock, Outcome, Policy, Rule, Senior, Within } from '../domain/policy'

/** What starts a clock, inside a sentence. */
export const CLOCK_WORDS: Readonly<Record<Clock, string>> = {
  'away-from-home-period': 'the day on which the child comes to live away from home',
  'at-home-period': 'the day from which the child is looked after at home',
  'emergency-placement': 'an emergency placement',
  placement: 'a placement',
  visit: 'a visit to the child',
  '6-week-review': 'the 6-week review',
  'later-review': 'a review after the first two',
  'first-away-from-home-recommendation':
    'the first recommendation of permanence away from home whose route needs a panel',
  'panel-outcome': 'a panel that supported the plan, or did not',
  'agency-decision': 'an agency decision',
  'first-permanence-order-approval': "the agency decision maker's first approval of a permanence order",
  undecided: 'a panel that deferred, a plan not approved, an order refused or an application withdrawn',
  cpo: 'a child protection order',
  icso: 'an interim compulsory supervision order',
  cso: 'a compulsory supervision order',
}

const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  '72-hour-meeting': 'the 72-hour child plan meeting',
  'emergency-review': 'a review of the emergency placement',
  visit: 'a visit to the child',
  '6-week-review': 'the 6-week review',
  'later-review': 'the next review',
  '3-month-meeting': 'the 3-month child plan meeting',
  '6-month-meeting-or-recommendation':
    'a 6-month child plan meeting with a recommendation, or a recommendation',
  'recommendation-or-return': 'a permanence recommendation, or the return to the family',
  panel: 'a permanence panel',
  'agency-decision': 'an agency decision',
  'parents-notified': 'the parents being told',
  'permanence-order-lodged': 'the lodging of a permanence order',
  'panel-decision-or-lodging': 'the next panel, decision or lodging',
  'legal-basis-changed': 'a change or renewal of the legal basis',
  'legal-basis-changed-or-hearing': 'a change of the legal basis, or a hearing',
  'peer-review-fed-back': 'a peer review that was fed back to both managers',
}

const BASIS_WORDS: Readonly<Record<Basis['kind'], string>> = {
  law: 'the law',
  'local-aim': 'a local aim',
  'test-of-change': 'a test of change',
}

const CONFIDENCE_WORDS: Readonly<Record<Basis['confidence'], string>> = {
  confirmed: 'confirmed',
  'by-analogy': 'by analogy only',
  unconfirmed: 'not confirmed',
}

const SENIOR_WORDS: Readonly<Record<Senior, string>> = {
  'team-manager': 'team manager',
  'service-manager': 'service manager',
  'head-of-service': 'head of service',
}

/** A part of a rule in words: its field, what the field is called, and what it says. */
export interface RulePart {
  readonly field: string
  readonly name: string
  readonly words: string
}

/** All that a rule says, in words, part by part; what it does not say is left out. */
export function ruleInParts(rule: Rule, policy: Policy): RulePart[] {
  const { title, clock, within, startsAfter, inAll, metBy, basis, concerns, reminders } = rule
  const { effectiveFrom, effectiveUntil } = rule
  return [
    { field: 'title', name: 'Title', words: title },
    { field: 'clock', name: 'The clock starts with', words: CLOCK_WORDS[clock] },
    ...(startsAfter
      ? [{ field: 'startsAfter', name: 'But only', words: startsAfterInWords(startsAfter) }]
      : []),
    { field: 'within', name: 'Within', words: withinInWords(within, policy.calendars) },
    ...(inAll ? [{ field: 'inAll', name: 'With all renewals', words: counted(inAll.days, 'day') }] : []),
    { field: 'metBy', name: 'Met by', words: OUTCOME_WORDS[metBy] },
    { field: 'basis.kind', name: 'On the authority of', words: BASIS_WORDS[basis.kind] },
    { field: 'basis.citation', name: 'Citation', words: basis.citation },
    { field: 'basis.confidence', name: 'How sure', words: CONFIDENCE_WORDS[basis.confidence] },
    ...(basis.note ? [{ field: 'basis.note', name: 'Note', words: basis.note }] : []),
    { field: 'concerns', name: 'Concerns', words: agenciesInWords(concerns, policy) },
    ...(reminders ? [{ field: 'reminders', name: 'Reminders', words: remindersInWords(reminders) }] : []),
    ...(effectiveFrom
      ? [{ field: 'effectiveFrom', name: 'In force from', words: inFull(effectiveFrom) }]
      : []),
    ...(effectiveUntil
      ? [{ field: 'effectiveUntil', name: 'In force until', words: inFull(effectiveUntil) }]
      : []),
  ]
}

/** How long a rule gives: `3 working days of the calendar Bank holidays in Scotland, version 1`. */
export function withinInWords(within: Within, calendars: Policy['calendars']): string {
  if ('hours' in within) return counted(within.hours, 'hour')
  if ('days' in within) return counted(within.days, 'day')
  if ('weeks' in within) return counted(within.weeks, 'week')
  if ('months' in within) return counted(within.months, 'month')
  const calendar = calendars[within.calendar]
  const by = calendar === undefined ? within.calendar : calendarInWords(calendar)
  return `${counted(within.workingDays, 'working day')} by ${by}`
}

/** A calendar by its id and version. */
export function calendarInWords({ id, version }: Pick<Calendar, 'id' | 'version'>): string {
  return `the calendar ${id}, version ${version}`
}

/** When reminders go before a deadline. */
export function remindersInWords(reminders: readonly Before[]): string {
  if (reminders.length === 0) return 'none'
  const spans = reminders.map((before) =>
    'days' in before ? counted(before.days, 'day') : counted(before.hours, 'hour'),
  )
  return `${listed(spans)} before`
}

/** To whom a missed deadline goes up, and when. */
export function escalationInWords(escalation: Policy['escalation']): string {
  if (escalation.length === 0) return 'nobody'
  return listed(escalation.map(({ after, to }) => `${SENIOR_WORDS[to]} after ${counted(after.days, 'day')}`))
}

/** Agencies by what a policy calls them. */
export function agenciesInWords(agencies: readonly string[], policy: Pick<Policy, 'agencies'>): string {
  if (agencies.length === 0) return 'nobody'
  return listed(agencies.map((id) => policy.agencies.find((one) => one.id === id)?.name ?? id))
}

/** A test of change: what is tried where, from when, and for which cohort. */
export function testOfChangeInWords({ testOfChange, localities }: Policy): string | undefined {
  if (testOfChange === undefined) return undefined
  const { title, localities: tried, from, until, cohort } = testOfChange
  const names = tried.map((id) => localities.find((one) => one.id === id)?.name ?? id)
  const end = until === undefined ? '' : ` until ${inFull(until)}`
  return `${title}: tried in ${listed(names)} for journeys that start from ${inFull(from)}${end}, as the cohort ${cohort}`
}

function startsAfterInWords({ months, notBefore }: NonNullable<Rule['startsAfter']>): string {
  const after = `after ${counted(months, 'month')} without a break`
  return notBefore === undefined ? after : `${after}, and on no day before ${inFull(notBefore)}`
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
