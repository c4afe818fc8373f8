import { z } from 'zod'

const EMBEDDED_LINK = 'Start the embedded parts with npm start, or set it to your own.'

const port = z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65_535)
const text = z.string().trim().min(1)
const httpAddress = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

const SETTINGS = z.object({
  PACE_PORT: port.default(8080),
  /** Where the API listens: on this machine alone, unless it is set, e.g. to 0.0.0.0 in a container. */
  PACE_HOST: text.default('127.0.0.1'),
  PACE_DATA_DIR: text.default('.pace'),
  PACE_POLICY: text.default('highland'),
  /** Where people reach the pages: links in notices begin with it. */
  PACE_PUBLIC_URL: httpAddress.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }).optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/, 'must be host:port')
    .optional(),
  TEMPORAL_NAMESPACE: text.default('default'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
  MAIL_FROM: text.default('PACE <pace@localhost>'),
  /** Where the embedded mail sink shows what it was sent; unset where mail is really sent. */
  PACE_MAIL_ADDRESS: httpAddress.optional(),
  OIDC_ISSUER: httpAddress.optional(),
  /** Whom access tokens must be made out to. */
  OIDC_AUDIENCE: text.default('pace-api'),
  /** As which client the pages sign people in, and its secret. */
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  NODE_ENV: text.optional(),
})

/** The settings of a process, from its environment alone; each was checked. */
export type Settings = z.infer<typeof SETTINGS>

/**
 * Reads and checks the settings. An empty variable counts as unset.
 *
 * Throws an Error with one line for each wrong setting, naming it and what it must be.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const result = SETTINGS.safeParse(given)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new Error(`Wrong settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
}

/** A setting that a part cannot do without. Throws an Error that names it and the way to it. */
export function need<Name extends 'DATABASE_URL' | 'TEMPORAL_ADDRESS' | 'SMTP_URL' | 'OIDC_ISSUER'>(
  settings: Settings,
  name: Name,
): string {
  const value = settings[name]
  if (value !== undefined) return value
  throw new Error(`${name} is not set. ${EMBEDDED_LINK}`)
}

/** Where people reach this installation: links in notices begin with it. Without a trailing slash. */
export function publicUrlOf(settings: Settings): string {
  return (settings.PACE_PUBLIC_URL ?? `http://127.0.0.1:${settings.PACE_PORT}`).replace(/\/+$/, '')
}
