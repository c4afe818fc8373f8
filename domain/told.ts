import type { Agency } from './codes'
import { isOpen, type Deadline } from './deadlines'
import type { JourneyEvent } from './events'
import {
  factTold,
  otherAuthorityIn,
  type DateTold,
  type FactTold,
  type Notice,
  type NoticeContent,
  type Recipient,
  type Settlement,
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
  const heard = new Map<string, Heard>()
  for (const one of told) {
    const about = subjectOf(one.key)
    if (about === undefined) continue
    const recipient = `${about.kind}/${about.id}/${one.agency}/${one.to}`
    const before = heard.get(recipient)
    const missed = isMissedAfter(one.content, before?.missed ?? false)
    heard.set(recipient, { last: one, about, times: (before?.times ?? 0) + 1, missed })
  }
  return [...heard.values()].flatMap(({ last, about, times, missed }): Notice[] => {
    const content =
      about.kind === 'event' ? corrected(state, about.id, last) : deadlineNow(state, about, last, missed)
    if (content === undefined) return []
    const { agency, to } = last
    const kind = about.kind === 'event' ? 'corrected' : kindOf(content)
    return [{ key: `${kind}/${about.id}/${times}/${agency}/${to}`, at: now, agency, to, content }]
  })
}

/** What one recipient was told of one subject: the last of it, how often, and whether they know it to be missed. */
interface Heard {
  readonly last: Told
  readonly about: Subject
  readonly times: number
  readonly missed: boolean
}

function isMissedAfter(content: NoticeContent, before: boolean): boolean {
  switch (content.about) {
    case 'missed':
    case 'escalation':
    case 'reopened':
      return true
    case 'settled':
      return false
    // another date does not take back that the first was missed; none at all does
    case 'moved':
      return before && content.now !== undefined
    default:
      return before
  }
}

// Each says by its key what it is about; a date that moved has had its name for longer.
function kindOf({ about }: NoticeContent): string {
  return about === 'settled' || about === 'reopened' ? about : 'moved'
}

type Subject =
  | { readonly kind: 'event'; readonly id: string }
  | { readonly kind: 'deadline'; readonly id: string; readonly ruleId: string; readonly startedBy: string }

const OF_DEADLINES = ['deadline', 'moved', 'settled', 'reopened']

// What a notice was about is in its key: the event, or the rule and the event that started its clock.
function subjectOf(key: string): Subject | undefined {
  const [kind, first = '', second = ''] = key.split('/')
  if (kind === 'event' || kind === 'corrected') return { kind: 'event', id: first }
  if (!OF_DEADLINES.includes(kind ?? '')) return undefined
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
  // of the dates that it set, invitations tell
  return fact === undefined ? '' : JSON.stringify([fact.occurredAt, fact.detail])
}

function factIn({ occurredAt, dates, detail }: FactTold): FactTold {
  return { occurredAt, dates, ...(detail !== undefined && { detail }) }
}

function deadlineNow(
  { deadlines }: JourneyState,
  { ruleId, startedBy }: Extract<Subject, { kind: 'deadline' }>,
  { content: last }: Told,
  missed: boolean,
): NoticeContent | undefined {
  if (!('rule' in last)) return undefined
  const deadline = deadlines.find((one) => one.rule.id === ruleId && one.startedBy.id === startedBy)
  if (last.about === 'settled') return afterSettled(last, deadline)
  if (deadline === undefined || isOpen(deadline)) return moved(last, deadline)
  if (!missed) return undefined
  const { rule, title } = last
  return { about: 'settled', rule, title, ...dateIn(deadline), how: settlementOf(deadline) }
}

type SettledContent = Extract<NoticeContent, { about: 'settled' }>

// They know how it ended. Where it did not end so, or not at all, they hear how it is.
function afterSettled(last: SettledContent, deadline: Deadline | undefined): NoticeContent | undefined {
  // what set it is gone: to them it is over, as they were told
  if (deadline === undefined) return undefined
  const { rule, title } = last
  if (isOpen(deadline)) return { about: 'reopened', rule, title, ...dateIn(deadline) }
  const how = settlementOf(deadline)
  return how === last.how ? undefined : { about: 'settled', rule, title, ...dateIn(deadline), how }
}

function settlementOf({ met }: Deadline): Settlement {
  return met === undefined ? 'not-needed' : 'met'
}

type ToldOfDeadline = Exclude<Extract<NoticeContent, { rule: string }>, SettledContent>

function moved(last: ToldOfDeadline, deadline: Deadline | undefined): NoticeContent | undefined {
  const was = last.about === 'moved' ? last.now : dateIn(last)
  const now = deadline && dateIn(deadline)
  if (was?.dueOn === now?.dueOn && was?.dueAt === now?.dueAt) return undefined
  const { rule, title } = last
  return { about: 'moved', rule, title, ...(was && { was }), ...(now && { now }) }
}

function dateIn({ dueOn, dueAt }: DateTold): DateTold {
  return { dueOn, ...(dueAt && { dueAt }) }
}
