import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { auditAnchorOf, need, readSettings } from '../../contracts/settings'
import { temporaryFolder } from '../support/temporary-folder'

/** Why these settings are refused, line by line. */
function faults(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(env)
  } catch (error) {
    const [title, ...lines] = (error as Error).message.split('\n')
    expect(title).toBe('Wrong settings:')
    return lines.map((line) => line.trim())
  }
  return []
}

describe('settings', () => {
  test('each wrong one is named with what it must be', () => {
    expect(faults({ PACE_PORT: 'eighty', DATABASE_URL: 'mysql://db', TEMPORAL_TLS: 'yes' })).toEqual([
      'PACE_PORT must be a port number',
      'DATABASE_URL must be a postgresql:// address',
      'TEMPORAL_TLS must be true or false',
    ])
  })

  test('one that a part cannot do without is named when it is missing', () => {
    expect(() => need(readSettings({}), 'SMTP_URL')).toThrow('SMTP_URL is not set.')
  })
})

describe('settings of the audit', () => {
  test.each([
    ['1', 1],
    ['loopback, 10.0.0.0/8', ['loopback', '10.0.0.0/8']],
    ['192.0.2.1,2001:db8::/32', ['192.0.2.1', '2001:db8::/32']],
  ])('trusted are %s', (PACE_TRUST_PROXY, trusted) => {
    expect(readSettings({ PACE_TRUST_PROXY }).PACE_TRUST_PROXY).toEqual(trusted)
  })

  test.each(['true', '0', '*', '0.0.0.0/0', '10.0.0.0/33', 'proxy.example'])(
    'nobody is trusted by saying %s',
    (PACE_TRUST_PROXY) => {
      expect(faults({ PACE_TRUST_PROXY })).toEqual([
        'PACE_TRUST_PROXY must be how many proxies there are, or their addresses and networks, such as 10.0.0.0/8',
      ])
    },
  )

  test('documents are at the hosts that are named, and anywhere when none is', () => {
    expect(readSettings({}).PACE_DOCUMENT_HOSTS).toBeUndefined()
    expect(
      readSettings({ PACE_DOCUMENT_HOSTS: 'Documents.council.example, store.council.example:8443' })
        .PACE_DOCUMENT_HOSTS,
    ).toEqual(['documents.council.example', 'store.council.example:8443'])
  })

  test.each(['https://documents.council.example', 'documents.council.example/d', '*.council.example', ','])(
    'no host is %s',
    (PACE_DOCUMENT_HOSTS) => {
      expect(faults({ PACE_DOCUMENT_HOSTS }).join()).toMatch(/^PACE_DOCUMENT_HOSTS must name /)
    },
  )

  test('the anchors lie in the data folder unless they are to lie elsewhere', () => {
    const root = path.resolve(__dirname, '../..')
    expect(auditAnchorOf(readSettings({}))).toBe(path.join(root, '.pace/audit-anchors.log'))
    expect(auditAnchorOf(readSettings({ PACE_DATA_DIR: '/data' }))).toBe('/data/audit-anchors.log')
    expect(auditAnchorOf(readSettings({ PACE_AUDIT_ANCHOR: '/elsewhere/a.log' }))).toBe('/elsewhere/a.log')
  })
})

describe('settings about the way to Temporal', () => {
  const TEMPORAL_ADDRESS = 'temporal:7233'

  test('a certificate needs its key, and a key its certificate', () => {
    expect(faults({ TEMPORAL_ADDRESS, TEMPORAL_TLS_CLIENT_CERT_PATH: 'a.pem' })).toEqual([
      'TEMPORAL_TLS_CLIENT_KEY_PATH is not set, and TEMPORAL_TLS_CLIENT_CERT_PATH is: set both, or neither',
    ])
    expect(faults({ TEMPORAL_ADDRESS, TEMPORAL_TLS_CLIENT_KEY_PATH: 'a.key' })).toEqual([
      'TEMPORAL_TLS_CLIENT_CERT_PATH is not set, and TEMPORAL_TLS_CLIENT_KEY_PATH is: set both, or neither',
    ])
  })

  test('an API key never travels unencrypted', () => {
    expect(faults({ TEMPORAL_ADDRESS, TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'false' })).toEqual([
      'TEMPORAL_TLS is false, and TEMPORAL_API_KEY cannot do without it',
    ])
  })

  test('none of them is meant for the embedded engine', () => {
    expect(faults({ TEMPORAL_API_KEY: 'key' })).toEqual([
      'TEMPORAL_ADDRESS is not set, and TEMPORAL_API_KEY belongs to a server of your own: set it',
    ])
    expect(faults({ TEMPORAL_TLS: 'false' })).toEqual([])
  })
})

