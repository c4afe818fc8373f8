import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface CaughtMail {
  readonly messageId: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** A real SMTP server that keeps what it accepts, and refuses what it is told to. */
export interface MailCatcher {
  readonly url: string
  readonly mail: readonly CaughtMail[]
  /** How it answers the recipients from now on: with a code of SMTP such as 451 or 550, or by accepting (undefined). */
  answer(code: number | undefined): void
  readonly attempts: () => number
  close(): Promise<void>
}

export async function catchMail(): Promise<MailCatcher> {
  const mail: CaughtMail[] = []
  let refusal: number | undefined
  let attempts = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      attempts += 1
      if (refusal === undefined) return done()
      done(Object.assign(new Error('not now, thank you'), { responseCode: refusal }))
    },
    onData(stream, _session, done) {
      simpleParser(stream)
        .then((parsed) => {
          const to = Array.isArray(parsed.to) ? parsed.to[0] : parsed.to
          mail.push({
            messageId: parsed.messageId ?? '',
            to: to?.text ?? '',
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
          })
          done()
        })
        .catch(done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mail,
    answer(code) {
      refusal = code
    },
    attempts: () => attempts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
