import { createTransport, type Transporter } from 'nodemailer'

export interface Message {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same as a page, for mail programs that show one. */
  readonly html?: string
  /** What a calendar program takes into the diary: an iCalendar object and its method (RFC 5546, RFC 6047). */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string }
  /** Kept the same at every try, so that a repeated message is known as one. */
  readonly messageId: string
  /** When the notice was made: a repeated message has the same date too. */
  readonly date: Date
}

/** Sends one message; throws what the mail server or the way to it says. */
export interface Mailer {
  send(message: Message): Promise<void>
  close(): void
}

const CONNECT_LIMIT_MS = 5_000
const ANSWER_LIMIT_MS = 15_000

/** Mail over SMTP, with a connection kept open between messages. */
export function smtpMailer(smtpUrl: string, from: string): Mailer {
  const transport: Transporter = createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections: 2,
      connectionTimeout: CONNECT_LIMIT_MS,
      greetingTimeout: CONNECT_LIMIT_MS,
      socketTimeout: ANSWER_LIMIT_MS,
      // Nothing in a notice is ever fetched from a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  return {
    async send({ calendar, ...message }) {
      await transport.sendMail({ ...message, ...(calendar && { icalEvent: calendar }) })
    },
    close: () => transport.close(),
  }
}

/** The Message-ID of a notice: one for all its tries. */
export function messageIdOf(noticeId: string, from: string): string {
  const host = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return `<notice.${noticeId}@${host}>`
}

/** Did the mail server refuse this very message or recipient for good, so that trying again would only annoy it? */
export function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  const aboutTheMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  return aboutTheMessage && responseCode !== undefined && responseCode >= 500 && responseCode < 600
}

/** What went wrong, in the mail server's own words where it said something. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { response, message } = error as { response?: string; message?: string }
  return (response ?? message ?? 'unknown').slice(0, 500)
}
