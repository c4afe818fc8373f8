import { createRemoteJWKSet, jwtVerify } from 'jose'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client'

import { ROLES } from '../../domain/codes'
import { anyFreePort } from '../../ops/processes/free-port'
import { OwnProcess } from '../support/own-process'
import { temporaryFolder } from '../support/temporary-folder'
import { destinationOf, Visitor } from '../support/visitor'

const publicUrl = 'http://127.0.0.1:8080'
const callback = `${publicUrl}/sign-in/callback`

describe('signing in with a browser', () => {
  const folder = temporaryFolder()
  let issuer: string
  let signIn: OwnProcess | undefined
  let client: Configuration
  let visitor: Visitor

  const start = async (more: NodeJS.ProcessEnv = {}) => {
    const env = {
      OIDC_ISSUER: issuer,
      PACE_DATA_DIR: folder.path,
      NODE_ENV: 'test',
      PACE_PORT: '8080',
      ...more,
    }
    signIn = await OwnProcess.start('sign-in', env, `${issuer}/.well-known/openid-configuration`)
  }

  beforeEach(async () => {
    issuer = `http://127.0.0.1:${await anyFreePort()}`
    await start()
    const secret = readFileSync(path.join(folder.path, 'sign-in', 'pace-web-secret'), 'utf8')
    client = await discovery(new URL(issuer), 'pace-web', undefined, ClientSecretBasic(secret), {
      execute: [allowInsecureRequests],
    })
    visitor = new Visitor()
  })
  afterEach(() => signIn?.end())

  /** What the pages do when somebody wants to sign in. */
  const begin = async () => {
    const checks = {
      pkceCodeVerifier: randomPKCECodeVerifier(),
      expectedState: randomState(),
      expectedNonce: randomNonce(),
    }
    const url = buildAuthorizationUrl(client, {
      redirect_uri: callback,
      scope: 'openid profile',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      code_challenge: await calculatePKCECodeChallenge(checks.pkceCodeVerifier),
      code_challenge_method: 'S256',
      prompt: 'login',
    })
    return { url, checks }
  }
  const questionOf = async (url: URL) => destinationOf(await visitor.open(url))
  const choose = async (question: URL, fields: Record<string, string>) => {
    const answered = await visitor.send(question, fields)
    return destinationOf(await visitor.open(destinationOf(answered)))
  }
  const signInAs = async (fields: Record<string, string>) => {
    const { url, checks } = await begin()
    const cameBackTo = await choose(await questionOf(url), fields)
    return authorizationCodeGrant(client, cameBackTo, { ...checks, idTokenExpected: true })
  }
  const without = (url: URL, ...names: string[]) => {
    const changed = new URL(url)
    for (const name of names) changed.searchParams.delete(name)
    return changed
  }
  const refusal = async (response: Response) => ({ status: response.status, page: await response.text() })

  test('a chosen practice user gets a token for the API, good for a working day, and is named to the pages', async () => {
    const tokens = await signInAs({ who: 'practice-case-worker-caithness' })
    expect(tokens.claims()).toMatchObject({
      iss: issuer,
      aud: 'pace-web',
      sub: 'practice-case-worker-caithness',
      name: 'Practice case worker, Caithness',
    })
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keys, {
      issuer,
      audience: 'pace-api',
    })
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' })
    expect(payload).toMatchObject({
      sub: 'practice-case-worker-caithness',
      roles: ['case-worker'],
      localities: ['caithness'],
      name: 'Practice case worker, Caithness',
      client_id: 'pace-web',
    })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(8 * 60 * 60)
    expect(tokens.refresh_token).toBeUndefined()
  })

  test('somebody else is put together of a role and a locality', async () => {
    const tokens = await signInAs({ role: 'legal', locality: 'skye' })
    expect(tokens.claims()).toMatchObject({
      sub: 'practice-legal-skye',
      name: 'Practice legal adviser, Skye',
    })
  })

  test('the page offers people by name, and every role except that of connected systems', async () => {
    const page = await (await visitor.open(await questionOf((await begin()).url))).text()
    for (const role of ROLES.filter((each) => each !== 'system')) {
      expect(page).toContain(`value="practice-${role}"`)
      expect(page).toContain(`<option value="${role}">`)
    }
    expect(page).toContain('Practice reviewer, Caithness')
    expect(page).toContain('Badenoch and Strathspey')
    expect(page).not.toContain('system"')
  })

  test('the next sign-in asks again, so that one browser can be one person after another', async () => {
    await signInAs({ who: 'practice-manager' })
    const { url, checks } = await begin()
    const question = await questionOf(without(url, 'prompt'))
    expect(question.pathname).toMatch(/^\/interaction\//)
    const cameBackTo = await choose(question, { who: 'practice-auditor' })
    const tokens = await authorizationCodeGrant(client, cameBackTo, checks)
    expect(tokens.claims()?.sub).toBe('practice-auditor')
  })

  test('two sign-ins may be begun in one browser, and each is finished as whom one chose in it', async () => {
    const [first, second] = [await begin(), await begin()]
    const [firstQuestion, secondQuestion] = [await questionOf(first.url), await questionOf(second.url)]
    const names = []
    for (const [{ checks }, question, who] of [
      [second, secondQuestion, 'practice-legal'],
      [first, firstQuestion, 'practice-partner'],
    ] as const) {
      const tokens = await authorizationCodeGrant(client, await choose(question, { who }), checks)
      names.push(tokens.claims()?.sub)
    }
    expect(names).toEqual(['practice-legal', 'practice-partner'])
  })

  test('signing out leads back to the pages at once', async () => {
    const { id_token = '' } = await signInAs({ who: 'practice-manager' })
    const url = buildEndSessionUrl(client, {
      id_token_hint: id_token,
      post_logout_redirect_uri: `${publicUrl}/signed-out`,
      state: 'kept',
    })
    expect(destinationOf(await visitor.open(url)).href).toBe(`${publicUrl}/signed-out?state=kept`)
  })

  test('signing out leads nowhere else', async () => {
    const elsewhere = { post_logout_redirect_uri: 'http://evil.example/' }
    const { status, page } = await refusal(await visitor.open(buildEndSessionUrl(client, elsewhere)))
    expect(status).toBe(400)
    expect(page).toContain('Post_logout_redirect_uri not registered.')
    const unnamed = await visitor.open(`${issuer}/session/end?post_logout_redirect_uri=http://evil.example/`)
    const last = await visitor.open(destinationOf(unnamed))
    expect(await last.text()).toContain('You are signed out')
  })

  test('another address to come back to is refused', async () => {
    const { url } = await begin()
    url.searchParams.set('redirect_uri', 'http://evil.example/sign-in/callback')
    const { status, page } = await refusal(await visitor.open(url))
    expect(status).toBe(400)
    expect(page).toContain('<h1 class="ds_page-header__title">You cannot be signed in</h1>')
    expect(page).toContain(`href="${publicUrl}/"`)
    expect(page).not.toMatch(/node_modules|\.js:/)
  })

  test('without PKCE, or with the plain kind, nobody is signed in', async () => {
    const { url } = await begin()
    const bare = destinationOf(await visitor.open(without(url, 'code_challenge', 'code_challenge_method')))
    expect(bare.searchParams.get('error')).toBe('invalid_request')
    url.searchParams.set('code_challenge_method', 'plain')
    const plain = destinationOf(await visitor.open(url))
    expect(plain.searchParams.get('error')).toBe('invalid_request')
  })

  test('a code is worth nothing without the verifier and the secret', async () => {
    const { url } = await begin()
    const cameBackTo = await choose(await questionOf(url), { who: 'practice-administrator' })
    const exchange = (secret: string) =>
      fetch(`${issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`pace-web:${secret}`).toString('base64')}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: cameBackTo.searchParams.get('code') ?? '',
          redirect_uri: callback,
          code_verifier: randomPKCECodeVerifier(),
        }),
      })
    expect((await exchange('guessed')).status).toBe(401)
    const right = readFileSync(path.join(folder.path, 'sign-in', 'pace-web-secret'), 'utf8')
    expect(await (await exchange(right)).json()).toMatchObject({ error: 'invalid_grant' })
  })

  test('the client of the pages gets no token without a person, nor that of the command line one with a page', async () => {
    const secret = readFileSync(path.join(folder.path, 'sign-in', 'pace-web-secret'), 'utf8')
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`pace-web:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'urn:pace:practice-user', role: 'administrator' }),
    })
    expect(response.status).toBe(400)
    const { url } = await begin()
    url.searchParams.set('client_id', 'pace-cli')
    expect((await visitor.open(url)).status).toBe(400)
  })

  test('a sign-in from before a restart says that it has ended, and where to begin again', async () => {
    const question = await questionOf((await begin()).url)
    await signIn?.end()
    await start()
    for (const response of [
      await visitor.open(question),
      await visitor.send(question, { who: 'practice-manager' }),
    ]) {
      const { status, page } = await refusal(response)
      expect(status).toBe(410)
      expect(page).toContain('This sign-in has ended')
      expect(page).toContain(`<a href="${publicUrl}/">Begin again</a>`)
    }
    const resumed = await refusal(await visitor.open(question.href.replace('/interaction/', '/auth/')))
    expect(resumed).toMatchObject({ status: 400, page: expect.stringContaining('This sign-in has ended') })
  })

  test('a sign-in cannot be finished twice, or by somebody without its cookie', async () => {
    const question = await questionOf((await begin()).url)
    expect((await new Visitor().open(question)).status).toBe(410)
    await choose(question, { who: 'practice-manager' })
    expect((await visitor.send(question, { who: 'practice-manager' })).status).toBe(410)
  })

  test.each([
    ['of another site', { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of another port of this machine', { origin: publicUrl, 'sec-fetch-site': 'same-site' }],
    ['of another site, in an old browser', { origin: 'http://evil.example' }],
    ['that does not say where it is from', {}],
  ])('a form from a page %s is refused', async (_, from) => {
    const question = await questionOf((await begin()).url)
    const { status, page } = await refusal(await visitor.send(question, { who: 'practice-manager' }, from))
    expect(status).toBe(403)
    expect(page).toContain('That was sent from the page of another site.')
    expect((await visitor.open(question)).status).toBe(200)
  })

  test('a role or a locality that is not in the list is refused, at its field and above the heading', async () => {
    const question = await questionOf((await begin()).url)
    const both = await refusal(await visitor.send(question, { role: 'system', locality: '*' }))
    expect(both.status).toBe(422)
    expect(both.page).toContain('<title>Error: Who do you want to be?')
    expect(both.page).toContain('<a href="#role">Choose a role from the list</a>')
    expect(both.page).toContain('<a href="#locality">Choose a locality from the list</a>')
    const one = await refusal(await visitor.send(question, { role: '"><b>', locality: 'skye' }))
    expect(one.page).toContain('<option value="skye" selected>Skye</option>')
    expect(one.page).not.toContain('#locality')
    expect(one.page).not.toContain('"><b>')
  })

  test.each(['practice-system', 'practice-manager-atlantis', 'administrator', ''])(
    'nobody is signed in as "%s"',
    async (who) => {
      const question = await questionOf((await begin()).url)
      const { status, page } = await refusal(await visitor.send(question, { who }))
      expect(status).toBe(422)
      expect(page).toContain('Choose one of the people on this page')
    },
  )

  test('a form far too large is refused, and the sign-in goes on', async () => {
    const question = await questionOf((await begin()).url)
    expect((await visitor.send(question, { who: 'x'.repeat(100_000) })).status).toBe(413)
    expect((await visitor.open(question)).status).toBe(200)
  })

  test('the pages run no script, and their form may lead to the public address', async () => {
    await signIn?.end()
    await start({ PACE_PUBLIC_URL: 'https://pace.example.org/' })
    const { url } = await begin()
    url.searchParams.set('redirect_uri', 'https://pace.example.org/sign-in/callback')
    const response = await visitor.open(await questionOf(url))
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self' https://pace.example.org; base-uri 'none'; frame-ancestors 'none'",
    )
    const page = await response.text()
    expect(page).not.toMatch(/<script|<style| style=/)
    for (const [, address = ''] of page.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)) {
      expect((await visitor.open(issuer + address)).headers.get('content-type')).toMatch(/^text\/css/)
    }
  })

  test('asked under the name of another site, it answers nothing', async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = request(`${issuer}/.well-known/openid-configuration`, {
        headers: { host: 'evil.example' },
      })
      asked.once('response', (response) => resolve(response.resume().statusCode))
      asked.once('error', reject)
      asked.end()
    })
    expect(status).toBe(421)
  })
})
