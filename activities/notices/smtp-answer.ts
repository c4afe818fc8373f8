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
 * May the mail server have taken the message, though it did not say so? Not when it said something, nor when there was no
 * connection to say anything in.
 */
export function mayHaveTaken(error: unknown): boolean {
  const { reply, code } = answerIn(error)
  return reply === undefined && !BEFORE_ANY_MESSAGE.includes(code ?? '')
}

const BEFORE_ANY_MESSAGE = [
  'EAUTH',
  'ETLS',
  'EDNS',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
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
  const { code, errno, syscall, responseCode, command, response } = error as {
    code?: string
    errno?: number | string
    syscall?: string
    responseCode?: number
    command?: string
    response?: string
  }
  const enhanced = /^\d{3}[ -][245]\.(\d{1,3})\.\d{1,3}/.exec(response ?? '')?.[1]
  const neverConnected = syscall === 'connect' || syscall === 'getaddrinfo' || errno === 'ECONNREFUSED'
  return {
    ...(responseCode !== undefined && { reply: responseCode }),
    ...(command !== undefined && { command }),
    ...(enhanced !== undefined && { enhanced }),
    ...(neverConnected ? { code: 'ECONNREFUSED' } : code !== undefined && { code }),
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
