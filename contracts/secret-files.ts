import { readFileSync } from 'node:fs'

/** The settings that hold a secret: a password, or an address with one in it. */
export const SECRETS = [
  'DATABASE_URL',
  'TEMPORAL_API_KEY',
  'SMTP_URL',
  'MAIL_REPLIES_URL',
  'OIDC_CLIENT_SECRET',
  'PACE_KEYS',
] as const
export type Secret = (typeof SECRETS)[number]

/** An environment in which secrets stand as themselves, and what was wrong with the files that should hold them. */
export interface RevealedSecrets {
  readonly environment: NodeJS.ProcessEnv
  readonly faults: readonly string[]
}

/**
 * Reads the secrets that are handed over as files, as Docker and Kubernetes do: NAME_FILE names the file that holds
 * NAME. White space around the secret, such as an editor's last line end, is not part of it.
 */
export function revealSecrets(
  environment: NodeJS.ProcessEnv,
  read: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): RevealedSecrets {
  const revealed = { ...environment }
  const faults: string[] = []
  for (const name of SECRETS) {
    const file = environment[fileSetting(name)]?.trim()
    if (!file) continue
    if (environment[name]?.trim()) {
      faults.push(`${name} and ${fileSetting(name)} are both set: keep one of them`)
      continue
    }
    try {
      const secret = read(file).trim()
      if (secret === '') faults.push(`${fileSetting(name)} names ${file}, which is empty`)
      else revealed[name] = secret
    } catch (error) {
      faults.push(`${fileSetting(name)} names ${file}, which cannot be read: ${(error as Error).message}`)
    }
  }
  return { environment: revealed, faults }
}

/** The setting that names the file of a secret. */
export function fileSetting(name: Secret): `${Secret}_FILE` {
  return `${name}_FILE`
}
