import { statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { readSettings } from '../../contracts/settings'
import { readEmbedded, removeEmbedded, withEmbedded, writeEmbedded } from '../../ops/launcher/embedded'
import { embeddingOf } from '../../ops/launcher/embedding'
import { temporaryFolder } from '../support/temporary-folder'

describe('where the embedded parts are', () => {
  const folder = temporaryFolder()
  const addresses = { DATABASE_URL: 'postgresql://127.0.0.1:8086/pace', OIDC_ISSUER: 'http://127.0.0.1:8081' }

  test('is told to other commands while the launcher runs, and to their owner only', () => {
    expect(readEmbedded(folder.path)).toBeUndefined()
    writeEmbedded(folder.path, addresses)
    expect(readEmbedded(folder.path)).toEqual(addresses)
    expect(statSync(path.join(folder.path, 'embedded.json')).mode & 0o777).toBe(0o600)
    removeEmbedded(folder.path)
    expect(readEmbedded(folder.path)).toBeUndefined()
  })

  test('what a killed launcher left written is not believed', () => {
    const launcher = { pid: process.pid, started: 'at another time' }
    writeFileSync(path.join(folder.path, 'embedded.json'), JSON.stringify({ launcher, addresses }))
    expect(readEmbedded(folder.path)).toBeUndefined()
  })

  test('completes an environment, and changes nothing that a person has set', () => {
    writeEmbedded(folder.path, addresses)
    const env = { DATABASE_URL: 'postgresql://db.example.org/pace', OIDC_ISSUER: '' }
    expect(withEmbedded(env, folder.path)).toEqual({ ...env, OIDC_ISSUER: addresses.OIDC_ISSUER })
  })

  test('leaves a secret alone that a person has set by a file', () => {
    writeEmbedded(folder.path, addresses)
    const env = { DATABASE_URL_FILE: '/run/secrets/database-url' }
    expect(withEmbedded(env, folder.path)).toEqual({ ...env, OIDC_ISSUER: addresses.OIDC_ISSUER })
  })
})

describe('which parts are embedded', () => {
  test('all of them when nothing is set', () => {
    expect(embeddingOf(readSettings({}))).toEqual({
      temporal: true,
      postgres: true,
      mailSink: true,
      signIn: true,
      keys: true,
    })
  })

  test('not those whose address is set', () => {
    const settings = readSettings({
      TEMPORAL_ADDRESS: 'temporal:7233',
      SMTP_URL: 'smtp://mail:25',
      DATABASE_URL: ' ',
    })
    expect(embeddingOf(settings)).toEqual({
      temporal: false,
      postgres: true,
      mailSink: false,
      signIn: true,
      keys: true,
    })
  })

  test('in production never the sign-in, which lets anybody in', () => {
    const production = { NODE_ENV: 'production' }
    expect(() => embeddingOf(readSettings(production))).toThrow(
      /the embedded sign-in knows practice users only and is refused/,
    )
    const own = { ...production, OIDC_ISSUER: 'https://login.example.org', PACE_KEYS: 'key-1:abc' }
    expect(embeddingOf(readSettings(own))).toMatchObject({ signIn: false, keys: false })
  })

  test('in production never the keys, which would lie beside what they seal', () => {
    const production = { NODE_ENV: 'production', OIDC_ISSUER: 'https://login.example.org' }
    expect(() => embeddingOf(readSettings(production))).toThrow(/PACE_KEYS is not set: the embedded keys/)
  })
})
