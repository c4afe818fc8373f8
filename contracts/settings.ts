import { isIP } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { commaList, roleMap, SECOND_FACTORS } from './identity-settings'
import { revealSecrets } from './secret-files'

const EMBEDDED_LINK = 'Start the embedded parts with npm start, or set it to your own.'

const port = z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65_535)
const text = z.string().trim().min(1)
const count = z.coerce.number({ error: 'must be a whole number' }).int().min(1).max(1_000_000)
const httpAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

/** How many proxies stand before the API, or which addresses and networks they have. */
export type TrustedProxies = number | readonly string[]

const proxies = text.transform((given, context): TrustedProxies => {
  if (/^[1-9]$/.test(given)) return Number(given)
  const listed = given.split(',').map((one) => one.trim())
  if (!listed.every(isNetwork)) {
    const message = 'must be how many proxies there are, or their addresses and networks, such as 10.0.0.0/8'
    context.addIssue({ code: 'custom', message })
  }
  return listed
})

function isNetwork(written: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(written)) return true
  const [address = '', bits, ...more] = written.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128))
  )
}

const plainConnection = z.enum(['temporal', 'smtp', 'imap', 'postgres'], {
  error: 'must name temporal, smtp, imap or postgres, with commas between',
})

const host = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/, {
    error: 'must name hosts such as documents.council.example, with commas between',
  })

const SETTINGS = z.object({
  PACE_PORT: port.default(8080),
  /** Where the API listens: on this machine alone, unless it is set, e.g. to 0.0.0.0 in a container. */
  PACE_HOST: text.default('127.0.0.1'),
  PACE_DATA_DIR: text.default('.pace'),
  PACE_POLICY: text.default('highland'),
  /** A council's own folder of policies and calendars, of the shape of ours, read besides them. */
  PACE_POLICIES: text.optional(),
  /** Where people reach the pages: links in notices begin with it. */
  PACE_PUBLIC_URL: httpAddress.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: text.default('default'),
  /** A key of Temporal Cloud, or of a server that takes bearer tokens. It travels encrypted: it switches TLS on. */
  TEMPORAL_API_KEY: text.optional(),
  // Encryption on the way to Temporal, by the names that Temporal's own command line and SDKs give these settings.
  TEMPORAL_TLS: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
  /** The authorities that the server's certificate may come from, when not one that this machine trusts already. */
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: text.optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: text.optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: text.optional(),
  /** The name in the server's certificate, when it is not that of TEMPORAL_ADDRESS. */
  TEMPORAL_TLS_SERVER_NAME: text.optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
  /**
   * Nothing is said to an smtp:// server before the connection is encrypted (STARTTLS). Unset: in production it must be, unless
   * the server is on this machine or PACE_ALLOW_PLAIN names smtp; elsewhere it is where the server offers it.
   */
  SMTP_REQUIRE_TLS: z.enum(['true', 'false'], { error: 'must be true or false' }).optional(),
  /** The authorities that the mail server's certificate may come from, when not one that this machine trusts already. */
  SMTP_CA_CERT_PATH: text.optional(),
  MAIL_FROM: text.default('PACE <pace@localhost>'),
  /** The most messages that all workers together send in a minute. */
  MAIL_PER_MINUTE: count.default(600),
  /** The mailbox of MAIL_FROM, in which answers to invitations and what came back are read. Unset, nobody reads it. */
  MAIL_REPLIES_URL: z
    .url({
      protocol: /^imaps?$/,
      error: 'must be an imaps:// address, such as imaps://user:password@mail.example/INBOX',
    })
    .refine((address) => !URL.canParse(address) || new URL(address).username !== '', {
      error: 'must name the user whose mailbox it is: imaps://user:password@mail.example/INBOX',
    })
    .optional(),
  /** Where the embedded mail sink shows what it was sent; unset where mail is really sent. */
  PACE_MAIL_ADDRESS: httpAddress.optional(),
  OIDC_ISSUER: httpAddress.optional(),
  /** Whom access tokens must be made out to. */
  OIDC_AUDIENCE: text.default('pace-api'),
  /** As which client the pages sign people in, and its secret. */
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  /** Where a token says what somebody is: a claim's name, or the way to it with dots between. */
  OIDC_ROLES_CLAIM: text.default('roles'),
  OIDC_LOCALITIES_CLAIM: text.default('localities'),
  /** And of which partner agency somebody is, by our codes. */
  OIDC_AGENCY_CLAIM: text.default('agency'),
  /** The council's groups and the roles that they give; without it, groups are called as our roles are. */
  OIDC_ROLE_MAP: roleMap.optional(),
  /** Off, nobody is asked for a second factor: for practice alone. */
  OIDC_MFA: z.enum(['required', 'off'], { error: 'must be required or off' }).default('required'),
  /** Which claim shows a second factor, such as amr or acr, and by which values. */
  OIDC_MFA_CLAIM: text.default('amr'),
  OIDC_MFA_VALUES: commaList.default(SECOND_FACTORS),
  /** Which connections may go unencrypted in production, in a network of one's own. */
  PACE_ALLOW_PLAIN: commaList.pipe(z.array(plainConnection)).default([]),
  /** Requests in a minute, of one caller and from one address, and sign-ins from one address. */
  PACE_LIMIT_CALLER: count.default(600),
  PACE_LIMIT_ADDRESS: count.default(3_000),
  PACE_LIMIT_SIGN_IN: count.default(120),
  /** How many different journeys one person may open in ten minutes. */
  PACE_LIMIT_JOURNEYS: count.default(120),
  /** The master keys: `id:base64` each, the first seals, the others only open. */
  PACE_KEYS: text.optional(),
  /** Who tells the API where a request came from, when it is not the one that connects: the audit keeps that, and limits count it. */
  PACE_TRUST_PROXY: proxies.optional(),
  /** The hosts of the council's document stores: documents of events may be there and nowhere else. Unset, anywhere. */
  PACE_DOCUMENT_HOSTS: commaList.pipe(z.array(host)).optional(),
  /** Counts from 1 to one less than this are not published. */
  PACE_SUPPRESS_BELOW: z.coerce.number({ error: 'must be a whole number' }).int().min(3).max(50).default(5),
  /** The file of the agreements under which children are given to somebody one by one, by pseudonyms. Unset, there is none. */
  PACE_AGREEMENTS: text.optional(),
  /** The file that the audit is anchored in, outside the database. */
  PACE_AUDIT_ANCHOR: text.optional(),
  NODE_ENV: text.optional(),
})

