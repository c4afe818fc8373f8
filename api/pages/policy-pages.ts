import type { AdoptionAnswer, WhatIfAnswer } from '../../contracts/policies-schema'
import { may } from '../../domain/permissions'
import { instant, localDateOf } from '../../domain/time'
import { clockOf } from '../../db/database'
import { releasedPolicies, releasedPolicy } from '../../policies/released'
import { releasedCalendars } from '../../policies/released-calendars'
import type { Option } from '../../web/components/select'
import { councilOf } from '../../web/council'
import type { Typed } from '../../web/forms/field'
import { optionOf, policiesPage } from '../../web/pages/policies'
import { comparisonPage } from '../../web/pages/policy-comparison'
import { policyPage } from '../../web/pages/policy'
import {
  adoptionPage,
  confirmAdoptionPage,
  whatIfPage,
  type WhatIfAsked,
  type WhatIfView,
} from '../../web/pages/what-if'
import { adoptPolicyRoute } from '../policies/adopt-policy'
import { comparisonAnswer } from '../policies/compare-policies'
import { calendarAnswer, policyAnswer } from '../policies/read-policies'
import { whatIfRoute } from '../policies/what-if'
import { policyAt } from '../policies/which'
import { checked, paramsOf, perform } from '../perform'
import { Problem } from '../problem'
import type { PageServices } from '../services'
import { summaryOf } from './form-errors'
import type { PageAnswer, PageRequest, PageRoute } from './page-route'

export const policiesPageRoute: PageRoute = {
  method: 'get',
  path: '/policies',
  actions: ['policies.read'],
  here: 'policies',
  answer: ({ person }, services) =>
    Promise.resolve({
      content: policiesPage({
        items: releasedPolicies().map((one) => policyAnswer(one, services)),
        mayLook: may(person.roles, 'policies.what-if'),
      }),
    }),
}

export const policyPageRoute: PageRoute = {
  method: 'get',
  path: '/policies/:id/:version',
  actions: ['policies.read'],
  here: 'policies',
  async answer({ person, params }, services) {
    const { id = '', version = '' } = params
    const released = /^\d{1,6}$/.test(version) ? releasedPolicy(id, Number(version)) : undefined
    if (released === undefined) throw new Problem('not-found', 'There is no such policy')
    const { policy } = released
    const pinned = Object.values(policy.calendars)
    const today = localDateOf(instant(await clockOf(services.db)))
    return {
      content: policyPage({
        policy: policyAnswer(released, services),
        calendars: releasedCalendars()
          .filter(({ calendar }) => pinned.includes(calendar))
          .map(calendarAnswer),
        council: councilOf(policy),
        mayLook: may(person.roles, 'policies.what-if'),
        year: Number(today.slice(0, 4)),
      }),
    }
  },
}

export const comparisonPageRoute: PageRoute = {
  method: 'get',
  path: '/policies/compare',
  actions: ['policies.read'],
  here: 'policies',
  answer({ person, query }) {
    const { from, to } = query
    const view = {
      policies: everyPolicy(),
      mayLook: may(person.roles, 'policies.what-if'),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    }
    if (from === undefined || to === undefined)
      return Promise.resolve({ content: comparisonPage({ ...view, errors: [] }) })
    try {
      const comparison = comparisonAnswer(policyAt(from, 'from'), policyAt(to, 'to'))
      return Promise.resolve({ content: comparisonPage({ ...view, comparison, errors: [] }) })
    } catch (error) {
      return Promise.resolve(wrong(error, (errors) => comparisonPage({ ...view, errors })))
    }
  },
}

export const whatIfPageRoute: PageRoute = {
  method: 'get',
  path: '/policies/what-if',
  actions: ['policies.what-if'],
  here: 'policies',
  async answer(request, services) {
    const { query, person } = request
    const asked = askedIn(query)
    const view = viewOf(request, asked)
    if (asked.policy === undefined) return { content: whatIfPage(view) }
    try {
      const answer = await lookAt(request, services, asked, query['cursor'])
      const next = answer.next === null ? undefined : addressOf(asked, answer.next)
      const adopting = may(person.roles, 'policies.adopt') ? { csrf: request.csrf } : undefined
      return {
        content: whatIfPage({
          ...view,
          answer,
          ...(next !== undefined && { next }),
          ...(adopting && { adopting }),
        }),
      }
    } catch (error) {
      return wrong(error, (errors) => whatIfPage({ ...view, errors }))
    }
  },
}

