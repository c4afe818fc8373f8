import { generateKeyPair, randomBytes, randomUUID, type JsonWebKey, type KeyObject } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

import { createPrivateFile, readIfThere } from '../files/private-file'

/** What the embedded sign-in keeps to itself. It outlives the process, so that tokens do too. */
export interface SignInSecrets {
  /** The private keys that tokens are signed with, the newest first. */
  readonly signingKeys: readonly JsonWebKey[]
  readonly cookieKeys: readonly string[]
}

/** Reads the secrets of a data folder, making them on first use; only their owner may read them. */
export async function signInSecrets(dataDir: string): Promise<SignInSecrets> {
  const file = path.join(secretsFolder(dataDir), 'keys.json')
  const kept = readIfThere(file)
  if (kept !== undefined) return JSON.parse(kept) as SignInSecrets
  const made: SignInSecrets = {
    signingKeys: [await signingKey()],
    cookieKeys: [randomBytes(32).toString('base64url')],
  }
  // of several processes that make them at once, one wins, and all go on with what it made
  createPrivateFile(file, `${JSON.stringify(made)}\n`)
  return JSON.parse(readIfThere(file) ?? '') as SignInSecrets
}

/** The secret by which the command line proves that it may ask for practice tokens: whoever can read the data folder can. */
export function commandLineSecret(dataDir: string): string {
  return clientSecret(dataDir, 'pace-cli-secret')
}

/** The secret by which the pages prove to the embedded sign-in that it is they who ask. */
export function pagesSecret(dataDir: string): string {
  return clientSecret(dataDir, 'pace-web-secret')
}

/** The secret of the client that a connected system is, to practise with. */
export function systemSecret(dataDir: string): string {
  return clientSecret(dataDir, 'pace-system-secret')
}

function clientSecret(dataDir: string, name: string): string {
  const file = path.join(secretsFolder(dataDir), name)
  createPrivateFile(file, randomBytes(32).toString('base64url'))
  return (readIfThere(file) ?? '').trim()
}

function secretsFolder(dataDir: string): string {
  const folder = path.join(dataDir, 'sign-in')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

async function signingKey(): Promise<JsonWebKey> {
  const { privateKey } = (await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })) as {
    privateKey: KeyObject
  }
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: randomUUID() }
}
