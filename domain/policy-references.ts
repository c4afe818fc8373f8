import type { DocumentFault } from './document-faults'
import { filledIn, fillingsOf, WORD_KEYS } from './own-words'
import type { Policy, PolicyVersion } from './policy'

type Listed = readonly (readonly [path: string, value: string])[]

/**
 * What in a policy document names something that is not there, is there twice, or contradicts something else in it. The
 * document may be misshapen: what cannot be read is passed over, for its shape is judged elsewhere.
 */
export function faultsOfReferences(
  document: unknown,
  baseOf: (base: PolicyVersion) => Policy | undefined,
): DocumentFault[] {
  const localities = idsIn(document, 'localities')
  const listed = idsIn(document, 'agencies')
  const agencies = listed.map(([, id]) => id)
  return [
    ...twice(localities),
    ...twice(listed),
    ...withoutSocialWork(document, agencies),
    ...faultsOfRules(document, agencies),
    ...faultsOfCalendars(document),
    ...entriesOf(at(document, 'told')).flatMap(([event, told]) =>
      faultsOfAgencies(`told.${event}`, told, agencies),
    ),
    ...faultsOfEscalation(document),
    ...faultsOfWords(document),
    ...faultsOfVariant(
      document,
      localities.map(([, id]) => id),
      baseOf,
    ),
  ]
}

// Escalations and summaries go to the lead worker and the managers: they are social work's.
function withoutSocialWork(document: unknown, agencies: readonly string[]): DocumentFault[] {
  if (agencies.includes('social-work') || !Array.isArray(at(document, 'agencies'))) return []
  return [
    {
      path: 'agencies',
      message: 'social-work is not among them, to whom the lead worker and the managers belong',
      remedy: 'Add an agency with the id social-work, by whatever name',
    },
  ]
}

function faultsOfRules(document: unknown, agencies: readonly string[]): DocumentFault[] {
  const rules = listIn(document, 'rules')
  return rules.flatMap((rule, index): DocumentFault[] => {
    const path = `rules.${index}`
    const [from, until] = [textIn(rule, 'effectiveFrom'), textIn(rule, 'effectiveUntil')]
    return [
      ...faultsOfRuleCalendar(document, rule, path),
      ...(from !== undefined && until !== undefined && until < from
        ? [
            {
              path: `${path}.effectiveUntil`,
              message: `${until} is before ${from}, from when it is in force`,
              remedy: 'Give a day on or after it',
            },
          ]
        : []),
      ...faultsOfAgencies(`${path}.concerns`, at(rule, 'concerns'), agencies),
      ...faultsOfVersions(rules, index),
    ]
  })
}

function faultsOfRuleCalendar(document: unknown, rule: unknown, path: string): DocumentFault[] {
  const calendar = textIn(at(rule, 'within'), 'calendar')
  return calendar === undefined ? [] : notPinned(document, `${path}.within.calendar`, calendar)
}

function faultsOfCalendars(document: unknown): DocumentFault[] {
  const working = textIn(document, 'workingCalendar')
  return working === undefined ? [] : notPinned(document, 'workingCalendar', working)
}

function notPinned(document: unknown, path: string, calendar: string): DocumentFault[] {
  const pinned = entriesOf(at(document, 'calendars')).map(([id]) => id)
  if (pinned.includes(calendar)) return []
  return [
    {
      path,
      message: `${calendar} is not among the policy's calendars`,
      remedy: `Add it to calendars with its version${oneOf(pinned)}`,
    },
  ]
}

// The versions of a rule that changed in law follow one another.
function faultsOfVersions(rules: readonly unknown[], index: number): DocumentFault[] {
  const rule = rules[index]
  const id = textIn(rule, 'id')
  const other = rules
    .slice(0, index)
    .some((before) => id !== undefined && textIn(before, 'id') === id && overlap(before, rule))
  if (!other) return []
  return [
    {
      path: `rules.${index}.id`,
      message: `${id} is there twice for the same days: versions follow one another`,
      remedy: 'Give another id, or effectiveFrom and effectiveUntil that share no day',
    },
  ]
}

function overlap(a: unknown, b: unknown): boolean {
  const startsInTime = (one: unknown, other: unknown) =>
    (textIn(one, 'effectiveFrom') ?? '') <= (textIn(other, 'effectiveUntil') ?? '9999-12-31')
  return startsInTime(a, b) && startsInTime(b, a)
}

function faultsOfAgencies(path: string, given: unknown, agencies: readonly string[]): DocumentFault[] {
  // that there are none is told of once
  if (agencies.length === 0) return []
  if (!Array.isArray(given)) return []
  return given.flatMap((agency: unknown, index): DocumentFault[] => {
    if (typeof agency !== 'string') return []
    const place = `${path}.${index}`
    if (!agencies.includes(agency))
      return [
        {
          path: place,
          message: `${agency} is not among the policy's agencies`,
          remedy: `Add it to agencies${oneOf(agencies)}`,
        },
      ]
    if (given.indexOf(agency) !== index)
      return [{ path: place, message: `${agency} is there twice`, remedy: 'Leave it out here' }]
    return []
  })
}