export const adoptPageRoute: PageRoute = {
  method: 'post',
  path: '/policies/adopt',
  actions: ['policies.adopt'],
  here: 'policies',
  async answer(request, services) {
    const { typed, csrf } = request
    const asked = askedIn(typed)
    const reason = (typed['reason'] ?? '').trim()
    try {
      if (typed['confirmed'] !== 'yes') return await confirm(request, services, asked, reason)
      const answer = await adopt(request, services, asked, reason)
      const before = /^\d{1,7}$/.test(typed['adopted'] ?? '') ? Number(typed['adopted']) : 0
      return { content: adoptionPage({ asked, reason, answer, adopted: before + answer.adopted, csrf }) }
    } catch (error) {
      const view = viewOf(request, asked)
      return wrong(error, (errors) => whatIfPage({ ...view, errors }))
    }
  },
}

// What would change is looked at first, and the reason is asked for before anything is done.
async function confirm(
  request: PageRequest,
  services: PageServices,
  asked: WhatIfAsked,
  reason: string,
): Promise<PageAnswer> {
  const answer = await lookAt(request, services, asked, undefined)
  const view = viewOf(request, asked)
  if (reason === '' || reason.length > 4000) {
    const message = reason === '' ? 'Enter the reason' : 'The reason must be at most 4,000 characters'
    const adopting = { csrf: request.csrf, reason, error: message }
    return {
      status: 422,
      content: whatIfPage({ ...view, answer, adopting, errors: [{ message, at: 'reason' }] }),
    }
  }
  const place = view.localities.find(({ value }) => value === asked.locality)?.words
  return {
    content: confirmAdoptionPage({
      asked,
      reason,
      policy: answer.policy,
      counts: answer.counts,
      csrf: request.csrf,
      ...(place !== undefined && { place }),
    }),
  }
}

async function adopt(
  { person }: PageRequest,
  services: PageServices,
  { policy = '', locality }: WhatIfAsked,
  reason: string,
): Promise<AdoptionAnswer> {
  const { reference } = policyAt(policy, 'policy')
  const kept = await perform(
    adoptPolicyRoute,
    {
      caller: person,
      params: paramsOf(adoptPolicyRoute, { id: reference.id }),
      body: { version: reference.version, reason, ...(locality !== undefined && { locality }) },
    },
    services,
  )
  return JSON.parse(kept.text) as AdoptionAnswer
}

// As many as somebody reads, and soon enough.
const LOOKED_AT_ON_A_PAGE = 200

async function lookAt(
  { person }: PageRequest,
  services: PageServices,
  { policy = '', locality }: WhatIfAsked,
  cursor: string | undefined,
): Promise<WhatIfAnswer> {
  const { reference } = policyAt(policy, 'policy')
  const sent = {
    version: reference.version,
    limit: LOOKED_AT_ON_A_PAGE,
    ...(locality !== undefined && { locality }),
    ...(cursor !== undefined && { cursor }),
  }
  const { body } = await whatIfRoute.find(
    {
      caller: person,
      params: paramsOf(whatIfRoute, { id: reference.id }),
      query: undefined,
      body: checked(whatIfRoute.body, sent, whatIfRoute.fields(sent)),
    },
    services,
  )
  return body as WhatIfAnswer
}

function viewOf({ person }: PageRequest, asked: WhatIfAsked): WhatIfView {
  return { asked, policies: everyPolicy(), localities: localitiesOf(person), errors: [] }
}

function everyPolicy(): Option[] {
  return releasedPolicies().map(({ policy }) => optionOf(policy))
}

// Those of every policy, as far as they are theirs.
function localitiesOf({ scope: { localities } }: PageRequest['person']): Option[] {
  const all = releasedPolicies().flatMap(({ policy }) => policy.localities)
  const named = new Map(all.map(({ id, name }) => [id, name]))
  return [...named]
    .filter(([id]) => localities === 'authority' || localities.includes(id))
    .map(([value, words]) => ({ value, words }))
    .sort((a, b) => a.words.localeCompare(b.words, 'en-GB'))
}

// What was left empty is not asked for.
function askedIn(sent: Typed): WhatIfAsked {
  const { policy, locality } = sent
  return { ...(policy ? { policy } : {}), ...(locality ? { locality } : {}) }
}

function addressOf({ policy = '', locality }: WhatIfAsked, cursor: string): string {
  const query = new URLSearchParams({ policy, ...(locality !== undefined && { locality }), cursor })
  return `/policies/what-if?${query.toString()}`
}

function wrong(
  error: unknown,
  show: (errors: WhatIfView['errors']) => ReturnType<typeof whatIfPage>,
): PageAnswer {
  if (!(error instanceof Problem) || !['invalid-request', 'not-allowed'].includes(error.kind)) throw error
  return { status: error.status, content: show(summaryOf(error, [])) }
}
