import type { EventType } from '../domain/events'
import type { DiaryMeeting } from '../domain/codes'
import type { InvitationContent } from '../domain/invitations'
import type { NoticeContent, Recipient } from '../domain/notices'
import { inFull } from '../domain/dates-in-words'
import { inOwnWords, sentence, USUAL_WORDS, type OwnWords } from '../domain/own-words'
import { isOverdue } from '../domain/sending'
import type { Instant, LocalDate } from '../domain/time'
import { inHtml, inText, type Part } from './message-parts'

/** A notice in words: the same in plain text, and as a page for mail programs that show one. */
export interface Written {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface About {
  readonly childReference: string
  readonly locality: string
  /** What the council of the journey calls things. */
  readonly words?: OwnWords
  readonly link: string
  /** Where one who is invited answers without signing in. */
  readonly answerLink?: string
}

/**
 * Writes a notice: the child's reference, what happened or is due, the dates, and the address where it is read after
 * signing in. It names no child, and holds nothing of what people wrote in their own words.
 */
export function writeNotice(content: NoticeContent, about: About): Written {
  const { childReference, locality, words = USUAL_WORDS } = about
  const { headline, lines } = saying(content, words)
  return written(`PACE: ${headline} (${childReference})`, headline, [
    ...greeting(words),
    `Child reference: ${childReference}`,
    `${inOwnWords('Locality', words)}: ${locality}`,
    '',
    ...lines,
    '',
    ...(about.answerLink === undefined ? [] : [answering(about.answerLink, words), '']),
    ...readIt(about),
    '',
    closing(words),
  ])
}

/** A notice in a digest. */
export interface InDigest extends About {
  readonly content: NoticeContent
}

/**
 * Writes one message for all that somebody is told on a day, by locality and by the child's reference, and what is overdue
 * before everything else. The same notices are written the same, in whatever order they come.
 */
export function writeDigest(notices: readonly InDigest[], day: LocalDate): Written {
  // of several councils the first in the same order as below, whichever notice comes first
  const words = inOrder(notices, ({ locality }) => locality)[0]?.words ?? USUAL_WORDS
  const headline = sentence(words, 'notice.headline.digest', '{count} for {day}', {
    count: notices.length === 1 ? '1 notice' : `${notices.length} notices`,
    day: inFull(day),
  })
  const overdue = notices.filter(({ content }) => isOverdue(content)).length
  return written(`PACE: ${headline}`, headline, [
    ...greeting(words),
    ...(overdue > 0 ? [`${overdue} of them ${overdue === 1 ? 'is' : 'are'} about what is overdue.`] : []),
    ...grouped(notices, ({ locality }) => locality).flatMap((ofLocality): Part[] => [
      '',
      { heading: nameOfLocality(ofLocality[0]), level: 2 },
      ...grouped(ofLocality, ({ childReference }) => childReference).flatMap(ofChild),
    ]),
    '',
    closing(words),
  ])
}

function nameOfLocality(notice: InDigest | undefined): string {
  return notice === undefined
    ? ''
    : `${inOwnWords('Locality', notice.words ?? USUAL_WORDS)}: ${notice.locality}`
}

function ofChild(notices: readonly InDigest[]): Part[] {
  const [first] = notices
  if (first === undefined) return []
  return [
    '',
    { heading: `Child reference: ${first.childReference}`, level: 3 },
    ...notices.flatMap(({ content, words = USUAL_WORDS }) => saying(content, words).lines.filter(Boolean)),
    ...readIt(first),
  ]
}

// Groups with something overdue come first, and within each what is overdue does.
function grouped(notices: readonly InDigest[], by: (notice: InDigest) => string): InDigest[][] {
  const groups = new Map<string, InDigest[]>()
  for (const notice of inOrder(notices, by))
    groups.set(by(notice), [...(groups.get(by(notice)) ?? []), notice])
  return [...groups.values()]
}

function inOrder(notices: readonly InDigest[], by: (notice: InDigest) => string): InDigest[] {
  const rank = ({ content }: InDigest) => (isOverdue(content) ? 0 : 1)
  return [...notices].sort(
    (a, b) => rank(a) - rank(b) || order(by(a), by(b)) || order(JSON.stringify(a), JSON.stringify(b)),
  )
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function greeting(words: OwnWords): Part[] {
  const own = words['notice.greeting']
  return own === undefined ? [] : [own, '']
}

function readIt({ link, words = USUAL_WORDS }: Pick<About, 'link' | 'words'>): Part[] {
  return [{ link, lead: sentence(words, 'notice.read-it', 'Read it, after signing in:') }]
}

function closing(words: OwnWords): string {
  return sentence(
    words,
    'notice.closing',
    'This message names no child on purpose. Please do not add a name when you reply or forward it.',
  )
}

/** What a notice says, in one line. */
export function headlineOf(content: NoticeContent, words: OwnWords = USUAL_WORDS): string {
  return saying(content, words).headline
}

// From one structure, so that the text and the page cannot say different things.
function written(subject: string, headline: string, parts: readonly Part[]): Written {
  return { subject, text: inText(parts), html: inHtml(headline, parts) }
}

interface Saying {
  readonly headline: string
  readonly lines: Part[]
}

function saying(content: NoticeContent, words: OwnWords): Saying {
  switch (content.about) {
    case 'recorded':
      return recorded(content, words)
    case 'reminder':
      return {
        headline: ofDeadline('notice.headline.reminder', '{title} is due {due}', content, words),
        lines: [`${content.title} is due ${dueDate(content)}.`, 'It is not recorded yet.'],
      }
    case 'missed':
      return {
        headline: ofDeadline('notice.headline.missed', '{title} is overdue', content, words),
        lines: [`${content.title} was due ${dueDate(content)} and is not recorded.`],
      }
    case 'escalation':
      return {
        headline: ofDeadline('notice.headline.escalation', '{title} is still overdue', content, words),
        lines: [
          `${content.title} was due ${dueDate(content)} and is still not recorded.`,
          sentence(
            words,
            'notice.why-escalated',
            'You are told because it has been open for longer than it may be.',
          ),
        ],
      }
    case 'settled':
      return settled(content, words)
    case 'reopened':
      return {
        headline: ofDeadline('notice.headline.reopened', '{title} is open after all', content, words),
        lines: [
          `${content.title}, due ${dueDate(content)}, is not recorded.`,
          'An earlier message told you that it was done, or not needed any more. That does not stand.',
        ],
      }
    case 'summary':
      return summary(content, words)
    case 'opened':
      return {
        headline: sentence(words, 'notice.headline.opened', 'A journey was opened with a reason'),
        lines: [
          `${content.by}, who does not usually see this journey, opened it ${when(content.at)} and gave a reason. It is open to them until ${inFull(content.until)}.`,
          'The reason, and what was looked at, stand under "Who looked" on the page of the journey. If it should not have been, speak to them, or tell an administrator.',
        ],
      }
    case 'corrected':
      return corrected(content, words)
    case 'moved':
      return moved(content, words)
    case 'undelivered':
      return undelivered(content, words)
    case 'invitation':
      return invitation(content, words)
    case 'answer':
      return answered(content, words)
    case 'overlap':
      return overlapping(content, words)
  }
}

type OfDeadline = Extract<NoticeContent, { rule: string; dueOn: LocalDate }>
type DeadlineHeadline =
  `notice.headline.${'reminder' | 'missed' | 'escalation' | 'settled' | 'not-needed' | 'reopened' | 'moved'}`

function ofDeadline(
  key: DeadlineHeadline,
  usual: string,
  { title, ...due }: Pick<OfDeadline, 'title' | 'dueOn' | 'dueAt'>,
  words: OwnWords,
): string {
  return sentence(words, key, usual, { title, due: dueDate(due) })
}

function settled(content: Extract<NoticeContent, { about: 'settled' }>, words: OwnWords): Saying {
  const { title, how } = content
  const nothing = sentence(words, 'notice.nothing-to-do', 'You need not do anything about it any more.')
  const earlier = 'An earlier message told you that it was missed.'
  return how === 'met'
    ? {
        headline: ofDeadline('notice.headline.settled', '{title} is done', content, words),
        lines: [`${title}, which was due ${dueDate(content)}, is recorded now. ${earlier}`, nothing],
      }
    : {
        headline: ofDeadline('notice.headline.not-needed', '{title} is not needed any more', content, words),
        lines: [`${title}, which was due ${dueDate(content)}, is not needed any more. ${earlier}`, nothing],
      }
}

function undelivered(content: Extract<NoticeContent, { about: 'undelivered' }>, words: OwnWords): Saying {
  const { agency, to, of, others } = content
  const whom = to === 'contact' || to === 'lead-worker' ? inWords(agency) : inWords(to)
  const more = others === 0 ? '' : ` So were ${others} more of this journey.`
  return {
    headline: sentence(words, 'notice.headline.undelivered', 'A message could not be delivered to {whom}', {
      whom,
    }),
    lines: [
      `The message "${headlineOf(of, words)}" to ${whom} could not be delivered.${more}`,
      'Tell them yourself if it presses. Why it failed, and whom else it can be sent to, stand on the page of the journey.',
    ],
  }
}

type RecordedContent = Extract<NoticeContent, { about: 'recorded' }>
type SummaryContent = Extract<NoticeContent, { about: 'summary' }>
type CorrectedContent = Extract<NoticeContent, { about: 'corrected' }>
type MovedContent = Extract<NoticeContent, { about: 'moved' }>
type AnswerContent = Extract<NoticeContent, { about: 'answer' }>
type OverlapContent = Extract<NoticeContent, { about: 'overlap' }>

const HAPPENED: Record<EventType, (detail: string) => string> = {
  'looked-after-started': () => 'The child became looked after',
  'pathway-changed': (to) => `The child is now looked after ${inWords(to)}`,
  'legal-basis-changed': (basis) => `The legal basis changed: ${BASES[basis] ?? inWords(basis)}`,
  'placement-changed': (placement) => `The placement changed: ${inWords(placement)}`,
  'worker-assigned': (as) =>
    as === 'cover' ? 'A worker covers for the lead worker' : 'A lead worker was assigned',
  'visit-made': () => 'The child was visited',
  'child-plan-meeting-held': (meeting) =>
    meeting === 'other' ? 'A child plan meeting was held' : `The ${meeting} child plan meeting was held`,
  'meeting-date-set': () => 'A meeting date was set',
  'review-held': (review) => `The ${review} review was held`,
  'permanence-recommended': (kind) => `Permanence was recommended: ${inWords(kind)}`,
  'panel-held': (outcome) => `The permanence panel was held: ${inWords(outcome)}`,
  'agency-decision-made': (decision) => `The agency decision was made: ${inWords(decision)}`,
  'parents-notified': () => 'The parents were told of the agency decision',
  'hearing-advice-requested': () => "The hearing's advice was asked for",
  'hearing-held': () => "A children's hearing was held",
  'hearing-advice-given': () => "The hearing's advice was given",
  'consent-recorded': (consent) => `Consent was recorded: ${inWords(consent)}`,
  'order-lodged': (order) => `An application was lodged: ${inWords(order)}`,
  'order-granted': (order) => `An order was granted: ${inWords(order)}`,
  'order-refused': (order) => `An order was refused: ${inWords(order)}`,
  'application-withdrawn': (order) => `An application was withdrawn: ${inWords(order)}`,
  'peer-review-held': () => 'The peer review was held',
  'peer-review-fed-back': (to) => `The peer review was fed back to the ${inWords(to)}`,
  'delay-explained': (reason) => `A delay was explained: ${inWords(reason)}`,
  'policy-adopted': () => 'The journey is now under a new version of the policy',
  'returned-to-family': () => 'The child returned to the family',
  transferred: (to) => `The journey was transferred: ${inWords(to)}`,
  'journey-closed': (reason) => `The journey was closed: ${inWords(reason)}`,
  'event-corrected': () => 'The record was corrected',
}

/** What happened, in a sentence without its end, e.g. `The 6-week review was held`. */
export function happened(type: EventType, detail: string, words: OwnWords = USUAL_WORDS): string {
  return inOwnWords(HAPPENED[type](detail), words)
}

const BASES: Readonly<Record<string, string>> = {
  'voluntary-s25': 'voluntary, section 25',
  cpo: 'child protection order',
  icso: 'interim compulsory supervision order',
  cso: 'compulsory supervision order',
}

function recorded({ event, occurredAt, dates, detail = '' }: RecordedContent, words: OwnWords): Saying {
  const what = happened(event, detail, words)
  const agreed = dates.filter(({ cancelled }) => !cancelled)
  const off = dates.filter(({ cancelled }) => cancelled)
  return {
    headline: sentence(words, 'notice.headline.recorded', '{what}', { what }),
    lines: [
      `${what} ${when(occurredAt)}.`,
      ...(agreed.length > 0
        ? ['', 'Dates that were agreed:', agreed.map(diaryLine), 'An invitation to each comes by itself.']
        : []),
      ...(off.length > 0 ? ['', 'Cancelled:', off.map(diaryLine)] : []),
    ],
  }
}

// A message that went out before was wrong: what it said, and what is so instead.
function corrected({ event, was, now }: CorrectedContent, words: OwnWords): Saying {
  const headline = sentence(words, 'notice.headline.corrected', 'An earlier message was wrong')
  const before = `${happened(event, was.detail ?? '', words)} ${when(was.occurredAt)}`
  const gone = was.dates.filter(
    ({ meeting, at }) => !now?.dates.some((one) => one.meeting === meeting && one.at === at),
  )
  const lines: Part[] = [
    'An earlier message told you:',
    [`${before}.`],
    ...(gone.length > 0 ? ['It gave dates that do not stand:', gone.map(diaryLine)] : []),
    '',
  ]
  if (now === undefined) return { headline, lines: [...lines, 'That did not happen.'] }
  const { lines: instead } = recorded({ about: 'recorded', event, ...now }, words)
  return { headline, lines: [...lines, 'The record was corrected:', ...instead] }
}

function moved({ title, was, now }: MovedContent, words: OwnWords): Saying {
  const told = was
    ? `An earlier message told you that it was due ${dueDate(was)}. That date does not stand.`
    : 'An earlier message told you that it was not due any more.'
  return now
    ? {
        headline: ofDeadline('notice.headline.moved', '{title} is now due {due}', { title, ...now }, words),
        lines: [`${title} is now due ${dueDate(now)}.`, told],
      }
    : {
        headline: sentence(words, 'notice.headline.not-due', '{title} is not due any more', { title }),
        lines: [`${title} is not due any more.`, told],
      }
}

const MEETINGS: Record<DiaryMeeting, string> = {
  '72-hour': '72-hour meeting',
  '6-week-review': '6-week review',
  '3-month': '3-month meeting',
  '6-month': '6-month meeting',
  panel: 'Permanence panel',
  other: 'Meeting',
}

/** What a meeting is called in a message or a calendar, e.g. `3-month meeting`. */
export function meetingName(meeting: DiaryMeeting, words: OwnWords = USUAL_WORDS): string {
  return inOwnWords(MEETINGS[meeting], words)
}

function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

function invitation(content: InvitationContent, words: OwnWords): Saying {
  const { meeting, at, was, method, because = 'cancelled' } = content
  const name = meetingName(meeting, words)
  if (method === 'CANCEL') {
    return {
      headline:
        because === 'not-invited'
          ? sentence(words, 'notice.headline.not-invited', 'You need not come: {meeting}', { meeting: name })
          : sentence(words, 'notice.headline.invitation-cancelled', 'Cancelled: {meeting}', {
              meeting: name,
            }),
      lines: [`${name} ${when(at)}: ${NOT_TO_COME[because]}`, 'Please take it out of your diary.'],
    }
  }
  const moved = was !== undefined && was !== at
  const filling = { meeting: name, date: inFull(at) }
  return {
    headline: moved
      ? sentence(words, 'notice.headline.invitation-moved', 'Moved: {meeting}, now {date}', filling)
      : sentence(words, 'notice.headline.invitation', '{meeting}, {date}', filling),
    lines: [
      `You are invited to the ${inSentence(name)} of this child ${when(at)}.`,
      ...(moved ? [`It was to be ${when(was)}.`] : []),
      ...(meeting === '6-month' ? ['The meeting is committed to a permanence recommendation.'] : []),
      'Where it is held stands in PACE.',
    ],
  }
}

type Because = NonNullable<InvitationContent['because']>

const NOT_TO_COME: Record<Because, string> = {
  cancelled: 'the meeting is cancelled.',
  moved: 'the meeting is not then.',
  held: 'the meeting has been held already.',
  withdrawn: 'the date was recorded by mistake.',
  closed: 'the journey has closed, and the meeting will not be held.',
  'not-invited': 'you are not expected any more. The meeting is held.',
}

function answering(link: string, words: OwnWords): Part {
  const usual = 'Accept, decline or say perhaps in your calendar, or here, without signing in:'
  return { link, lead: inOwnWords(usual, words) }
}

function answered(content: AnswerContent, words: OwnWords): Saying {
  const { meeting, at, answer, proposed } = content
  const name = meetingName(meeting, words)
  const who = inOwnWords(invitedAs(content), words)
  if (answer === 'declined') {
    return {
      headline: sentence(words, 'notice.headline.chair-declined', 'The chair declined: {meeting}', {
        meeting: name,
      }),
      lines: [
        `${who} declined the ${inSentence(name)} ${when(at)}.`,
        'Please find another chair, or another date.',
      ],
    }
  }
  return {
    headline: sentence(words, 'notice.headline.other-time', 'Another time is proposed: {meeting}', {
      meeting: name,
    }),
    lines: [
      `${who} cannot keep to the ${inSentence(name)} ${when(at)}${proposed === undefined ? '' : `, and proposes ${inFull(proposed)}`}.`,
      'If the meeting is moved, record its new date: everybody is told. If not, nothing changes.',
    ],
  }
}

function overlapping(content: OverlapContent, words: OwnWords): Saying {
  const { meeting, at, otherAt } = content
  const name = meetingName(meeting, words)
  return {
    headline: sentence(words, 'notice.headline.overlap', 'Two meetings at once: {meeting}', {
      meeting: name,
    }),
    lines: [
      `${inOwnWords(invitedAs(content), words)} is invited to the ${inSentence(name)} ${when(at)}, and to another meeting ${when(otherAt)}.`,
      'Please make sure that they can come, or find another date.',
    ],
  }
}

/** Who is invited, by what they are and never by name, e.g. `The chair` or `health`. */
export function invitedAs({ agency, recipient }: { agency: string; recipient: Recipient }): string {
  if (recipient === 'chair') return 'The chair'
  return recipient === 'lead-worker' ? 'The lead worker' : `The contact of ${inWords(agency)}`
}

function diaryLine({ meeting, at }: { meeting: string; at: string }): string {
  const commitment = meeting === '6-month' ? ', committed to a permanence recommendation' : ''
  return `${inWords(meeting)} meeting: ${inFull(at)}${commitment}`
}

function summary({ event, occurredAt, deadlines }: SummaryContent, words: OwnWords): Saying {
  return {
    headline: sentence(words, 'notice.headline.summary', 'Recorded late: what was due already'),
    lines: [
      `${happened(event, '', words)} ${when(occurredAt)}. It was recorded after these moments had passed:`,
      deadlines.map(
        ({ title, dueOn, overdue }) => `${title}: ${overdue ? 'was' : 'is'} due on ${inFull(dueOn)}`,
      ),
      'Nothing more is sent about what is past.',
    ],
  }
}

/** When something occurred: `on Wednesday 4 March 2026`, or `at 14:00 on Wednesday 4 March 2026`. */
export function when(occurredAt: string): string {
  return `${occurredAt.includes('T') ? 'at' : 'on'} ${inFull(occurredAt)}`
}

function dueDate({ dueOn, dueAt }: { dueOn: string; dueAt?: Instant }): string {
  return dueAt === undefined ? `on ${inFull(dueOn)}` : `at ${inFull(dueAt)}`
}

// 3-month stays as it is; kinship-care-order becomes words.
function inWords(code: string): string {
  return /^\d/.test(code) ? code : code.replaceAll('-', ' ')
}