// Each step goes to somebody new, and later than the one before it.
function faultsOfEscalation(document: unknown): DocumentFault[] {
  const steps = listIn(document, 'escalation')
  const days = steps.map((step) => at(at(step, 'after'), 'days'))
  return steps.flatMap((step, index): DocumentFault[] => {
    const [previous, now] = [days[index - 1], days[index]]
    const late: DocumentFault[] =
      typeof previous === 'number' && typeof now === 'number' && now <= previous
        ? [
            {
              path: `escalation.${index}.after.days`,
              message: `${now} days come no later than the step before it, after ${previous}`,
              remedy: 'Put the steps in their order, each after more days',
            },
          ]
        : []
    const to = textIn(step, 'to')
    const again = steps.slice(0, index).some((before) => to !== undefined && textIn(before, 'to') === to)
    return again
      ? [
          ...late,
          {
            path: `escalation.${index}.to`,
            message: `${to} is there twice`,
            remedy: 'Leave one of the two out',
          },
        ]
      : late
  })
}

function faultsOfWords(document: unknown): DocumentFault[] {
  const words = entriesOf(at(document, 'words'))
  return [...faultsOfKeys(words), ...words.flatMap(([key, given]) => faultsOfFilling(key, given))]
}

// What is in braces and cannot be filled in would stand in every message.
function faultsOfFilling(key: string, given: unknown): DocumentFault[] {
  const known = fillingsOf(key)
  if (known === undefined || typeof given !== 'string') return []
  return filledIn(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: `words.${key}`,
      message: `{${name}} is nothing that is filled in here`,
      remedy:
        known.length === 0
          ? 'Leave it out'
          : `Leave it out, or give one of: ${known.map((one) => `{${one}}`).join(', ')}`,
    }))
}

function faultsOfKeys(words: readonly (readonly [string, unknown])[]): DocumentFault[] {
  return words
    .filter(([key]) => !WORD_KEYS.includes(key))
    .map(([key]) => ({
      path: `words.${key}`,
      message: 'is no word of the catalogue',
      remedy: `Leave it out, or give one of: ${WORD_KEYS.join(', ')}`,
    }))
}

function faultsOfVariant(
  document: unknown,
  localities: readonly string[],
  baseOf: (base: PolicyVersion) => Policy | undefined,
): DocumentFault[] {
  const [variantOf, test] = [at(document, 'variantOf'), at(document, 'testOfChange')]
  if (variantOf === undefined && test === undefined) return []
  if (test === undefined) {
    return [
      {
        path: 'testOfChange',
        message: 'is missing: a variant is for a test of change',
        remedy: 'Add it, or leave out variantOf',
      },
    ]
  }
  if (variantOf === undefined) {
    return [
      {
        path: 'variantOf',
        message: 'is missing: a test of change is a variant of a policy',
        remedy: 'Add the id and version of that policy, or leave out testOfChange',
      },
    ]
  }
  return [...faultsOfBase(document, variantOf, localities, baseOf), ...faultsOfTest(test, localities)]
}

function faultsOfBase(
  document: unknown,
  variantOf: unknown,
  localities: readonly string[],
  baseOf: (base: PolicyVersion) => Policy | undefined,
): DocumentFault[] {
  const [id, version] = [textIn(variantOf, 'id'), at(variantOf, 'version')]
  if (id === undefined || typeof version !== 'number') return []
  if (id === textIn(document, 'id'))
    return [
      {
        path: 'variantOf.id',
        message: `${id} is the policy itself`,
        remedy: 'Give this variant an id of its own',
      },
    ]
  const base = baseOf({ id, version })
  if (base === undefined)
    return [
      {
        path: 'variantOf',
        message: `there is no policy ${id} version ${version}`,
        remedy: 'Give the id and version of a policy that there is, and that is no variant itself',
      },
    ]
  // a journey that is transferred within the authority stays under its policy
  const missing = base.localities.map((one) => one.id).filter((one) => !localities.includes(one))
  if (missing.length === 0) return []
  return [
    {
      path: 'localities',
      message: `${missing.join(', ')} of ${id} version ${version} is not among them, and a journey may be transferred there`,
      remedy: `Have every locality of ${id}; where the change is tried, testOfChange.localities says`,
    },
  ]
}

function faultsOfTest(test: unknown, localities: readonly string[]): DocumentFault[] {
  const named = listIn(test, 'localities')
  const [from, until] = [textIn(test, 'from'), textIn(test, 'until')]
  return [
    ...named.flatMap((locality, index): DocumentFault[] => {
      if (typeof locality !== 'string') return []
      const path = `testOfChange.localities.${index}`
      if (!localities.includes(locality))
        return [
          {
            path,
            message: `${locality} is not among the policy's localities`,
            remedy: `Add it to localities${oneOf(localities)}`,
          },
        ]
      return named.indexOf(locality) === index
        ? []
        : [{ path, message: `${locality} is there twice`, remedy: 'Leave it out here' }]
    }),
    ...(from !== undefined && until !== undefined && until < from
      ? [
          {
            path: 'testOfChange.until',
            message: `${until} is before ${from}, when it begins`,
            remedy: 'Give a day on or after it, or leave it out',
          },
        ]
      : []),
  ]
}

function twice(listed: Listed): DocumentFault[] {
  return listed
    .filter(([, id], index) => listed.findIndex(([, other]) => other === id) !== index)
    .map(([path, id]) => ({ path, message: `${id} is there twice`, remedy: 'Leave one of the two out' }))
}

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? '' : `, or give one of: ${known.join(', ')}`
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

function textIn(value: unknown, name: string): string | undefined {
  const text = at(value, name)
  return typeof text === 'string' ? text : undefined
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = at(value, name)
  return Array.isArray(list) ? list : []
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

function idsIn(document: unknown, name: string): Listed {
  return listIn(document, name).flatMap((one, index) => {
    const id = textIn(one, 'id')
    return id === undefined ? [] : [[`${name}.${index}.id`, id] as const]
  })
}
