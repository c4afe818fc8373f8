/**
 * What an attempt to send came to, when it did not succeed.
 *
 * `refused`: this message or this recipient, for good. `later`: this message or this recipient, for now. `server`: the mail
 * server or the way to it, for now, whatever the message.
 */
export type Verdict = 'refused' | 'later' | 'server'

/**
 * Judges why a message was not sent. The one place where it is decided what is tried again.
 *
 * - A reply 5yz to the recipient or to the message is for good (RFC 5321, 4.2.1). One to anything before them, such as the
 *   sender, the sign-in or TLS, says that the server does not take anything from us as we are set up: no message is given up
 *   for it.
 * - A reply 4yz is for now. With an enhanced code X.1, X.2, X.4, X.5 or X.6 (RFC 3463: address, mailbox, routing, protocol,
 *   content) it is about this message; every other, 421, 450, 451 and 452 and X.7 (policy, such as a rate limit) among them,
 *   about the server.
 * - No reply at all (no connection, no name, no TLS, a time-out, a connection that broke) is about the server.
 */
export function verdictOn(error: unknown): Verdict {
  const { reply, command, enhanced } = answerIn(error)
  if (reply === undefined || reply < 400 || reply > 599) return 'server'
  if (reply >= 500) return isOfMessage(command) ? 'refused' : 'server'
  if (!isOfMessage(command)) return 'server'
  return ABOUT_THE_MESSAGE.includes(enhanced ?? '') ? 'later' : 'server'
}

const ABOUT_THE_MESSAGE = ['1', '2', '4', '5', '6']

/**
 * Can an answer that is about the mail server be about this recipient or message after all? A 4yz to them can, as of a greylist,
 * or of a mailbox that is asked too often; which of both it is shows in what the server answers others. 421 cannot: it closes.
 */
export function canBeOfMessage(error: unknown): boolean {
  const { reply, command } = answerIn(error)
  return reply !== undefined && reply >= 400 && reply < 500 && reply !== 421 && isOfMessage(command)
}

/**
 * May the mail server have taken the message, though it did not say so? Not when it said something, nor when nothing of the
 * message can have been on its way: before there was a connection, or while it was set up and the sender and the recipient were
 * named. A connection that breaks later, or falls silent, leaves it open.
 */
export function mayHaveTaken(error: unknown): boolean {
  const { reply, code, command } = answerIn(error)
  return (
    reply === undefined && !BEFORE_ANY_MESSAGE.includes(code ?? '') && !COMMANDS_BEFORE.test(command ?? '')
  )
}

// CONN is not among them: nodemailer says so too of a connection that breaks in the middle of a message.
const COMMANDS_BEFORE = /^(EHLO|HELO|LHLO|STARTTLS|AUTH\b.*|MAIL FROM|RCPT TO)$/

const BEFORE_ANY_MESSAGE = [
  'EAUTH',
  'ETLS',
  'EDNS',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // the time-outs of nodemailer, but for that of a connection that was in use
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
]

interface Answer {
  readonly reply?: number
  /** The command that was answered. */
  readonly command?: string
  /** The second part of an enhanced code, e.g. `7` of `4.7.1`. */
  readonly enhanced?: string
  readonly code?: string
}

function answerIn(error: unknown): Answer {
  if (typeof error !== 'object' || error === null) return {}
  const { code, originalCode, errno, syscall, responseCode, command, response } = error as {
    code?: string
    originalCode?: string
    errno?: number | string
    syscall?: string
    responseCode?: number
    command?: string
    response?: string
  }
  const enhanced = /^\d{3}[ -][245]\.(\d{1,3})\.\d{1,3}/.exec(response ?? '')?.[1]
  const neverConnected = syscall === 'connect' || syscall === 'getaddrinfo' || errno === 'ECONNREFUSED'
  const known = originalCode?.endsWith('_TIMEOUT') ? originalCode : code
  return {
    ...(responseCode !== undefined && { reply: responseCode }),
    ...(command !== undefined && { command }),
    ...(enhanced !== undefined && { enhanced }),
    ...(neverConnected ? { code: 'ECONNREFUSED' } : known !== undefined && { code: known }),
  }
}

function isOfMessage(command: string | undefined): boolean {
  return command === 'RCPT TO' || command === 'DATA' || command === 'BDAT'
}

/** What went wrong, in the mail server's own words where it said something. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { response, message } = error as { response?: string; message?: string }
  return (response ?? message ?? 'unknown').slice(0, 500)
}

/**
 * The same as is kept of the mail server and shown to all: without addresses and what is quoted; of words that repeat the
 * message's subject, which names a child's reference, only the codes.
 */
export function wordsOfServer(reason: string, subject: string): string {
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').toLowerCase()
  if (plain(reason).includes(plain(subject))) return CODES.exec(reason)?.[0] ?? 'no reason that can be shown'
  return reason.replaceAll(NAMING, '…')
}

const CODES = /^\d{3}([ -]\d\.\d{1,3}\.\d{1,3})?/
const NAMING = /<[^>]*>|"[^"]*"|“[^”]*”|(?<!\w)'[^']*'|[^\s<>"]+@[^\s<>"]+/g
