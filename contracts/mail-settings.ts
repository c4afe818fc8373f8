import { readFileSync } from 'node:fs'
import { requiresMailTls } from './safe-for-production'
import { need, WrongSettings, type Settings } from './settings'

/** The mail server as the settings name it. */
export interface MailSettings {
  readonly url: string
  readonly from: string
  readonly requireTls: boolean
  /** In PEM. */
  readonly ca?: string
}

/** How mail is sent, by the settings. Throws WrongSettings, when there is no server or its authorities cannot be read. */
export function mailSettings(
  settings: Settings,
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): MailSettings {
  const ca = authoritiesIn(settings, read)
  return {
    url: need(settings, 'SMTP_URL'),
    from: settings.MAIL_FROM,
    requireTls: requiresMailTls(settings),
    ...(ca !== undefined && { ca }),
  }
}

function authoritiesIn(
  { SMTP_CA_CERT_PATH: file }: Settings,
  read: (file: string) => string,
): string | undefined {
  if (file === undefined) return undefined
  try {
    const pem = read(file)
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem
  } catch (error) {
    throw new WrongSettings([
      `SMTP_CA_CERT_PATH names ${file}, which cannot be read: ${(error as Error).message}`,
    ])
  }
  throw new WrongSettings([`SMTP_CA_CERT_PATH names ${file}, in which there is no certificate in PEM`])
}
