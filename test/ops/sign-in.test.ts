import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

import { tokensOf } from '../../api/bearer'
import { OUR_CLAIMS } from '../../api/claims'
import { ROLES } from '../../domain/codes'
import { anyFreePort } from '../../ops/processes/free-port'
import { practiceToken } from '../../ops/sign-in/practice-token'
import { findPracticeUser, practiceUser } from '../../ops/sign-in/practice-users'
import { OwnProcess } from '../support/own-process'
import { temporaryFolder } from '../support/temporary-folder'

// as in production: a client has no second factor to show
const asking = { ...OUR_CLAIMS, mfa: { claim: 'amr', values: ['mfa'] } }

describe('practice users', () => {
  test('there is one for every role, found again by its id', () => {
    for (const role of ROLES) {
      const user = practiceUser(role)
      expect(user).toMatchObject({ sub: `practice-${role}`, roles: [role], localities: ['*'] })
      expect(findPracticeUser(user.sub)).toEqual(user)
    }
  })

  test('one of a locality sees that locality only', () => {
    const user = practiceUser('case-worker', 'badenoch-and-strathspey')
    expect(user).toEqual({
      sub: 'practice-case-worker-badenoch-and-strathspey',
      name: 'Practice case worker, Badenoch and Strathspey',
      roles: ['case-worker'],
      localities: ['badenoch-and-strathspey'],
    })
    expect(findPracticeUser(user.sub)).toEqual(user)
  })

  test('nobody else is one', () => {
    expect(findPracticeUser('practice-head-teacher')).toBeUndefined()
    expect(findPracticeUser('case-worker')).toBeUndefined()
    expect(findPracticeUser('practice-manager-*')).toBeUndefined()
    expect(() => practiceUser('head-teacher')).toThrow(/no role "head-teacher".*case-worker, reviewer/)
    expect(() => practiceUser('manager', 'Caithness')).toThrow(/"Caithness" is no locality's code/)
  })
})

describe('the embedded sign-in', () => {
  const folder = temporaryFolder()
  let issuer: string
  let signIn: OwnProcess | undefined

  const start = async () => {
    const env = { OIDC_ISSUER: issuer, PACE_DATA_DIR: folder.path, NODE_ENV: 'test' }
    signIn = await OwnProcess.start('sign-in', env, `${issuer}/.well-known/openid-configuration`)
  }
  const tokenFor = (role: string, locality?: string) =>
    practiceToken({ issuer, dataDir: folder.path, role, ...(locality === undefined ? {} : { locality }) })
  const verified = (token: string) =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), {
      issuer,
      audience: 'pace-api',
      algorithms: ['RS256'],
    })

  beforeEach(async () => {
    issuer = `http://127.0.0.1:${await anyFreePort()}`
    await start()
  })
  afterEach(() => signIn?.end())

  test('gives a token that an API can verify, with role, locality and name, good for a working day', async () => {
    const { payload, protectedHeader } = await verified(await tokenFor('case-worker', 'caithness'))
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' })
    expect(payload).toMatchObject({
      sub: 'practice-case-worker-caithness',
      roles: ['case-worker'],
      localities: ['caithness'],
      name: 'Practice case worker, Caithness',
      client_id: 'pace-cli',
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(8 * 60 * 60)
  })

  test('its tokens outlive a restart, and a second one signs with the same keys', async () => {
    const before = await tokenFor('manager')
    await signIn?.end()
    await start()
    await expect(verified(before)).resolves.toMatchObject({ payload: { localities: ['*'] } })
    const { payload } = await verified(await tokenFor('manager'))
    expect(payload.sub).toBe(decodeJwt(before).sub)
  })

  test('a connected system is a client of its own, and no user', async () => {
    const { payload } = await verified(await tokenFor('system'))
    expect(payload).toMatchObject({
      sub: 'pace-system',
      client_id: 'pace-system',
      roles: ['system'],
      localities: ['*'],
    })
    expect(payload).not.toHaveProperty('name')
    const caller = await tokensOf({ issuer, audience: 'pace-api', claims: asking }).callerOf(
      await tokenFor('system'),
    )
    expect(caller).toMatchObject({ id: 'pace-system', roles: ['system'], scope: { localities: 'authority' } })
    await expect(tokenFor('system', 'caithness')).rejects.toThrow(/without a locality/)
  })

  test('a partner is of an agency, and nobody else is', async () => {
    const tokens = tokensOf({ issuer, audience: 'pace-api', claims: OUR_CLAIMS })
    const scopeOf = async (role: string) => (await tokens.callerOf(await tokenFor(role))).scope
    await expect(scopeOf('partner')).resolves.toEqual({ localities: 'authority', agencies: ['health'] })
    await expect(scopeOf('legal')).resolves.toEqual({ localities: 'authority' })
  })

  test('an unknown role is answered with the roles there are', async () => {
    await expect(tokenFor('head-teacher')).rejects.toThrow(`The roles are ${ROLES.join(', ')}.`)
  })

  test('nobody without the secret of the data folder gets a token', async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${issuer}/token`, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ grant_type: 'urn:pace:practice-user', role: 'administrator' }),
      })
    const wrong = Buffer.from('pace-cli:guessed').toString('base64')
    expect((await ask({})).status).toBe(400)
    expect((await ask({ authorization: `Basic ${wrong}` })).status).toBe(401)
  })

  test('its keys are for their owner only', () => {
    const secrets = path.join(folder.path, 'sign-in')
    const modes = readdirSync(secrets).map((name) => [name, statSync(path.join(secrets, name)).mode & 0o777])
    expect(modes).toEqual([
      ['keys.json', 0o600],
      ['pace-cli-secret', 0o600],
      ['pace-system-secret', 0o600],
      ['pace-web-secret', 0o600],
    ])
    expect(statSync(secrets).mode & 0o777).toBe(0o700)
  })

  test('it ends with its launcher', async () => {
    await signIn?.loseLauncher()
    await expect(fetch(issuer)).rejects.toThrow()
  })

  test('it refuses to serve production', async () => {
    const env = { OIDC_ISSUER: issuer, PACE_DATA_DIR: folder.path, NODE_ENV: 'production' }
    await expect(OwnProcess.start('sign-in', env, `${issuer}/never`)).rejects.toThrow(
      /refuses to run with NODE_ENV=production/,
    )
  })
})
