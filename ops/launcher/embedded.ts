import { rmSync } from 'node:fs'
import path from 'node:path'

import { readIfThere, writePrivateFile } from '../files/private-file'
import { identify, isRunning, type ProcessIdentity } from '../processes/identity'

/** The settings that name an embedded part; one that a person has set themselves means that the part is not embedded. */
export const embeddedSettings = [
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'SMTP_URL',
  'PACE_MAIL_ADDRESS',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_MFA',
  'PACE_KEYS',
] as const
export type EmbeddedSetting = (typeof embeddedSettings)[number]

/** Where the parts of a running launcher are, and people reach it, as the settings by which our programs are told. */
export type EmbeddedAddresses = Partial<Record<EmbeddedSetting | 'PACE_PUBLIC_URL', string>>

/**
 * Where the embedded parts of a data folder are, or undefined when none run. Commands in another terminal find them so.
 */
export function readEmbedded(dataDir: string): EmbeddedAddresses | undefined {
  const content = readIfThere(fileIn(dataDir))
  if (content === undefined) return undefined
  const { launcher, addresses } = JSON.parse(content) as {
    launcher: ProcessIdentity
    addresses: EmbeddedAddresses
  }
  // a killed launcher could not remove the file
  return isRunning(launcher) ? addresses : undefined
}

/** Tells other commands where the embedded parts are. The file is private, since it holds passwords. */
export function writeEmbedded(dataDir: string, addresses: EmbeddedAddresses): void {
  writePrivateFile(
    fileIn(dataDir),
    `${JSON.stringify({ launcher: identify(process.pid), addresses }, null, 2)}\n`,
  )
}

/** Takes {@link writeEmbedded} back. */
export function removeEmbedded(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

/**
 * An environment completed by the running embedded parts: what a person has set themselves, by a file too, stays as it
 * is. A client is one of its issuer's alone, so the embedded sign-in's goes with it or not at all.
 */
export function withEmbedded(env: NodeJS.ProcessEnv, dataDir: string): NodeJS.ProcessEnv {
  const completed = { ...env }
  for (const [name, value] of Object.entries(readEmbedded(dataDir) ?? {})) {
    if (isOfSignIn(name) ? env.OIDC_ISSUER : completed[`${name}_FILE`]) continue
    if (isOfSignIn(name)) completed[name] = value
    else completed[name] ||= value
  }
  return completed
}

function isOfSignIn(name: string): boolean {
  return name === 'OIDC_CLIENT_ID' || name === 'OIDC_CLIENT_SECRET' || name === 'OIDC_MFA'
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'embedded.json')
}
