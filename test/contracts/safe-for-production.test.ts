import { requireSafe, unsafeIn } from '../../contracts/safe-for-production'
import { readSettings } from '../../contracts/settings'

const production = (env: NodeJS.ProcessEnv) => unsafeIn(readSettings({ NODE_ENV: 'production', ...env }))

describe('production refuses, and says which setting mends it', () => {
  test.each([
    [
      { OIDC_ISSUER: 'http://127.0.0.1:8091' },
      /^OIDC_ISSUER is on this machine .* as the embedded sign-in is/,
    ],
    [{ OIDC_ISSUER: 'http://login.council.example' }, /^OIDC_ISSUER is without TLS/],
    [{ OIDC_MFA: 'off' }, /^OIDC_MFA is off.*OIDC_MFA_CLAIM/],
    [{ PACE_PUBLIC_URL: 'http://pace.council.example' }, /^PACE_PUBLIC_URL is without TLS/],
    [{ PACE_MAIL_ADDRESS: 'http://mail.example' }, /^PACE_MAIL_ADDRESS names a practice mail sink/],
    [
      { DATABASE_URL: 'postgresql://pace:secret@db.council.example/pace' },
      /^DATABASE_URL leads to db\.council\.example without TLS: add \?sslmode=verify-full/,
    ],
    [{ DATABASE_URL: 'postgresql://db.example/pace?sslmode=prefer' }, /^DATABASE_URL/],
    [{ DATABASE_URL: 'postgresql://localhost/pace?host=db.example' }, /^DATABASE_URL leads to db\.example/],
    [
      { TEMPORAL_ADDRESS: 'temporal:7233' },
      /^TEMPORAL_ADDRESS leads to temporal without TLS: set TEMPORAL_TLS/,
    ],
    [{ TEMPORAL_ADDRESS: '10.0.0.7:7233' }, /put temporal into PACE_ALLOW_PLAIN$/],
    [
      { SMTP_URL: 'smtp://mail.council.example', SMTP_REQUIRE_TLS: 'false' },
      /^SMTP_URL .* smtps:\/\/ .*put smtp into PACE_ALLOW_PLAIN$/,
    ],
    [{ SMTP_URL: 'smtp://127.0.0.1.example', SMTP_REQUIRE_TLS: 'false' }, /^SMTP_URL/],
    [
      { MAIL_REPLIES_URL: 'imap://pace:secret@mail.council.example/INBOX' },
      /^MAIL_REPLIES_URL leads to mail\.council\.example without TLS: .*put imap into PACE_ALLOW_PLAIN$/,
    ],
    [
      { SMTP_URL: 'smtps://mail.example?tls.rejectUnauthorized=false' },
      /^SMTP_URL has tls.rejectUnauthorized=false/,
    ],
    [{ SMTP_URL: 'smtp://mail.example?ignoreTLS=true' }, /^SMTP_URL has ignoreTLS=true/],
  ])('%j', (env, because) => {
    expect(production(env)).toEqual([expect.stringMatching(because)])
    expect(() => requireSafe(readSettings({ NODE_ENV: 'production', ...env }))).toThrow('Wrong settings')
    expect(unsafeIn(readSettings(env))).toEqual([])
  })

  test('every one of them at once, a line for each, and no password in any', () => {
    const faults = production({
      OIDC_ISSUER: 'http://login.council.example',
      DATABASE_URL: 'postgresql://pace:hunter2@db.example/pace',
      SMTP_URL: 'smtp://pace:hunter2@mail.example',
      SMTP_REQUIRE_TLS: 'false',
    })
    expect(faults).toHaveLength(3)
    expect(faults.join()).not.toContain('hunter2')
  })
})

describe('production takes', () => {
  test.each([
    {},
    { OIDC_ISSUER: 'https://login.council.example', PACE_PUBLIC_URL: 'https://pace.council.example' },
    { PACE_PUBLIC_URL: 'http://127.0.0.1:8080' },
    { DATABASE_URL: 'postgresql://db.example/pace?sslmode=verify-full' },
    { DATABASE_URL: 'postgresql://pace@127.0.0.1:5432/pace' },
    { DATABASE_URL: 'postgresql:///pace?host=/var/run/postgresql' },
    { TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_TLS: 'true' },
    { TEMPORAL_ADDRESS: 'eu.api.temporal.io:7233', TEMPORAL_API_KEY: 'key' },
    { TEMPORAL_ADDRESS: 'localhost:7233' },
    { SMTP_URL: 'smtps://mail.example' },
    { MAIL_REPLIES_URL: 'imaps://pace:secret@mail.example' },
    { MAIL_REPLIES_URL: 'imap://pace:secret@mail.example?requireTLS=true' },
    { MAIL_REPLIES_URL: 'imap://pace:secret@127.0.0.1:1143' },
    { SMTP_URL: 'smtp://mail.example?requireTLS=true' },
    { SMTP_URL: 'smtp://mail.example' },
    { SMTP_URL: 'smtp://[::1]:25' },
  ])('%j', (env) => {
    expect(production(env)).toEqual([])
  })

  test('a plain connection that is named, and no other', () => {
    const plain = { TEMPORAL_ADDRESS: 'temporal:7233', SMTP_URL: 'smtp://mail:25', SMTP_REQUIRE_TLS: 'false' }
    expect(production({ ...plain, PACE_ALLOW_PLAIN: 'temporal, smtp' })).toEqual([])
    expect(production({ ...plain, PACE_ALLOW_PLAIN: 'temporal' })).toEqual([
      expect.stringMatching(/^SMTP_URL/),
    ])
    expect(() => production({ PACE_ALLOW_PLAIN: 'everything' })).toThrow(
      'PACE_ALLOW_PLAIN must name temporal, smtp, imap or postgres',
    )
  })
})
