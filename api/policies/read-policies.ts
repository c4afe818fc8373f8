import { z } from 'zod'
import {
  calendarSchema,
  policySchema,
  type CalendarAnswer,
  type PolicyAnswer,
} from '../../contracts/policies-schema'
import { ruleInParts } from '../../contracts/policy-words'
import type { Policy, Rule } from '../../domain/policy'
import { currentPolicy, releasedPolicies, variantsOf, type ReleasedPolicy } from '../../policies/released'
import { releasedCalendars, type ReleasedCalendar } from '../../policies/released-calendars'
import { NONE, readRoute } from '../route'
import type { Services } from '../services'

export const readPoliciesRoute = readRoute({
  path: '/api/v1/policies',
  action: 'policies.read',
  reads: 'nothing',
  tag: 'Policies',
  summary: 'Read the policies',
  description:
    'Every policy in every version that has been released: its rules with their citations and how sure we are of each, ' +
    'calendars, agencies, localities, who is told of what, and its own words. A version never changes.',
  params: NONE,
  query: NONE,
  answer: {
    status: 200,
    description: 'The policies. They are few: there is no second page, and `next` is always null',
    schema: z.strictObject({ items: z.array(policySchema), next: z.null() }),
  },
  problems: [],
  read: (_asked, services) =>
    Promise.resolve({
      status: 200,
      body: { items: releasedPolicies().map((one) => policyAnswer(one, services)), next: null },
    }),
})

export const readCalendarsRoute = readRoute({
  path: '/api/v1/calendars',
  action: 'policies.read',
  reads: 'nothing',
  tag: 'Policies',
  summary: 'Read the calendars',
  description:
    'Every calendar that policies count working days by, in every version, with its holidays by name; a council’s own with ' +
    'what it is laid over.',
  params: NONE,
  query: NONE,
  answer: {
    status: 200,
    description: 'The calendars. They are few: there is no second page, and `next` is always null',
    schema: z.strictObject({ items: z.array(calendarSchema), next: z.null() }),
  },
  problems: [],
  read: () =>
    Promise.resolve({ status: 200, body: { items: releasedCalendars().map(calendarAnswer), next: null } }),
})

/** A policy in a version, as the API shows it. */
export function policyAnswer(released: ReleasedPolicy, { policy: inForce }: Services): PolicyAnswer {
  const { policy, reference } = released
  const { id, version, title, authority, variantOf, testOfChange, workingCalendar } = policy
  const isBegunUnder = [inForce, ...variantsOf(inForce)].some((one) => one.reference.hash === reference.hash)
  return {
    id,
    version,
    hash: reference.hash,
    title,
    authority,
    inForce: isBegunUnder,
    newest: currentPolicy(id).reference.version === version,
    ...(variantOf && { variantOf }),
    ...(testOfChange && { testOfChange: { ...testOfChange, localities: [...testOfChange.localities] } }),
    variants: variantsOf(released).map(({ reference: { id: one, version: of } }) => ({
      id: one,
      version: of,
    })),
    localities: [...policy.localities],
    agencies: [...policy.agencies],
    rules: policy.rules.map((rule) => ruleAnswer(rule, policy)),
    calendars: Object.values(policy.calendars).map((calendar) => ({
      id: calendar.id,
      version: calendar.version,
      title: calendar.title,
    })),
    ...(workingCalendar !== undefined && { workingCalendar }),
    reminders: policy.reminders.map((before) => ({ ...before })),
    noticeHour: policy.noticeHour,
    escalation: [...policy.escalation],
    told: Object.fromEntries(Object.entries(policy.told).map(([type, agencies]) => [type, [...agencies]])),
    words: policy.words,
  }
}

function ruleAnswer(rule: Rule, policy: Policy): PolicyAnswer['rules'][number] {
  const { id, title, basis, clock, within, metBy, concerns, effectiveFrom, effectiveUntil } = rule
  return {
    ruleId: id,
    title,
    basis,
    clock,
    within: { ...within },
    metBy,
    concerns: [...concerns],
    ...(effectiveFrom && { effectiveFrom }),
    ...(effectiveUntil && { effectiveUntil }),
    inWords: ruleInParts(rule, policy),
  }
}

/** A calendar as the API shows it. */
export function calendarAnswer({ calendar, hash, base }: ReleasedCalendar): CalendarAnswer {
  const { id, version, title, years, holidays, yearly, removed } = calendar
  return {
    id,
    version,
    title,
    hash,
    ...(base && { base }),
    ...(years && { years }),
    holidays: [...holidays],
    yearly: [...yearly],
    ...(removed && { removed: [...removed] }),
  }
}
