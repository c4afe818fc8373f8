import { headlineOf } from '../../contracts/notice-words'
import type { Agency } from '../../domain/codes'
import type { EventType } from '../../domain/events'
import type { NoticeContent, Recipient } from '../../domain/notices'
import { newestRule, type Basis, type Policy } from '../../domain/policy'
import type { Course } from '../../domain/rehearsal'
import type { JourneyState } from '../../domain/state'
import { startOf, writeInstant, type Instant, type LocalDate } from '../../domain/time'
import { councilOf } from '../council'
import { wordsFor } from '../words'

/** What can stand at a moment of a rehearsal: something recorded, or somebody who is told of something. */
export const MOMENT_KINDS = ['recorded', 'told', 'reminder', 'missed', 'escalation'] as const
export type MomentKind = (typeof MOMENT_KINDS)[number]

/** Something that happens in a rehearsal. */
export interface RehearsedMoment {
  /** With London's offset of then. */
  readonly at: string
  readonly kind: MomentKind
  readonly what: string
  /** Whom it goes to, in words; absent of what is recorded. */
  readonly to?: string
  /** The rule that a reminder, a missed deadline or an escalation is of. */
  readonly ruleId?: string
  readonly basis?: Basis['kind']
}

/** A deadline of a rehearsal, from the start of its clock to the day it is due, and what became of it. */
export interface RehearsedDeadline {
  readonly ruleId: string
  readonly title: string
  /** Counts the starts of the rule's clock. */
  readonly instance: number
  readonly basis: Basis['kind']
  readonly citation: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  readonly dueOn: LocalDate
  /** When it was met, and whether too late; absent of one that was not. */
  readonly met?: { readonly at: Instant; readonly on: LocalDate; readonly late: boolean }
  readonly cancelledAt?: Instant
  /** What went out of it, each moment once. */
  readonly marks: readonly { readonly at: Instant; readonly kind: 'reminder' | 'missed' | 'escalation' }[]
}

/** A rehearsal as it is shown: as a table, as a picture, as data. */
export interface RehearsalReport {
  readonly policy: {
    readonly id: string
    readonly version: number
    readonly title: string
    readonly authority: string
    /** It is a draft: no journey can be under it. */
    readonly draft: boolean
  }
  readonly course: Course
  readonly locality: { readonly id: string; readonly name: string }
  readonly startedAt: string
  readonly endedAt: string
  /** In the order in which they happen. */
  readonly moments: readonly RehearsedMoment[]
  readonly deadlines: readonly RehearsedDeadline[]
}

/** What a rehearsal has come to, as it is kept. */
export interface ToReport {
  readonly policy: Policy
  readonly draft: boolean
  readonly course: Course
  readonly locality: string
  readonly state: JourneyState
  readonly endedAt: Instant
  readonly notices: readonly {
    readonly at: Instant
    readonly agency: Agency
    readonly recipient: Recipient
    readonly content: NoticeContent
  }[]
}

/** Reports a rehearsal in the words of the policy's council. */
export function reportOf({
  policy,
  draft,
  course,
  locality,
  state,
  endedAt,
  notices,
}: ToReport): RehearsalReport {
  const { journey } = state
  const { id, version, title, authority } = policy
  const place = policy.localities.find((one) => one.id === locality)
  const recorded = journey.events.map((event) => ({
    at: event.recordedAt,
    moment: recordedMoment(event, policy),
  }))
  const told = notices.map((notice) => ({ at: notice.at, moment: toldMoment(notice, policy) }))
  return {
    policy: { id, version, title, authority, draft },
    course,
    locality: { id: locality, name: place?.name ?? locality },
    startedAt: writeInstant(startOf(journey.start.occurred)),
    endedAt: writeInstant(endedAt),
    moments: [...recorded, ...told]
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
      .map(({ moment }) => moment),
    deadlines: state.deadlines.map((deadline) => {
      const { rule, instance, startedAt, lastMoment, dueAt, dueOn, met, cancelledBy } = deadline
      const of = notices.filter(({ content }) => isOf(content, rule.id, dueOn))
      const moments = new Map(
        of.map(({ at, content }) => [`${at}${content.about}`, { at, kind: content.about as Mark }]),
      )
      return {
        ruleId: rule.id,
        title: rule.title,
        instance,
        basis: rule.basis.kind,
        citation: rule.basis.citation,
        startedAt: startOf(startedAt),
        dueAt: dueAt ?? lastMoment,
        dueOn,
        ...(met && { met: { at: startOf(met.by.occurred), on: met.by.occurred.on, late: met.late } }),
        ...(cancelledBy && { cancelledAt: startOf(cancelledBy.occurred) }),
        marks: [...moments.values()].sort((a, b) => (a.at < b.at ? -1 : 1)),
      }
    }),
  }
}

type Mark = RehearsedDeadline['marks'][number]['kind']
const MARKS: readonly string[] = ['reminder', 'missed', 'escalation']

function isOf(content: NoticeContent, ruleId: string, dueOn: LocalDate): boolean {
  return (
    MARKS.includes(content.about) && 'dueOn' in content && content.rule === ruleId && content.dueOn === dueOn
  )
}

function recordedMoment(
  event: { readonly type: EventType; readonly recordedAt: Instant },
  policy: Policy,
): RehearsedMoment {
  return { at: writeInstant(event.recordedAt), kind: 'recorded', what: councilOf(policy).eventTitle(event) }
}

function toldMoment(
  { at, agency, recipient, content }: ToReport['notices'][number],
  policy: Policy,
): RehearsedMoment {
  const council = councilOf(policy)
  const whom = recipient === 'contact' ? '' : `, ${council.say(wordsFor(recipient).toLowerCase())}`
  const ruleId = MARKS.includes(content.about) && 'rule' in content ? content.rule : undefined
  return {
    at: writeInstant(at),
    kind: ruleId === undefined ? 'told' : (content.about as Mark),
    what: headlineOf(content, policy.words),
    to: `${council.agency(agency)}${whom}`,
    ...(ruleId !== undefined && { ruleId, basis: newestRule(policy, ruleId).basis.kind }),
  }
}
