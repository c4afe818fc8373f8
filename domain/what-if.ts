import type { DeadlineStatus } from './codes'
import { deadlinesOf, unreckonedOf } from './deadlines'
import type { Journey } from './journey'
import { newestRule, ruleIdsOf, type Policy } from './policy'
import { standingDeadlines } from './state'
import { statusAt } from './standing'
import type { Instant, LocalDate } from './time'

/** When a deadline is due and how it stands, at one moment and under one policy. */
export interface DeadlineUnder {
  readonly dueOn: LocalDate
  readonly dueAt?: Instant
  readonly status: DeadlineStatus
}

/**
 * How a deadline would change under another policy. `moves`: another date. `stands-otherwise`: the same date, and another
 * status. `begins`, `ends`: only one of the two policies has it. `no-date`: the other policy has it, and its calendar does
 * not cover the year.
 */
export const DEADLINE_CHANGES = ['moves', 'stands-otherwise', 'begins', 'ends', 'no-date'] as const
export type DeadlineChange = (typeof DEADLINE_CHANGES)[number]

/** A deadline that would change: which, how, and what it is and would be. */
export interface ChangedDeadline {
  readonly ruleId: string
  readonly title: string
  readonly instance: number
  readonly change: DeadlineChange
  readonly was?: DeadlineUnder
  readonly wouldBe?: DeadlineUnder
}

/**
 * Every deadline of a journey that would be another under another policy, at a moment: in the order of its rules, then of
 * those that only the other policy has. What adopting it and reading afterwards would show, without adopting it.
 */
export function changesUnder(journey: Journey, from: Policy, to: Policy, now: Instant): ChangedDeadline[] {
  const [before, after] = [deadlinesUnder(journey, from, now), deadlinesUnder(journey, to, now)]
  // asked only where a date is missing: most journeys have all of theirs
  const isWithoutDate = (ruleId: string) =>
    ruleIdsOf(to).includes(ruleId) && unreckonedOf(journey, to).some(({ rule }) => rule.id === ruleId)
  const ids = [...new Set([...ruleIdsOf(from), ...ruleIdsOf(to)])]
  return ids.flatMap((ruleId) => {
    const [was, would] = [before.get(ruleId) ?? [], after.get(ruleId) ?? []]
    const title = newestRule(ruleIdsOf(to).includes(ruleId) ? to : from, ruleId).title
    return Array.from({ length: Math.max(was.length, would.length) }, (_, index) => ({
      ruleId,
      title,
      instance: index + 1,
      ...between(was[index], would[index], () => isWithoutDate(ruleId)),
    })).filter((one): one is ChangedDeadline => one.change !== undefined)
  })
}

// By their instances, which count from 1.
function deadlinesUnder(journey: Journey, policy: Policy, now: Instant): Map<string, DeadlineUnder[]> {
  const found = new Map<string, DeadlineUnder[]>()
  for (const standing of standingDeadlines(deadlinesOf(journey, policy), policy)) {
    const { ruleId, dueOn, dueAt } = standing
    if (dueOn === undefined) continue
    const under = { dueOn, ...(dueAt && { dueAt }), status: statusAt(standing, now) }
    found.set(ruleId, [...(found.get(ruleId) ?? []), under])
  }
  return found
}

function between(
  was: DeadlineUnder | undefined,
  wouldBe: DeadlineUnder | undefined,
  isWithoutDate: () => boolean,
): Pick<ChangedDeadline, 'was' | 'wouldBe'> & { readonly change?: DeadlineChange } {
  if (was === undefined) return { change: 'begins', ...(wouldBe && { wouldBe }) }
  if (wouldBe === undefined) return { change: isWithoutDate() ? 'no-date' : 'ends', was }
  if (was.dueOn !== wouldBe.dueOn || was.dueAt !== wouldBe.dueAt) return { change: 'moves', was, wouldBe }
  return was.status === wouldBe.status ? {} : { change: 'stands-otherwise', was, wouldBe }
}