describe("settings about the council's sign-in", () => {
  test('groups give roles, one or several', () => {
    const map = { Practitioners: 'case-worker', 'Team Leads': ['manager', 'reviewer'] }
    expect(readSettings({ OIDC_ROLE_MAP: JSON.stringify(map) }).OIDC_ROLE_MAP).toEqual({
      Practitioners: ['case-worker'],
      'Team Leads': ['manager', 'reviewer'],
    })
  })

  test('a role that there is not is named, with the group that gives it', () => {
    expect(faults({ OIDC_ROLE_MAP: '{"Practitioners": ["case-worker", "head teacher"]}' })).toEqual([
      expect.stringMatching(
        /^OIDC_ROLE_MAP gives "Practitioners" the role "head teacher", which there is not: the roles are case-worker,/,
      ),
    ])
  })

  test.each(['Practitioners', '["case-worker"]', 'null'])('%s is no map of groups', (written) => {
    expect(faults({ OIDC_ROLE_MAP: written })).toEqual([
      expect.stringMatching(/^OIDC_ROLE_MAP must be a JSON object of groups and roles/),
    ])
  })

  test('a second factor is asked for unless it is said that it is not', () => {
    expect(readSettings({})).toMatchObject({ OIDC_MFA: 'required', OIDC_MFA_CLAIM: 'amr' })
    expect(readSettings({}).OIDC_MFA_VALUES).toContain('mfa')
    expect(readSettings({ OIDC_MFA_VALUES: 'phr, phrh' }).OIDC_MFA_VALUES).toEqual(['phr', 'phrh'])
    expect(faults({ OIDC_MFA: 'no', OIDC_MFA_VALUES: ' , ' })).toEqual([
      'OIDC_MFA must be required or off',
      'OIDC_MFA_VALUES must name something, with commas between',
    ])
  })
})

describe('a secret in a file', () => {
  const folder = temporaryFolder()
  const kept = (content: string) => {
    const file = path.join(folder.path, 'secret')
    writeFileSync(file, content)
    return file
  }

  test('is read from there, without the line end that an editor leaves', () => {
    const settings = readSettings({
      DATABASE_URL_FILE: kept('postgresql://pace:secret@db.example/pace\n'),
      DATABASE_URL: ' ',
    })
    expect(settings.DATABASE_URL).toBe('postgresql://pace:secret@db.example/pace')
  })

  test('is checked as the setting itself is, and its content is not shown', () => {
    expect(faults({ SMTP_URL_FILE: kept('hunter2') })).toEqual([
      'SMTP_URL must be an smtp:// or smtps:// address',
    ])
  })

  test('and in the environment too is one too many', () => {
    const DATABASE_URL_FILE = kept('postgresql://a.example/pace')
    expect(faults({ DATABASE_URL_FILE, DATABASE_URL: 'postgresql://b.example/pace' })).toEqual([
      'DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them',
    ])
  })

  test('that is missing or empty is named with its file', () => {
    const gone = path.join(folder.path, 'gone')
    expect(faults({ SMTP_URL_FILE: gone })).toEqual([
      expect.stringMatching(/^SMTP_URL_FILE names .*gone, which cannot be read: ENOENT/),
    ])
    const empty = kept('\n')
    expect(faults({ SMTP_URL_FILE: empty })).toEqual([`SMTP_URL_FILE names ${empty}, which is empty`])
  })
})
