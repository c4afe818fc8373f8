import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { NativeConnection } from '@temporalio/worker'
import { readSettings } from '../../contracts/settings'
import { engineHealth, openEngine } from '../../temporal/connection'
import { connectionOptions, type EngineConnection } from '../../temporal/connection-options'
import { openAuthority } from '../support/certificates'
import { testKeys } from '../support/keys'
import { openGuardedEngine, type GuardedEngine } from '../support/guarded-engine'
import { temporaryFolder } from '../support/temporary-folder'

const folder = temporaryFolder()
const council = openAuthority('Council')
const stranger = openAuthority('Stranger')
const worker = council.give('pace-worker.example')

/** Writes a file for the test and says where. */
function kept(name: string, content: string): string {
  const file = path.join(folder.path, name)
  writeFileSync(file, content)
  return file
}

const optionsOf = (env: NodeJS.ProcessEnv) =>
  connectionOptions(readSettings({ TEMPORAL_ADDRESS: 'temporal:7233', ...env }))

const withCertificate = () => ({
  TEMPORAL_TLS_CLIENT_CERT_PATH: kept('client.pem', worker.certificate),
  TEMPORAL_TLS_CLIENT_KEY_PATH: kept('client.key', worker.key),
})

describe('what the settings say about the engine', () => {
  test('an address alone is a server without encryption', () => {
    expect(optionsOf({})).toEqual({ address: 'temporal:7233' })
  })

  test('TEMPORAL_TLS alone encrypts, and trusts whom this machine trusts', () => {
    expect(optionsOf({ TEMPORAL_TLS: 'true' })).toEqual({ address: 'temporal:7233', tls: {} })
    expect(optionsOf({ TEMPORAL_TLS: 'false' })).toEqual({ address: 'temporal:7233' })
  })

  test('Temporal Cloud with an API key: the key, and encryption without being asked for it', () => {
    expect(
      optionsOf({ TEMPORAL_ADDRESS: 'eu-west-2.aws.api.temporal.io:7233', TEMPORAL_API_KEY: 'key' }),
    ).toEqual({ address: 'eu-west-2.aws.api.temporal.io:7233', apiKey: 'key', tls: {} })
  })

  test('Temporal Cloud with a certificate: certificate and key, as they are in their files', () => {
    expect(optionsOf({ TEMPORAL_ADDRESS: 'pace.a1b2c.tmprl.cloud:7233', ...withCertificate() })).toEqual({
      address: 'pace.a1b2c.tmprl.cloud:7233',
      tls: { clientCertPair: { crt: Buffer.from(worker.certificate), key: Buffer.from(worker.key) } },
    })
  })

  test("a server of the council's own: its authority and its name too", () => {
    const env = {
      ...withCertificate(),
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: kept('ca.pem', council.certificate),
      TEMPORAL_TLS_SERVER_NAME: 'temporal.council.example',
    }
    expect(optionsOf(env).tls).toEqual({
      serverNameOverride: 'temporal.council.example',
      serverRootCACertificate: Buffer.from(council.certificate),
      clientCertPair: { crt: Buffer.from(worker.certificate), key: Buffer.from(worker.key) },
    })
  })
})

