import type { Agency } from './codes'
import { isOpen } from './deadlines'
import type { JourneyEvent } from './events'
import {
  factTold,
  otherAuthorityIn,
  type DateTold,
  type FactTold,
  type Notice,
  type NoticeContent,
  type Recipient,
} from './notices'
import type { JourneyState } from './state'
import type { Instant } from './time'

/** A notice that has gone out: what somebody has been told. */
export interface Told {
  readonly key: string
  readonly agency: Agency
  readonly to: Recipient
  readonly content: NoticeContent
}

/**
 * What those who were told something must be told now, because it does not stand: that an event was otherwise or was not
 * at all, that a deadline has another date or none. Judged by what each was told last, so that somebody who was told of
 * a correction is told again when it is taken back, and nobody is told twice. Of a deadline that is met or no longer
 * needed nothing is said.
 *
 * @param told in the order in which it went out
 * @param now the moment to which the notices belong
 */
export function corrigenda(state: JourneyState, told: readonly Told[], now: Instant): Notice[] {
  const lastOf = new Map<string, { readonly told: Told; readonly about: Subject; readonly times: number }>()
  for (const one of told) {
    const about = subjectOf(one.key)
    if (about === undefined) continue
    const recipient = `${about.kind}/${about.id}/${one.agency}/${one.to}`
    lastOf.set(recipient, { told: one, about, times: (lastOf.get(recipient)?.times ?? 0) + 1 })
  }
  return [...lastOf.values()].flatMap(({ told: last, about, times }): Notice[] => {
    const content = about.kind === 'event' ? corrected(state, about.id, last) : moved(state, about, last)
    if (content === undefined) return []
    const { agency, to } = last
    const key = `${about.kind === 'event' ? 'corrected' : 'moved'}/${about.id}/${times}/${agency}/${to}`
    return [{ key, at: now, agency, to, content }]
  })
}

type Subject =
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'deadline'; readonly id: string; readonly ruleId: string; readonly startedBy: string }

// What a notice was about is in its key: the event, or the rule and the event that started its clock.
function subjectOf(key: string): Subject | undefined {
  const [kind, first = '', second = ''] = key.split('/')
  if (kind === 'event' || kind === 'corrected') return { kind: 'event', id: first }
  if (kind !== 'deadline' && kind !== 'moved') return undefined
  return { kind: 'deadline', id: `${first}/${second}`, ruleId: first, startedBy: second }
}

function corrected({ journey }: JourneyState, eventId: string, last: Told): NoticeContent | undefined {
  if (last.content.about !== 'recorded' && last.content.about !== 'corrected') return undefined
  const was = last.content.about === 'recorded' ? factIn(last.content) : last.content.now
  const event = journey.events.find(({ id }) => id === eventId)
  const now = event && concerns(event, last.to) ? factTold(event) : undefined
  if (asText(was) === asText(now)) return undefined
  const { event: type } = last.content
  // Told last that it was not so, and now it is again: that is told as the event itself.
  if (was === undefined) return now && { about: 'recorded', event: type, ...now }
  return { about: 'corrected', event: type, was, ...(now && { now }) }
}

// To the authority that was told of a placement in its area, one in another area is none.
function concerns(event: JourneyEvent, to: Recipient): boolean {
  return !to.startsWith('authority-') || to === `authority-${otherAuthorityIn(event)}`
}

// Whatever the order of names in which it was kept.
function asText(fact: FactTold | undefined): string {
  if (fact === undefined) return ''
  const dates = fact.dates.map(({ meeting, at, cancelled }) => [meeting, at, cancelled])
  return JSON.stringify([fact.occurredAt, dates, fact.detail])
}

function factIn({ occurredAt, dates, detail }: FactTold): FactTold {
  return { occurredAt, dates, ...(detail !== undefined && { detail }) }
}

function moved(
  { deadlines }: JourneyState,
  { ruleId, startedBy }: Extract<Subject, { kind: 'deadline' }>,
  last: Told,
): NoticeContent | undefined {
  const { content } = last
  if (!('rule' in content)) return undefined
  const was = content.about === 'moved' ? content.now : dateIn(content)
  const deadline = deadlines.find((one) => one.rule.id === ruleId && one.startedBy.id === startedBy)
  if (deadline !== undefined && !isOpen(deadline)) return undefined
  const now = deadline && dateIn(deadline)
  if (was?.dueOn === now?.dueOn && was?.dueAt === now?.dueAt) return undefined
  const { rule, title } = content
  return { about: 'moved', rule, title, ...(was && { was }), ...(now && { now }) }
}

function dateIn({ dueOn, dueAt }: DateTold): DateTold {
  return { dueOn, ...(dueAt && { dueAt }) }
}
