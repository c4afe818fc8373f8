import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { TLSConfig } from '@temporalio/client'
import { need, WrongSettings, type Settings } from '../contracts/settings'

/** How to reach the engine, in the words that a client's connection and a worker's both take. */
export interface EngineConnection {
  /** host:port */
  readonly address: string
  readonly apiKey?: string
  /** Absent, the way to the engine is not encrypted. */
  readonly tls?: TLSConfig
}

/**
 * What the settings say about the engine: a server on this machine or in a network of one's own; one that asks for a
 * client certificate; Temporal Cloud, with a certificate or an API key. The files that they name are read and checked.
 *
 * Throws WrongSettings that name the setting whose file cannot be used, and why.
 */
export function connectionOptions(settings: Settings): EngineConnection {
  const address = need(settings, 'TEMPORAL_ADDRESS')
  const { TEMPORAL_API_KEY: apiKey } = settings
  const tls = tlsOf(settings)
  return {
    address,
    ...(apiKey !== undefined && { apiKey }),
    ...((settings.TEMPORAL_TLS === 'true' || apiKey !== undefined || Object.keys(tls).length > 0) && { tls }),
  }
}

function tlsOf(settings: Settings): TLSConfig {
  const {
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
    TEMPORAL_TLS_CLIENT_CERT_PATH: cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: key,
    TEMPORAL_TLS_SERVER_NAME: serverName,
  } = settings
  return {
    ...(serverName !== undefined && { serverNameOverride: serverName }),
    ...(ca !== undefined && { serverRootCACertificate: authorities(ca) }),
    ...(cert !== undefined && key !== undefined && { clientCertPair: certificateWithKey(cert, key) }),
  }
}

type FileSetting =
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH' | 'TEMPORAL_TLS_CLIENT_CERT_PATH' | 'TEMPORAL_TLS_CLIENT_KEY_PATH'

function authorities(file: string): Buffer {
  const pem = contentOf('TEMPORAL_TLS_SERVER_CA_CERT_PATH', file)
  certificateIn('TEMPORAL_TLS_SERVER_CA_CERT_PATH', file, pem)
  return pem
}

function certificateWithKey(certFile: string, keyFile: string): { crt: Buffer; key: Buffer } {
  const crt = contentOf('TEMPORAL_TLS_CLIENT_CERT_PATH', certFile)
  const key = contentOf('TEMPORAL_TLS_CLIENT_KEY_PATH', keyFile)
  const certificate = certificateIn('TEMPORAL_TLS_CLIENT_CERT_PATH', certFile, crt)
  if (!certificate.checkPrivateKey(privateKeyIn(keyFile, key))) {
    throw wrong(
      'TEMPORAL_TLS_CLIENT_KEY_PATH',
      keyFile,
      `is not the key of the certificate in ${certFile}, which TEMPORAL_TLS_CLIENT_CERT_PATH names`,
    )
  }
  return { crt, key }
}

function contentOf(setting: FileSetting, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw wrong(setting, file, `cannot be read: ${(error as Error).message}`)
  }
}

function certificateIn(setting: FileSetting, file: string, pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw wrong(setting, file, 'holds no certificate in PEM')
  }
}

function privateKeyIn(file: string, pem: Buffer): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw wrong(
      'TEMPORAL_TLS_CLIENT_KEY_PATH',
      file,
      'holds no private key in PEM that opens without a password',
    )
  }
}

function wrong(setting: FileSetting, file: string, because: string): WrongSettings {
  return new WrongSettings([`${setting} names ${file}, which ${because}`])
}
