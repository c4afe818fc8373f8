import { isWorkingDay, UncoveredYearError, type Calendar } from './calendar'
import type { Deadline } from './deadlines'
import { isOpen } from './deadlines'
import type { EventDraft, FactType } from './events'
import { eventsOf, type Journey } from './journey'
import { carriesRecommendation } from './outcomes'
import { calendarIn, type Outcome, type Policy } from './policy'
import type { JourneyState } from './state'
import {
  localDateOf,
  millisecondsBetween,
  plusDays,
  plusHours,
  startOf,
  wallTime,
  type Instant,
  type LocalDate,
  type Occurrence,
} from './time'

/**
 * The ways in which a policy is rehearsed. `on-time`: all that its rules ask for is recorded before it is due, from the
 * start away from home to the order. `nothing-recorded`: nothing is, so that every reminder and escalation goes.
 */
export const COURSES = ['on-time', 'nothing-recorded'] as const
export type Course = (typeof COURSES)[number]

/** Something that is to be recorded at a moment of a rehearsal. */
export interface RehearsedStep {
  readonly at: Instant
  readonly draft: EventDraft
}

/** With what every rehearsal begins: a child looked after away from home, with foster carers. */
export function rehearsedStart(at: Instant): Extract<EventDraft, { type: 'looked-after-started' }> {
  return {
    type: 'looked-after-started',
    occurred: { on: localDateOf(at), at },
    pathway: 'away-from-home',
    legalBasis: 'voluntary-s25',
    placementType: 'foster',
  }
}

/**
 * What a course records next in a journey, by the policy's own rules: the outcome of the deadline whose turn it is, some days
 * before it is due; where no rule leads on to the order, the next step there. Undefined when nothing more is recorded.
 *
 * @param now no step is before it
 */
export function nextStep(
  course: Course,
  { journey, deadlines, diary }: JourneyState,
  policy: Policy,
  now: Instant,
): RehearsedStep | undefined {
  if (course === 'nothing-recorded' || eventsOf(journey, 'order-granted').length > 0) return undefined
  const open = deadlines.filter(isOpen)
  const byRule = open.flatMap((deadline) => {
    const step = STEPS[deadline.rule.metBy]?.(journey)
    return step === undefined ? [] : [{ at: agreed(step, diary) ?? before(deadline, policy), step }]
  })
  const onwards = onwardsIn(journey)
  const led = onwards === undefined || byRule.some(({ step }) => leadsTo(step, onwards.step))
  const [first] = [...byRule, ...(led || onwards === undefined ? [] : [onwards])].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )
  if (first === undefined) return undefined
  const at = first.at < now ? now : first.at
  return { at, draft: draftOf(first.step, { on: localDateOf(at), at }, open, policy) }
}

/** A step without its moment: the type of the event, and what it says. */
type Step = { readonly type: FactType } & Readonly<Record<string, unknown>>

const VIEWS = [{ of: 'child', how: 'in-person' }]
const PANEL = ['panel-chair', 'panel-member', 'medical-adviser']
const FOR_AN_ORDER = { recommendation: 'away-from-home', route: 'permanence-order' }

const meeting = (which: string, more: object = {}): Step => ({
  type: 'child-plan-meeting-held',
  meeting: which,
  views: VIEWS,
  ...more,
})
const review = (which: string): Step => ({ type: 'review-held', review: which, views: VIEWS })
const panel: Step = { type: 'panel-held', members: PANEL, outcome: 'supported', views: VIEWS }
const decision: Step = {
  type: 'agency-decision-made',
  decisionMaker: 'agency-decision-maker',
  decision: 'approve-permanence-order',
}
const recommended: Step = { type: 'permanence-recommended', ...FOR_AN_ORDER }
const lodged: Step = { type: 'order-lodged' }
const granted: Step = { type: 'order-granted' }

/** What meets a rule; undefined where a rehearsal of this course never comes to it. */
const STEPS: Record<Outcome, (journey: Journey) => Step | undefined> = {
  '72-hour-meeting': () => meeting('72-hour'),
  'emergency-review': () => review('emergency'),
  visit: () => ({ type: 'visit-made', childSeen: true, seenAlone: true }),
  '6-week-review': () => review('6-week'),
  'later-review': () => review('later'),
  '3-month-meeting': () => meeting('3-month'),
  '6-month-meeting-or-recommendation': () => meeting('6-month', FOR_AN_ORDER),
  'recommendation-or-return': () => recommended,
  panel: () => panel,
  'agency-decision': () => decision,
  'parents-notified': () => ({ type: 'parents-notified' }),
  'permanence-order-lodged': () => lodged,
  'panel-decision-or-lodging': () => panel,
  'legal-basis-changed': () => ({ type: 'legal-basis-changed', legalBasis: 'cso' }),
  'legal-basis-changed-or-hearing': () => ({ type: 'hearing-held' }),
  'peer-review-fed-back': (journey) =>
    eventsOf(journey, 'peer-review-held').length === 0
      ? { type: 'peer-review-held' }
      : {
          type: 'peer-review-fed-back',
          to: eventsOf(journey, 'peer-review-fed-back').length === 0 ? 'service-manager' : 'team-manager',
        },
}