/** The settings of a process, from its environment alone; each was checked. */
export type Settings = z.infer<typeof SETTINGS>

/** What is wrong with the settings, in words for the person who made them. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings'

  constructor(faults: readonly string[]) {
    super(`Wrong settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  }
}

/**
 * Reads and checks the settings, those secrets among them that are in files. An empty variable counts as unset.
 *
 * Throws WrongSettings with one line for each wrong setting, naming it and what it must be.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const secrets = revealSecrets(environment)
  const given = Object.fromEntries(Object.entries(secrets.environment).filter(([, value]) => value?.trim()))
  const result = SETTINGS.safeParse(given)
  const faults = [
    ...secrets.faults,
    ...(result.error?.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`) ?? []),
    ...(result.success ? engineFaults(result.data) : []),
  ]
  if (!result.success || faults.length > 0) throw new WrongSettings(faults)
  return result.data
}

/** The settings about Temporal that mean nothing without another, or contradict it. */
function engineFaults(settings: Settings): string[] {
  const cert = 'TEMPORAL_TLS_CLIENT_CERT_PATH'
  const key = 'TEMPORAL_TLS_CLIENT_KEY_PATH'
  const encrypting = (
    ['TEMPORAL_API_KEY', 'TEMPORAL_TLS_SERVER_CA_CERT_PATH', cert, key, 'TEMPORAL_TLS_SERVER_NAME'] as const
  ).filter((name) => settings[name] !== undefined)
  const faults: string[] = []
  if (settings[cert] !== undefined && settings[key] === undefined)
    faults.push(`${key} is not set, and ${cert} is: set both, or neither`)
  if (settings[key] !== undefined && settings[cert] === undefined)
    faults.push(`${cert} is not set, and ${key} is: set both, or neither`)
  if (settings.TEMPORAL_TLS === 'false' && encrypting.length > 0)
    faults.push(`TEMPORAL_TLS is false, and ${encrypting.join(', ')} cannot do without it`)
  const ofAServer = [...(settings.TEMPORAL_TLS === 'true' ? ['TEMPORAL_TLS'] : []), ...encrypting]
  if (settings.TEMPORAL_ADDRESS === undefined && ofAServer.length > 0)
    faults.push(
      `TEMPORAL_ADDRESS is not set, and ${ofAServer.join(', ')} belongs to a server of your own: set it`,
    )
  return faults
}

/** A setting that a part cannot do without. Throws WrongSettings that name it and the way to it. */
export function need<
  Name extends 'DATABASE_URL' | 'TEMPORAL_ADDRESS' | 'SMTP_URL' | 'OIDC_ISSUER' | 'PACE_KEYS',
>(settings: Settings, name: Name): string {
  const value = settings[name]
  if (value !== undefined) return value
  throw new WrongSettings([`${name} is not set. ${EMBEDDED_LINK}`])
}

/** The file that the audit is anchored in: relative ones as the data folder is, from the project's root. */
export function auditAnchorOf(settings: Settings): string {
  const root = path.resolve(__dirname, '..')
  const { PACE_AUDIT_ANCHOR: file = path.join(settings.PACE_DATA_DIR, 'audit-anchors.log') } = settings
  return path.resolve(root, file)
}

/** Where people reach this installation: links in notices begin with it. Without a trailing slash. */
export function publicUrlOf(settings: Settings): string {
  return (settings.PACE_PUBLIC_URL ?? `http://127.0.0.1:${settings.PACE_PORT}`).replace(/\/+$/, '')
}