describe('a file that cannot be used is named with its setting, before anything connects', () => {
  test('a file that is not there', () => {
    const TEMPORAL_TLS_SERVER_CA_CERT_PATH = path.join(folder.path, 'gone.pem')
    expect(() => optionsOf({ TEMPORAL_TLS_SERVER_CA_CERT_PATH })).toThrow(
      /TEMPORAL_TLS_SERVER_CA_CERT_PATH names .*gone\.pem, which cannot be read: ENOENT/,
    )
  })

  test('a file without a certificate', () => {
    const env = { ...withCertificate(), TEMPORAL_TLS_CLIENT_CERT_PATH: kept('a.pem', 'a certificate') }
    expect(() => optionsOf(env)).toThrow(
      /TEMPORAL_TLS_CLIENT_CERT_PATH names .*, which holds no certificate in PEM/,
    )
  })

  test('a file without a key', () => {
    const env = { ...withCertificate(), TEMPORAL_TLS_CLIENT_KEY_PATH: kept('a.key', worker.certificate) }
    expect(() => optionsOf(env)).toThrow(/TEMPORAL_TLS_CLIENT_KEY_PATH names .*, which holds no private key/)
  })

  test("somebody else's key", () => {
    const other = council.give('pace-relay.example')
    const env = { ...withCertificate(), TEMPORAL_TLS_CLIENT_KEY_PATH: kept('other.key', other.key) }
    expect(() => optionsOf(env)).toThrow(
      /TEMPORAL_TLS_CLIENT_KEY_PATH names .*, which is not the key of the certificate in .*client\.pem/,
    )
  })
})

describe('an engine behind TLS is reached', () => {
  const NAME = 'temporal.council.example'
  let engine: GuardedEngine
  afterEach(() => engine.close())

  /** Calls it once as api and relay do, and once as a worker does. */
  async function callBoth(options: EngineConnection): Promise<void> {
    const client = openEngine({ ...options, namespace: 'pace', keys: testKeys })
    expect(await engineHealth(client).reachable()).toBe(true)
    await client.connection.close()
    const connection = await NativeConnection.connect(options)
    await connection.close()
  }

  test('by a client and a worker, both of which show the certificate', async () => {
    engine = await openGuardedEngine(NAME, council, council)
    await callBoth(
      optionsOf({
        TEMPORAL_ADDRESS: engine.address,
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: kept('ca.pem', council.certificate),
        TEMPORAL_TLS_SERVER_NAME: NAME,
        ...withCertificate(),
      }),
    )
    expect(engine.calls.map(({ path: call }) => call.split('/').at(-1))).toEqual(
      expect.arrayContaining(['DescribeNamespace', 'GetSystemInfo']),
    )
    expect(new Set(engine.calls.map(({ client }) => client))).toEqual(new Set(['pace-worker.example']))
  })

  test('by a client and a worker, both of which bring the API key', async () => {
    engine = await openGuardedEngine(NAME, council)
    await callBoth(
      optionsOf({
        TEMPORAL_ADDRESS: engine.address,
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: kept('ca.pem', council.certificate),
        TEMPORAL_TLS_SERVER_NAME: NAME,
        TEMPORAL_API_KEY_FILE: kept('api-key', 'the key\n'),
      }),
    )
    expect(new Set(engine.calls.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer the key']),
    )
  })

  test('not without a certificate, nor with one from a stranger, nor when the server itself is a stranger', async () => {
    engine = await openGuardedEngine(NAME, council, council)
    const trusting = (authority: string) => ({
      TEMPORAL_ADDRESS: engine.address,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: kept('trusted.pem', authority),
      TEMPORAL_TLS_SERVER_NAME: NAME,
    })
    const other = stranger.give('pace-worker.example')
    const attempts = [
      optionsOf(trusting(council.certificate)),
      optionsOf({
        ...trusting(council.certificate),
        TEMPORAL_TLS_CLIENT_CERT_PATH: kept('other.pem', other.certificate),
        TEMPORAL_TLS_CLIENT_KEY_PATH: kept('other.key', other.key),
      }),
      optionsOf({ ...trusting(stranger.certificate), ...withCertificate() }),
    ]
    // side by side, since each is tried again until its time is up
    await Promise.all(
      attempts.map(async (options) => {
        const client = openEngine({ ...options, namespace: 'pace', keys: testKeys })
        await Promise.all([
          expect(NativeConnection.connect(options)).rejects.toThrow(),
          expect(engineHealth(client).reachable()).resolves.toBe(false),
        ])
        await client.connection.close()
      }),
    )
    expect(engine.calls).toEqual([])
  })
})
