import { isIP } from 'node:net'
import { WrongSettings, type Settings } from './settings'

type PlainConnection = Settings['PACE_ALLOW_PLAIN'][number]

/**
 * Refuses settings that are for practice, or send what is said of a child over a network in the clear, once NODE_ENV is
 * `production`. Every process asks before it does anything else. Throws WrongSettings, with one line for each setting:
 * what is wrong, and which setting mends it.
 */
export function requireSafe(settings: Settings): void {
  const faults = unsafeIn(settings)
  if (faults.length > 0) throw new WrongSettings(faults)
}

/** What production refuses about these settings, a line for each; none outside production. */
export function unsafeIn(settings: Settings): string[] {
  if (settings.NODE_ENV !== 'production') return []
  return [
    issuerFault(settings),
    secondFactorFault(settings),
    mailSinkFault(settings),
    publicUrlFault(settings),
    databaseFault(settings),
    temporalFault(settings),
    mailFault(settings),
    repliesFault(settings),
  ].filter((fault) => fault !== undefined)
}

// The embedded sign-in, which lets anybody in, is on loopback: without TLS there is no issuer for production at all.
function issuerFault({ OIDC_ISSUER: issuer }: Settings): string | undefined {
  if (issuer === undefined || issuer.startsWith('https:')) return undefined
  return isThisMachine(hostOf(issuer))
    ? "OIDC_ISSUER is on this machine and without TLS, as the embedded sign-in is, which production refuses: set it to the https address of the council's own sign-in"
    : "OIDC_ISSUER is without TLS, so that anybody on the way could sign in as anybody: set it to the https address of the council's own sign-in"
}

function secondFactorFault({ OIDC_MFA: asked }: Settings): string | undefined {
  if (asked !== 'off') return undefined
  return 'OIDC_MFA is off, which production refuses: unset it, and name the claim by which your sign-in shows a second factor in OIDC_MFA_CLAIM and OIDC_MFA_VALUES'
}

function mailSinkFault({ PACE_MAIL_ADDRESS: sink }: Settings): string | undefined {
  if (sink === undefined) return undefined
  return 'PACE_MAIL_ADDRESS names a practice mail sink, whose page shows all mail to everybody, which production refuses: unset it'
}

function publicUrlFault({ PACE_PUBLIC_URL: url }: Settings): string | undefined {
  if (url === undefined || url.startsWith('https:') || isThisMachine(hostOf(url))) return undefined
  return 'PACE_PUBLIC_URL is without TLS: set it to an https address, and end TLS in front of PACE'
}

function databaseFault(settings: Settings): string | undefined {
  const { DATABASE_URL: url } = settings
  if (url === undefined || mayBePlain('postgres', settings)) return undefined
  const { hostname, searchParams } = new URL(url)
  // a host in the query that is a path is a socket of this machine
  const host = searchParams.get('host') ?? hostname
  if (host === '' || host.startsWith('/') || isThisMachine(host)) return undefined
  if (['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '')) return undefined
  return `DATABASE_URL leads to ${host} without TLS: add ?sslmode=verify-full to it${orAllow('postgres')}`
}

function temporalFault(settings: Settings): string | undefined {
  const { TEMPORAL_ADDRESS: address } = settings
  if (address === undefined || mayBePlain('temporal', settings) || isTemporalEncrypted(settings))
    return undefined
  const host = address.replace(/:\d+$/, '')
  if (isThisMachine(host)) return undefined
  return `TEMPORAL_ADDRESS leads to ${host} without TLS: set TEMPORAL_TLS=true, a client certificate or TEMPORAL_API_KEY${orAllow('temporal')}`
}

function isTemporalEncrypted(settings: Settings): boolean {
  return (
    settings.TEMPORAL_TLS === 'true' ||
    settings.TEMPORAL_API_KEY !== undefined ||
    settings.TEMPORAL_TLS_CLIENT_CERT_PATH !== undefined ||
    settings.TEMPORAL_TLS_SERVER_CA_CERT_PATH !== undefined ||
    settings.TEMPORAL_TLS_SERVER_NAME !== undefined
  )
}

function mailFault(settings: Settings): string | undefined {
  const { SMTP_URL: url } = settings
  if (url === undefined || mayBePlain('smtp', settings)) return undefined
  const { hostname, protocol, searchParams } = new URL(url)
  if (isThisMachine(hostname)) return undefined
  const without = WITHOUT_TLS.find(([name, value]) => searchParams.get(name) === value)
  if (without !== undefined)
    return `SMTP_URL has ${without.join('=')} in it, with which anybody on the way could read notices: leave that out${orAllow('smtp')}`
  if (protocol === 'smtps:' || requiresMailTls(settings)) return undefined
  return `SMTP_URL leads to ${hostname}, and SMTP_REQUIRE_TLS is false, so that notices go in the clear where STARTTLS is not offered: unset that, or make it an smtps:// address${orAllow('smtp')}`
}

// what nodemailer takes from an address
const WITHOUT_TLS = [
  ['ignoreTLS', 'true'],
  ['requireTLS', 'false'],
  ['tls.rejectUnauthorized', 'false'],
] as const

/**
 * Must the connection to the mail server be encrypted before anything is said? As the settings say; where they do not, in
 * production, unless the server is on this machine or in a network that only PACE is in.
 */
export function requiresMailTls(settings: Settings): boolean {
  const { SMTP_URL: url = '', SMTP_REQUIRE_TLS: required, NODE_ENV } = settings
  if (required !== undefined) return required === 'true'
  if (NODE_ENV !== 'production' || url === '' || mayBePlain('smtp', settings)) return false
  return !isThisMachine(hostOf(url))
}

function repliesFault(settings: Settings): string | undefined {
  const { MAIL_REPLIES_URL: url } = settings
  if (url === undefined || mayBePlain('imap', settings) || url.startsWith('imaps:')) return undefined
  const { hostname, searchParams } = new URL(url)
  if (isThisMachine(hostname) || searchParams.get('requireTLS') === 'true') return undefined
  return `MAIL_REPLIES_URL leads to ${hostname} without TLS: make it an imaps:// address, or add ?requireTLS=true to it${orAllow('imap')}`
}

function mayBePlain(connection: PlainConnection, { PACE_ALLOW_PLAIN: allowed }: Settings): boolean {
  return allowed.includes(connection)
}

function orAllow(connection: PlainConnection): string {
  return `; or, in a network that only PACE is in, put ${connection} into PACE_ALLOW_PLAIN`
}

function hostOf(url: string): string {
  return new URL(url).hostname
}

function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true
  return isIP(bare) === 4 && bare.startsWith('127.')
}