/** How long a step on the way to the order waits for the one before it, where no rule of the policy says so, in days. */
const WITHOUT_A_RULE = { recommended: 270, decision: 70, lodged: 84, granted: 112 } as const

// The next step on the way to the order, by the guards: no panel is asked for before a decision, but that is for rules.
function onwardsIn(journey: Journey): { readonly at: Instant; readonly step: Step } | undefined {
  const last = (found: readonly { readonly occurred: Occurrence }[]) => found.at(-1)?.occurred
  const wasLodged = last(eventsOf(journey, 'order-lodged'))
  const wasDecided = last(eventsOf(journey, 'agency-decision-made'))
  const wasRecommended = last(journey.events.filter(carriesRecommendation))
  const after = (from: Occurrence, days: number, step: Step) => ({
    at: morning(plusDays(from.on, days)),
    step,
  })
  if (wasLodged) return after(wasLodged, WITHOUT_A_RULE.granted, granted)
  if (wasDecided) return after(wasDecided, WITHOUT_A_RULE.lodged, lodged)
  if (wasRecommended) return after(wasRecommended, WITHOUT_A_RULE.decision, decision)
  return after(journey.start.occurred, WITHOUT_A_RULE.recommended, recommended)
}

const ORDER_OF_STEPS = [
  'permanence-recommended',
  'panel-held',
  'agency-decision-made',
  'order-lodged',
  'order-granted',
]

// Does a rule's own step bring the journey onwards, that step or one before it? A meeting that recommends does.
function leadsTo(step: Step, onwards: Step): boolean {
  const type = step['recommendation'] === 'away-from-home' ? 'permanence-recommended' : step.type
  const place = ORDER_OF_STEPS.indexOf(type)
  return place !== -1 && place <= ORDER_OF_STEPS.indexOf(onwards.type)
}

const MEETING_HOUR = 11
const DAYS_BEFORE = 3
const HOURS_BEFORE = 12

// Some days before it is due, in the morning of a working day, and of what is due sooner half way there.
function before({ startedAt, dueOn, dueAt }: Deadline, policy: Policy): Instant {
  const from = startOf(startedAt)
  if (dueAt !== undefined) {
    const span = millisecondsBetween(from, dueAt) / 3_600_000
    const latest = plusHours(dueAt, -Math.min(HOURS_BEFORE, span / 2))
    const held = morning(workingDay(localDateOf(latest), startedAt.on, policy))
    return held > from && held < latest ? held : latest
  }
  const span = Math.round(millisecondsBetween(from, wallTime(dueOn, 12)) / 86_400_000)
  const earlier = Math.min(DAYS_BEFORE, Math.floor(span / 2))
  return morning(workingDay(plusDays(dueOn, -earlier), startedAt.on, policy))
}

function workingDay(day: LocalDate, notBefore: LocalDate, policy: Policy): LocalDate {
  const { workingCalendar } = policy
  if (workingCalendar === undefined) return day
  const calendar = calendarIn(policy, workingCalendar)
  for (let tried = day; tried > notBefore; tried = plusDays(tried, -1))
    if (isWorkedOn(calendar, tried)) return tried
  return day
}

function isWorkedOn(calendar: Calendar, day: LocalDate): boolean {
  try {
    return isWorkingDay(calendar, day)
  } catch (error) {
    // beyond what the calendar covers nobody knows
    if (error instanceof UncoveredYearError) return true
    throw error
  }
}

function morning(day: LocalDate): Instant {
  return wallTime(day, MEETING_HOUR)
}

// What has a date in the diary is held on it.
function agreed(step: Step, diary: JourneyState['diary']): Instant | undefined {
  const entry = diary.find(
    ({ meeting: which, cancelled, heldBy }) => which === step['meeting'] && !cancelled && !heldBy,
  )
  return entry && (entry.date.at ?? morning(entry.date.on))
}

// At the 72-hour meeting the dates of the next two are agreed.
function draftOf(step: Step, occurred: Occurrence, open: readonly Deadline[], policy: Policy): EventDraft {
  const { type, ...fields } = step
  const agreedDates = step['meeting'] === '72-hour' ? datesOf(open, policy) : undefined
  return { type, occurred, ...fields, ...(agreedDates && { agreedDates }) } as unknown as EventDraft
}

function datesOf(
  open: readonly Deadline[],
  policy: Policy,
): { threeMonth?: string; sixMonth?: string } | undefined {
  const dateOf = (outcome: Outcome) => {
    const deadline = open.find(({ rule }) => rule.metBy === outcome)
    return deadline && localDateOf(before(deadline, policy))
  }
  const threeMonth = dateOf('3-month-meeting')
  const sixMonth = dateOf('6-month-meeting-or-recommendation')
  if (threeMonth === undefined && sixMonth === undefined) return undefined
  return { ...(threeMonth && { threeMonth }), ...(sixMonth && { sixMonth }) }
}
