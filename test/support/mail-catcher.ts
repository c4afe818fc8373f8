import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface CaughtMail {
  readonly messageId: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The whole message, as it was sent. */
  readonly source: string
}

/** What an SMTP server answers a recipient: a code and words of it, or that it is taken (undefined). */
export type Answer = number | { readonly code: number; readonly words: string } | undefined

/** A real SMTP server that keeps what it accepts, and refuses what it is told to. */
export interface MailCatcher {
  readonly url: string
  readonly mail: readonly CaughtMail[]
  /** How it answers recipients from now on, e.g. with 451 or 550; for each by the number of the attempt, from 1, and the address. */
  answer(how: Answer | ((attempt: number, address: string) => Answer)): void
  readonly attempts: () => number
  close(): Promise<void>
}

/** How the server is spoken to; in the clear and by anybody unless said otherwise. */
export interface CatcherOptions {
  /** `from-the-start` is smtps; `offered` is STARTTLS. */
  readonly tls?: 'from-the-start' | 'offered'
  readonly certificate?: { readonly certificate: string; readonly key: string }
  /** Who may send. */
  readonly login?: { readonly user: string; readonly password: string }
}

export async function catchMail({ tls, certificate, login }: CatcherOptions = {}): Promise<MailCatcher> {
  const mail: CaughtMail[] = []
  let how: Parameters<MailCatcher['answer']>[0]
  let attempts = 0
  const options: SMTPServerOptions = {
    authOptional: login === undefined,
    secure: tls === 'from-the-start',
    disabledCommands: tls === 'offered' ? [] : ['STARTTLS'],
    ...(certificate && { key: certificate.key, cert: certificate.certificate }),
    // the one who asks is not shown what is wrong with what they said, but for what they said
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) return done(null, { user: username })
      const refused = new Error(`Authentication failed for ${username} with ${password}`)
      done(Object.assign(refused, { responseCode: 535 }))
    },
    onRcptTo({ address }, _session, done) {
      attempts += 1
      const answer = typeof how === 'function' ? how(attempts, address) : how
      if (answer === undefined) return done()
      const { code, words } =
        typeof answer === 'number' ? { code: answer, words: 'not now, thank you' } : answer
      done(Object.assign(new Error(words), { responseCode: code }))
    },
    onData(stream, _session, done) {
      buffer(stream)
        .then(async (source) => {
          const parsed = await simpleParser(source)
          const to = Array.isArray(parsed.to) ? parsed.to[0] : parsed.to
          mail.push({
            messageId: parsed.messageId ?? '',
            from: parsed.from?.text ?? '',
            to: to?.text ?? '',
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            html: typeof parsed.html === 'string' ? parsed.html : '',
            source: source.toString('utf8'),
          })
          done()
        })
        .catch(done)
    },
  }
  const server = new SMTPServer(options)
  // a client that breaks off is one of the things that are tried
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `${tls === 'from-the-start' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    mail,
    answer(next) {
      how = next
    },
    attempts: () => attempts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
