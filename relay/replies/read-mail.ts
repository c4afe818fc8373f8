import ICAL from 'ical.js'
import { simpleParser, type Attachment, type ParsedMail } from 'mailparser'
import type { MeetingAnswer } from '../../domain/answers'
import { instant, isLocalDate, writeInstant } from '../../domain/time'

/** What a message in the organiser's mailbox is to us. */
export type ReadMail =
  | ReadAnswer
  /** A message of ours did not arrive: its Message-ID, and the mail server's words. */
  | { readonly kind: 'bounce'; readonly of: string; readonly reason: string }
  /** It is meant to be an answer, and cannot be read as one. Why, without a word of what it says. */
  | { readonly kind: 'unreadable'; readonly because: string }
  /** Not for us: from a person, or an automatic reply. */
  | { readonly kind: 'other' }

/** A calendar's own answer to an invitation (RFC 5546, REPLY and COUNTER). */
export interface ReadAnswer {
  readonly kind: 'answer'
  readonly uid: string
  readonly sequence: number
  /** The address that answers, as the calendar says it, and the one that the message is from; in lower case. */
  readonly attendee: string
  readonly from: string
  readonly answer: MeetingAnswer
  /** The time that is proposed instead. */
  readonly proposed?: string
  readonly messageId: string
}

/** The longest part of a mail server's words that is kept. */
const LONGEST_REASON = 500

/** Reads a message as it came over IMAP. Whatever it holds, it is read as something: nothing is thrown. */
export async function readMail(source: Buffer): Promise<ReadMail> {
  let mail: ParsedMail
  try {
    mail = await simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true })
  } catch (error) {
    return unreadable(error)
  }
  if (isReport(mail)) return bounceIn(source.toString('latin1'))
  const calendar = mail.attachments.find(isCalendar)
  if (calendar === undefined) return { kind: 'other' }
  try {
    return answerIn(calendar, mail)
  } catch (error) {
    return unreadable(error)
  }
}

function isCalendar({ contentType, filename }: Attachment): boolean {
  return (
    contentType === 'text/calendar' ||
    contentType === 'application/ics' ||
    filename?.endsWith('.ics') === true
  )
}

function answerIn({ content }: Attachment, mail: ParsedMail): ReadMail {
  const calendar = new ICAL.Component(ICAL.parse(content.toString('utf8')) as unknown[])
  const method = String(calendar.getFirstPropertyValue('method') ?? '').toUpperCase()
  if (method !== 'REPLY' && method !== 'COUNTER') return { kind: 'other' }
  const event = calendar.getFirstSubcomponent('vevent')
  const attendee = event?.getFirstProperty('attendee')
  const uid = event?.getFirstPropertyValue('uid')
  if (!event || !attendee || typeof uid !== 'string')
    throw new Error('it says neither of which meeting it is nor whose')
  const answer =
    method === 'COUNTER' ? 'counter' : ANSWERS[String(attendee.getFirstParameter('partstat')).toUpperCase()]
  if (answer === undefined) throw new Error('it says neither yes, no nor perhaps')
  const proposed = answer === 'counter' ? startOf(event) : undefined
  const messageId = mail.messageId ?? ''
  if (hasControls(uid) || hasControls(messageId)) throw new Error('it says characters that nobody can type')
  return {
    kind: 'answer',
    uid,
    sequence: Number(event.getFirstPropertyValue('sequence') ?? 0),
    attendee: addressIn(String(attendee.getFirstValue())),
    from: (mail.from?.value[0]?.address ?? '').toLowerCase(),
    answer,
    ...(proposed !== undefined && { proposed }),
    messageId,
  }
}

const ANSWERS: Readonly<Record<string, MeetingAnswer>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
}

// PostgreSQL keeps no U+0000, and nothing that we send has any of them.
function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

function addressIn(written: string): string {
  return written
    .replace(/^mailto:/i, '')
    .trim()
    .toLowerCase()
}

// A time without a zone that is known could be any time: then it is only said that another one is proposed.
function startOf(event: ICAL.Component): string | undefined {
  const start = event.getFirstPropertyValue('dtstart')
  if (!(start instanceof ICAL.Time)) return undefined
  if (start.isDate) {
    const day = start.toString()
    return isLocalDate(day) ? day : undefined
  }
  return start.zone === ICAL.Timezone.localTimezone ? undefined : writeInstant(instant(start.toJSDate()))
}

function isReport({ headers }: ParsedMail): boolean {
  const type = headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined
  return type?.value === 'multipart/report' && type.params?.['report-type'] === 'delivery-status'
}

// A report is plain ASCII (RFC 3464). One of what has only been put off is none: the server goes on trying.
function bounceIn(report: string): ReadMail {
  if (!/^action:\s*failed/im.test(report)) return { kind: 'other' }
  const of = OURS.exec(report)?.[1]
  if (of === undefined || hasControls(of)) return { kind: 'other' }
  const words = /^diagnostic-code:\s*(.+(?:\r?\n[ \t]+.+)*)/im.exec(report)?.[1]
  const status = /^status:\s*([\d.]+)/im.exec(report)?.[1]
  const reason = (words ?? `status ${status ?? 'unknown'}`)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/^smtp;\s*/i, '')
  return { kind: 'bounce', of, reason: `It came back: ${reason}`.slice(0, LONGEST_REASON) }
}

const OURS = /^message-id:\s*(<(?:notice|digest)\.[0-9a-f-]{36}(?:\.\d+)?@[^>\s]+>)/im

function unreadable(error: unknown): ReadMail {
  // the parser's words can quote what it read
  const ours = error instanceof Error && error.message.startsWith('it says')
  return { kind: 'unreadable', because: ours ? error.message : 'its calendar is broken' }
}
