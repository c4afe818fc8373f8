import { readSettings } from '../../contracts/settings'
import { mailSettings } from '../../contracts/mail-settings'
import { smtpMailer, type Mailer } from '../../activities/notices/mail'
import { reasonOf, verdictOn } from '../../activities/notices/smtp-answer'
import { openAuthority } from '../support/certificates'
import { catchMail, type CatcherOptions } from '../support/mail-catcher'

const authority = openAuthority('The council')
const certificate = authority.give('localhost')
const login = { user: 'pace', password: 'Tr0ub4dor &/3' }
const CREDENTIALS = `${login.user}:${encodeURIComponent(login.password)}@`

/** What comes of one message to a server, spoken to in some way. */
async function sent(
  server: CatcherOptions,
  { credentials = '', ...how }: { credentials?: string; requireTls?: boolean; ca?: string } = {},
): Promise<{ subjects: string[]; error?: unknown }> {
  const catcher = await catchMail({ certificate, ...server })
  const url = catcher.url.replace('//127.0.0.1', `//${credentials}localhost`)
  const mailer: Mailer = smtpMailer({ url, from: 'PACE <pace@pace.example>', ...how })
  const message = {
    to: 'health@nhs.example',
    subject: 'Told',
    text: 'Told',
    messageId: '<1@x>',
    date: new Date(0),
  }
  try {
    const error = await mailer.send(message).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    return { subjects: catcher.mail.map(({ subject }) => subject), ...(error !== undefined && { error }) }
  } finally {
    mailer.close()
    await catcher.close()
  }
}

describe('Mail goes encrypted, to somebody who has signed in', () => {
  test.each(['from-the-start', 'offered'] as const)(
    'with TLS %s, of an authority that a file names',
    async (tls) => {
      const how = { credentials: CREDENTIALS, requireTls: true, ca: authority.certificate }
      expect(await sent({ tls, login }, how)).toEqual({ subjects: ['Told'] })
    },
  )
})

describe('Nothing is sent, and it is tried again later,', () => {
  const tls = 'offered'
  const ca = authority.certificate

  test('to a server that does not offer TLS where that is required', async () => {
    const { subjects, error } = await sent({}, { requireTls: true })
    expect(subjects).toEqual([])
    expect(verdictOn(error)).toBe('server')
  })

  test('to a server whose certificate nobody has vouched for', async () => {
    const { subjects, error } = await sent({ tls }, { requireTls: true })
    expect(subjects).toEqual([])
    expect(verdictOn(error)).toBe('server')
  })

  test('with a wrong password, which stands in nothing that is told of it', async () => {
    const wrong = 'not the password'
    const credentials = `${login.user}:${encodeURIComponent(wrong)}@`
    const { subjects, error } = await sent({ tls, login }, { credentials, requireTls: true, ca })
    expect(subjects).toEqual([])
    expect(verdictOn(error)).toBe('server')
    // the server says what it was told
    expect(reasonOf(error)).toContain('Authentication failed for pace with ***')
    const { message, stack } = error as Error
    const said = Buffer.from(`\u0000${login.user}\u0000${wrong}`).toString('base64')
    for (const text of [message, stack ?? '', JSON.stringify(error)]) {
      expect(text).not.toContain(wrong)
      expect(text).not.toContain(said)
    }
  })

  test('to a server that asks to sign in where nobody does', async () => {
    const { subjects, error } = await sent({ tls, login }, { requireTls: true, ca })
    expect(subjects).toEqual([])
    expect(verdictOn(error)).toBe('server')
  })
})

describe('The mail server by the settings', () => {
  const of = (env: NodeJS.ProcessEnv, read = () => authority.certificate) =>
    mailSettings(readSettings(env), read)

  test('must encrypt in production, unless it is on this machine, alone in its network, or said to need not', () => {
    const SMTP_URL = 'smtp://mail.council.example'
    const production = { NODE_ENV: 'production', SMTP_URL }
    expect(of(production).requireTls).toBe(true)
    expect(of({ SMTP_URL }).requireTls).toBe(false)
    expect(of({ SMTP_URL, SMTP_REQUIRE_TLS: 'true' }).requireTls).toBe(true)
    expect(of({ ...production, SMTP_URL: 'smtp://127.0.0.1:25' }).requireTls).toBe(false)
    expect(of({ ...production, PACE_ALLOW_PLAIN: 'smtp' }).requireTls).toBe(false)
  })

  test('has its authorities from a file, and says which when there is none in it', () => {
    const env = { SMTP_URL: 'smtps://mail.example', SMTP_CA_CERT_PATH: '/etc/ca.pem' }
    expect(of(env).ca).toBe(authority.certificate)
    expect(() => of(env, () => 'no certificate')).toThrow('SMTP_CA_CERT_PATH names /etc/ca.pem')
    const missing = () => {
      throw new Error('no such file')
    }
    expect(() => of(env, missing)).toThrow('cannot be read: no such file')
  })
})

describe('What an answer of a mail server means', () => {
  const answered = (response: string, command = 'RCPT TO', code = 'EENVELOPE') => ({
    code,
    command,
    response,
    responseCode: Number(response.slice(0, 3)),
  })
  test.each([
    ['a recipient who is not there', answered('550 5.1.1 no such user'), 'refused'],
    ['a message that is not taken', answered('554 5.7.1 spam', 'DATA', 'EMESSAGE'), 'refused'],
    ['a mailbox that is full', answered('452 4.2.2 full'), 'later'],
    ['a domain that does not answer', answered('451 4.4.1 no route'), 'later'],
    ['too many messages', answered('451 4.7.1 slow down'), 'server'],
    ['too little room', answered('452 too many recipients'), 'server'],
    ['a service that closes', answered('421 closing'), 'server'],
    ['a sender who may not', answered('550 5.7.60 may not send as this', 'MAIL FROM'), 'server'],
    ['a sign-in that is needed', answered('530 5.7.0 authenticate first', 'MAIL FROM'), 'server'],
    ['a wrong password', answered('535 no', 'AUTH PLAIN', 'EAUTH'), 'server'],
    ['no connection', Object.assign(new Error('refused'), { code: 'ESOCKET', syscall: 'connect' }), 'server'],
    ['silence', Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }), 'server'],
    ['what is no answer at all', 'broken', 'server'],
  ])('%s', (_, error, verdict) => {
    expect(verdictOn(error)).toBe(verdict)
  })
})
