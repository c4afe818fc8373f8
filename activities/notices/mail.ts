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

/** Sends one message; throws what the mail server or the way to it says, in which no password stands. */
export interface Mailer {
  send(message: Message): Promise<void>
  close(): void
}

/** The mail server, and how it is spoken to. */
export interface MailServer {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly url: string
  /** Who messages come from. */
  readonly from: string
  /** Nothing is said before the connection is encrypted; an `smtp://` server that does not offer STARTTLS is sent nothing. */
  readonly requireTls?: boolean
  /** The authorities that its certificate may come from, in PEM, where this machine does not trust them already. */
  readonly ca?: string
}

const CONNECTIONS = 4
const CONNECT_LIMIT_MS = 5_000
const ANSWER_LIMIT_MS = 15_000

/** Mail over SMTP, with a few connections kept open between messages. */
export function smtpMailer({ url, from, requireTls = false, ca }: MailServer): Mailer {
  const closing = lastWords()
  const transport: Transporter = createTransport(
    {
      url,
      pool: true,
      maxConnections: CONNECTIONS,
      // tried again by us alone, who keep what came of it
      maxRequeues: 0,
      connectionTimeout: CONNECT_LIMIT_MS,
      greetingTimeout: CONNECT_LIMIT_MS,
      socketTimeout: ANSWER_LIMIT_MS,
      ...(requireTls && { requireTLS: true }),
      tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
      logger: closing.logger,
      transactionLog: true,
      // Nothing in a notice is ever fetched from a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  )
  const secrets = secretsIn(url)
  return {
    async send({ calendar, ...message }) {
      const begun = performance.now()
      try {
        await transport.sendMail({ ...message, ...(calendar && { icalEvent: calendar }) })
      } catch (error) {
        throw withoutSecrets(closing.given(error, begun), secrets)
      }
    },
    close: () => transport.close(),
  }
}

/**
 * A server that closes the connection says why with 421, and the pool then tells only that it was closed. This listens for
 * such words, and for nothing else of what is said, and gives them to the error. Only to one of the pool's own, which it has
 * where nothing of the message was sent; a connection that broke under a message has an error with a command. And only what was
 * said since the message was given to the pool.
 */
function lastWords() {
  let last: { readonly words: string; readonly at: number } | undefined
  const nothing = () => undefined
  return {
    logger: {
      level: nothing,
      trace: nothing,
      debug({ tnx }: { readonly tnx?: string }, said: unknown) {
        if (tnx === 'server' && typeof said === 'string' && said.startsWith('421'))
          last = { words: said.trim(), at: performance.now() }
      },
      info: nothing,
      warn: nothing,
      error: nothing,
      fatal: nothing,
    },
    given(error: unknown, begun: number): unknown {
      if (last === undefined || last.at < begun) return error
      if (!(error instanceof Error) || 'response' in error || 'command' in error) return error
      return Object.assign(error, { response: last.words, responseCode: 421 })
    },
  }
}

// As they are, and as they are said to a server.
function secretsIn(url: string): readonly string[] {
  const { username, password } = new URL(url)
  if (password === '') return []
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)]
  const said = [secret, `\u0000${user}\u0000${secret}`].map((text) => Buffer.from(text).toString('base64'))
  return [...new Set([secret, password, ...said])]
}

// A server may repeat what it was told.
function withoutSecrets(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error)) return error
  const clean = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text)
  const { response } = error as { response?: unknown }
  error.message = clean(error.message)
  if (error.stack !== undefined) error.stack = clean(error.stack)
  return typeof response === 'string' ? Object.assign(error, { response: clean(response) }) : error
}
