import type { EventType } from '../domain/events'
import type { NoticeContent } from '../domain/notices'
import { inFull } from '../domain/dates-in-words'
import { inOwnWords, USUAL_WORDS, type OwnWords } from '../domain/own-words'
import type { Instant } from '../domain/time'

/** A notice in words. */
export interface Written {
  readonly subject: string
  readonly text: string
}

export interface About {
  readonly childReference: string
  readonly locality: string
  /** What the council of the journey calls things. */
  readonly words?: OwnWords
  readonly link: string
}

/**
 * Writes a notice: the child's reference, what happened or is due, the dates, and the address where it is read after
 * signing in. It names no child, and holds nothing of what people wrote in their own words.
 */
export function writeNotice(content: NoticeContent, about: About): Written {
  const { childReference, locality, words = USUAL_WORDS } = about
  const { headline, lines } = saying(content, words)
  return {
    subject: `PACE: ${headline} (${childReference})`,
    text: [
      `Child reference: ${childReference}`,
      `${inOwnWords('Locality', words)}: ${locality}`,
      '',
      ...lines,
      '',
      'Read it, after signing in:',
      about.link,
      '',
      'This message names no child on purpose. Please do not add a name when you reply or forward it.',
      '',
    ].join('\n'),
  }
}

/** What a notice says, in one line. */
export function headlineOf(content: NoticeContent, words: OwnWords = USUAL_WORDS): string {
  return saying(content, words).headline
}

function saying(content: NoticeContent, words: OwnWords): { headline: string; lines: string[] } {
  switch (content.about) {
    case 'recorded':
      return recorded(content, words)
    case 'reminder':
      return {
        headline: `${content.title} is due ${dueDate(content)}`,
        lines: [`${content.title} is due ${dueDate(content)}.`, 'It is not recorded yet.'],
      }
    case 'missed':
      return {
        headline: `${content.title} is overdue`,
        lines: [`${content.title} was due ${dueDate(content)} and is not recorded.`],
      }
    case 'escalation':
      return {
        headline: `${content.title} is still overdue`,
        lines: [
          `${content.title} was due ${dueDate(content)} and is still not recorded.`,
          'You are told because it has been open for longer than it may be.',
        ],
      }
    case 'summary':
      return summary(content, words)
    case 'opened':
      return {
        headline: 'A journey was opened with a reason',
        lines: [
          `${content.by}, who does not usually see this journey, opened it ${when(content.at)} and gave a reason. It is open to them until ${inFull(content.until)}.`,
          'The reason, and what was looked at, stand under "Who looked" on the page of the journey. If it should not have been, speak to them, or tell an administrator.',
        ],
      }
    case 'corrected':
      return corrected(content, words)
    case 'moved':
      return moved(content)
  }
}

type RecordedContent = Extract<NoticeContent, { about: 'recorded' }>
type SummaryContent = Extract<NoticeContent, { about: 'summary' }>
type CorrectedContent = Extract<NoticeContent, { about: 'corrected' }>
type MovedContent = Extract<NoticeContent, { about: 'moved' }>

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

function recorded(
  { event, occurredAt, dates, detail = '' }: RecordedContent,
  words: OwnWords,
): {
  headline: string
  lines: string[]
} {
  const headline = happened(event, detail, words)
  const agreed = dates.filter(({ cancelled }) => !cancelled)
  const off = dates.filter(({ cancelled }) => cancelled)
  return {
    headline,
    lines: [
      `${headline} ${when(occurredAt)}.`,
      ...(agreed.length > 0 ? ['', 'Please put in your diary:', ...agreed.map(diaryLine)] : []),
      ...(off.length > 0 ? ['', 'Cancelled:', ...off.map(diaryLine)] : []),
    ],
  }
}

// A message that went out before was wrong: what it said, and what is so instead.
function corrected(
  { event, was, now }: CorrectedContent,
  words: OwnWords,
): { headline: string; lines: string[] } {
  const before = `${happened(event, was.detail ?? '', words)} ${when(was.occurredAt)}`
  const gone = was.dates.filter(
    ({ meeting, at }) => !now?.dates.some((one) => one.meeting === meeting && one.at === at),
  )
  const lines = [
    'An earlier message told you:',
    `  ${before}.`,
    ...(gone.length > 0 ? ['It gave dates that do not stand:', ...gone.map(diaryLine)] : []),
    '',
  ]
  if (now === undefined)
    return { headline: 'An earlier message was wrong', lines: [...lines, 'That did not happen.'] }
  const { lines: instead } = recorded({ about: 'recorded', event, ...now }, words)
  return {
    headline: 'An earlier message was wrong',
    lines: [...lines, 'The record was corrected:', ...instead],
  }
}

function moved({ title, was, now }: MovedContent): { headline: string; lines: string[] } {
  const told = was
    ? `An earlier message told you that it was due ${dueDate(was)}. That date does not stand.`
    : 'An earlier message told you that it was not due any more.'
  return now
    ? {
        headline: `${title} is now due ${dueDate(now)}`,
        lines: [`${title} is now due ${dueDate(now)}.`, told],
      }
    : { headline: `${title} is not due any more`, lines: [`${title} is not due any more.`, told] }
}

function diaryLine({ meeting, at }: { meeting: string; at: string }): string {
  const commitment = meeting === '6-month' ? ', committed to a permanence recommendation' : ''
  return `  ${inWords(meeting)} meeting: ${inFull(at)}${commitment}`
}

function summary(
  { event, occurredAt, deadlines }: SummaryContent,
  words: OwnWords,
): { headline: string; lines: string[] } {
  return {
    headline: 'Recorded late: what was due already',
    lines: [
      `${happened(event, '', words)} ${when(occurredAt)}. It was recorded after these moments had passed:`,
      ...deadlines.map(
        ({ title, dueOn, overdue }) => `  ${title}: ${overdue ? 'was' : 'is'} due on ${inFull(dueOn)}`,
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
