import { EVENT_TYPES, type EventType } from '../domain/events'
import type { Policy, Rule } from '../domain/policy'
import {
  agenciesInWords,
  calendarInWords,
  escalationInWords,
  remindersInWords,
  ruleInParts,
  testOfChangeInWords,
  type RulePart,
} from './policy-words'

/** Something that is otherwise in the second policy, in words; null where one of the two says nothing. */
export interface Difference {
  /** Where in a document it stands, e.g. `told.panel-held`. */
  readonly field: string
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** A rule that only one of two policies has: all that it says. */
export interface RuleAlone {
  readonly ruleId: string
  readonly title: string
  readonly parts: readonly RulePart[]
}

/** A rule that both have and that says something else in the second. */
export interface RuleChanged {
  readonly ruleId: string
  readonly title: string
  readonly fields: readonly Difference[]
}

/** All that is otherwise between two policies. */
export interface Comparison {
  readonly rules: {
    readonly added: readonly RuleAlone[]
    readonly removed: readonly RuleAlone[]
    readonly changed: readonly RuleChanged[]
  }
  readonly about: readonly Difference[]
  readonly localities: readonly Difference[]
  readonly agencies: readonly Difference[]
  readonly calendars: readonly Difference[]
  readonly told: readonly Difference[]
  readonly reminders: readonly Difference[]
  readonly escalation: readonly Difference[]
  readonly words: readonly Difference[]
}

/**
 * Says what is otherwise in a second policy, in words. A rule that changed in law stands in a policy once for each version:
 * those of one id are held against one another in the order in which they are in force.
 */
export function comparePolicies(from: Policy, to: Policy): Comparison {
  const [before, after] = [versionsOf(from), versionsOf(to)]
  const named = (policies: Policy, key: string) => versionsOf(policies).get(key)
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return {
    rules: {
      added: keys.filter((key) => !before.has(key)).flatMap((key) => alone(named(to, key), to)),
      removed: keys.filter((key) => !after.has(key)).flatMap((key) => alone(named(from, key), from)),
      changed: keys.flatMap((key) => changed(named(from, key), from, named(to, key), to)),
    },
    about: [
      ...difference('title', 'Title', from.title, to.title),
      ...difference('authority', 'Authority', from.authority, to.authority),
      ...difference('testOfChange', 'Test of change', testOfChangeInWords(from), testOfChangeInWords(to)),
    ],
    localities: ofNamed('localities', from.localities, to.localities),
    agencies: ofNamed('agencies', from.agencies, to.agencies),
    calendars: [
      ...ofRecord('calendars', calendarsOf(from), calendarsOf(to)),
      ...difference('workingCalendar', 'Suggested dates go by', from.workingCalendar, to.workingCalendar),
    ],
    told: EVENT_TYPES.flatMap((type) => ofTold(type, from, to)),
    reminders: [
      ...difference(
        'reminders',
        'Reminders',
        remindersInWords(from.reminders),
        remindersInWords(to.reminders),
      ),
      ...difference('noticeHour', 'Notices go at', hour(from), hour(to)),
    ],
    escalation: difference(
      'escalation',
      'What is missed goes to',
      escalationInWords(from.escalation),
      escalationInWords(to.escalation),
    ),
    words: ofRecord('words', from.words, to.words),
  }
}

/** Is nothing otherwise? */
export function isTheSame({ rules, ...others }: Comparison): boolean {
  return [...Object.values(rules), ...Object.values(others)].every(
    (list: readonly unknown[]) => list.length === 0,
  )
}

// By id and place among the versions of that id, the first of them first.
function versionsOf({ rules }: Policy): Map<string, Rule> {
  const inForce = [...rules].sort((a, b) => ((a.effectiveFrom ?? '') < (b.effectiveFrom ?? '') ? -1 : 1))
  return new Map(
    rules.map((rule) => [`${rule.id}/${inForce.filter(({ id }) => id === rule.id).indexOf(rule)}`, rule]),
  )
}

function alone(rule: Rule | undefined, policy: Policy): RuleAlone[] {
  if (rule === undefined) return []
  return [{ ruleId: rule.id, title: rule.title, parts: ruleInParts(rule, policy) }]
}

function changed(before: Rule | undefined, from: Policy, after: Rule | undefined, to: Policy): RuleChanged[] {
  if (before === undefined || after === undefined) return []
  const [was, is] = [ruleInParts(before, from), ruleInParts(after, to)]
  const names = new Map([...was, ...is].map(({ field, name }) => [field, name]))
  const said = (parts: readonly RulePart[], field: string) =>
    parts.find((part) => part.field === field)?.words
  const fields = [...names].flatMap(([field, name]) =>
    difference(field, name, said(was, field), said(is, field)),
  )
  return fields.length === 0 ? [] : [{ ruleId: after.id, title: after.title, fields }]
}

function difference(field: string, name: string, before?: string, after?: string): Difference[] {
  return before === after ? [] : [{ field, name, before: before ?? null, after: after ?? null }]
}

type Named = readonly { readonly id: string; readonly name: string }[]

function ofNamed(field: string, from: Named, to: Named): Difference[] {
  const names = (list: Named) => Object.fromEntries(list.map(({ id, name }) => [id, name]))
  return ofRecord(field, names(from), names(to))
}

function ofRecord(
  field: string,
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): Difference[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return keys.flatMap((key) => difference(`${field}.${key}`, key, from[key], to[key]))
}

function calendarsOf({ calendars }: Policy): Record<string, string> {
  return Object.fromEntries(
    Object.entries(calendars).map(([id, calendar]) => [
      id,
      `${calendar.title}: ${calendarInWords(calendar)}`,
    ]),
  )
}

function ofTold(type: EventType, from: Policy, to: Policy): Difference[] {
  const told = (policy: Policy) => {
    const agencies = policy.told[type]
    return agencies === undefined ? undefined : agenciesInWords(agencies, policy)
  }
  return difference(
    `told.${type}`,
    type.charAt(0).toUpperCase() + type.slice(1).replaceAll('-', ' '),
    told(from),
    told(to),
  )
}

function hour({ noticeHour }: Policy): string {
  return `${String(noticeHour).padStart(2, '0')}:00`
}
