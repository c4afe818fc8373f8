import { createServer } from 'node:http'
import { tokensOf } from '../../api/bearer'
import { openApi, toStart, type Api } from '../support/api'
import { AUDIENCE, openIssuer, type WrongWay } from '../support/issuer'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const LIST = '/api/v1/journeys'

describe('without a good token', () => {
  it.each([
    LIST,
    `${LIST}/6f1f6f0e-8a51-4d1f-9d0e-3c8f4e2b7a55`,
    '/openapi.json',
    '/docs',
    '/',
    '/no-such-path',
    '/healthy',
  ])('nobody gets by at %s, whether it exists or not', async (path) => {
    const answer = await api.sending().get(path)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="pace"')
    expect(answer.body).toMatchObject({ type: 'urn:pace:problem:not-signed-in', status: 401 })
  })

  it.each(['Basic cGFjZTpwYWNl', 'Bearer', 'Bearer a b', 'Token abc'])(
    '%s is no bearer token',
    async (header) => {
      const answer = await api.sending(header).get(LIST)
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toContain('error="invalid_request"')
    },
  )

  const WAYS: WrongWay[] = [
    'unsigned',
    'signed with the public key as a shared secret',
    'signed by somebody else',
    'of another issuer',
    'for somebody else',
    'expired',
    'without an end',
    'without a person',
    'not yet good',
    'changed after signing',
    'of an algorithm that is not taken',
  ]
  it.each(WAYS)('a token is refused that is %s', async (way) => {
    const answer = await api.sending(`Bearer ${await api.issuer.wrong(way)}`).get(LIST)
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"')
  })

  it('a token that cannot be read is refused, and nothing of it is repeated', async () => {
    const answer = await api.sending('Bearer not.a.token').get(LIST)
    expect(answer.status).toBe(401)
    expect(answer.text).not.toContain('not.a.token')
  })
})

describe('with a good token', () => {
  it('the word Bearer may be in lower case', async () => {
    const answer = await api.sending(`bearer ${await api.issuer.token()}`).get(LIST)
    expect(answer.status).toBe(200)
  })

  it('a role that is not known gives nothing', async () => {
    const stranger = await api.as({ roles: ['emperor'] })
    expect((await stranger.get(LIST)).status).toBe(403)
  })

  it('what is recorded is recorded by the person that the token names', async () => {
    const worker = await api.as({ sub: 'worker-17', roles: ['case-worker'], localities: ['caithness'] })
    const journey = await worker.start('2026-01-05')
    expect(journey.events[0]).toMatchObject({ recordedBy: 'worker-17' })
  })

  it('a person without a locality sees no journey and starts none', async () => {
    const everywhere = await api.as()
    const { id } = await everywhere.start('2026-01-05')
    const nowhere = await api.as({ localities: [] })
    expect((await nowhere.get(`${LIST}/${id}`)).status).toBe(404)
    expect((await nowhere.get(LIST)).body).toEqual({ items: [], next: null })
    expect((await nowhere.post(LIST, toStart('2026-01-05'))).status).toBe(403)
  })
})

describe('the keys of sign-in', () => {
  it('are found again after sign-in has changed them', async () => {
    const issuer = await openIssuer()
    const tokens = tokensOf({ issuer: issuer.url, audience: AUDIENCE, unknownKeyPauseMs: 0 })
    await expect(tokens.callerOf(await issuer.token({ sub: 'before' }))).resolves.toMatchObject({
      id: 'before',
    })
    await issuer.changeKeys()
    await expect(tokens.callerOf(await issuer.token({ sub: 'after' }))).resolves.toMatchObject({
      id: 'after',
    })
    await issuer.close()
  })

  it('are the new ones alone from the first token that was signed with one of them', async () => {
    const issuer = await openIssuer()
    const tokens = tokensOf({ issuer: issuer.url, audience: AUDIENCE, unknownKeyPauseMs: 0 })
    const old = await issuer.token({ sub: 'before' })
    await tokens.callerOf(old)
    await issuer.changeKeys()
    await tokens.callerOf(await issuer.token({ sub: 'after' }))
    await expect(tokens.callerOf(old)).rejects.toThrow('not signed with a key of the issuer')
    await issuer.close()
  })

  it('are read again after a while, so that one that was taken away is good no more', async () => {
    const issuer = await openIssuer()
    const source = { issuer: issuer.url, audience: AUDIENCE, unknownKeyPauseMs: 0 }
    const [forgetful, keeping] = [tokensOf({ ...source, keysLastMs: 0 }), tokensOf(source)]
    const old = await issuer.token()
    for (const tokens of [forgetful, keeping]) await tokens.callerOf(old)
    await issuer.changeKeys()
    await expect(forgetful.callerOf(old)).rejects.toThrow('not signed with a key of the issuer')
    await expect(keeping.callerOf(old)).resolves.toMatchObject({ roles: ['case-worker'] })
    await issuer.close()
  })

  it('are asked for again when sign-in was down as the first token came', async () => {
    const issuer = await openIssuer()
    const token = await issuer.token({ sub: 'patient' })
    let time = 0
    const tokens = tokensOf({ issuer: issuer.url, audience: AUDIENCE, clock: () => time })
    issuer.pause()
    await expect(tokens.callerOf(token)).rejects.toThrow("The issuer's keys cannot be had")
    issuer.resume()
    time += 5_000
    await expect(tokens.callerOf(token)).resolves.toMatchObject({ id: 'patient' })
    await issuer.close()
  })

  it('when they cannot be had, a token is neither good nor bad: try again later', async () => {
    const dead = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => dead.once('listening', resolve))
    const address = dead.address()
    const port = typeof address === 'object' ? address?.port : undefined
    await new Promise((resolve) => dead.close(resolve))
    const without = await openApi({
      tokens: tokensOf({ issuer: `http://127.0.0.1:${port}`, audience: AUDIENCE }),
    })
    const answer = await (await without.as()).get(LIST)
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
    expect(answer.body).toMatchObject({ type: 'urn:pace:problem:unavailable' })
    await without.close()
  })
})
