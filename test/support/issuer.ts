import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWTPayload,
} from 'jose'

/** Whom the API of the tests takes tokens for. */
export const AUDIENCE = 'pace-api'
/** As which client the pages of the tests sign people in. */
export const CLIENT = 'pace-web'

/** What a token of the tests says; one of a case worker of the whole authority unless said otherwise. */
export interface Claims {
  readonly sub?: string
  readonly roles?: readonly string[]
  readonly localities?: readonly string[]
  /** Seconds since 1970; now unless said otherwise. */
  readonly iat?: number
  /** Any claim of another sign-in. */
  readonly [claim: string]: unknown
}

/** A sign-in service of the tests: it serves its keys over HTTP, as a real one does. */
export interface Issuer {
  readonly url: string
  token(claims?: Claims): Promise<string>
  /** A token that is wrong in one way, made with the issuer's own key where that is not the way. */
  wrong(way: WrongWay): Promise<string>
  /** Signs in whoever comes next by a browser, at once, as this person. */
  next(claims: Claims): void
  /** New keys from now on; the old ones are served no more. */
  changeKeys(): Promise<void>
  /** Answers nothing but errors until it is resumed. */
  pause(): void
  resume(): void
  close(): Promise<void>
}

export type WrongWay =
  | 'unsigned'
  | 'signed with the public key as a shared secret'
  | 'signed by somebody else'
  | 'of another issuer'
  | 'for somebody else'
  | 'expired'
  | 'without an end'
  | 'without a person'
  | 'not yet good'
  | 'changed after signing'
  | 'of an algorithm that is not taken'

interface Keys {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
}

export async function openIssuer(): Promise<Issuer> {
  let keys = await makeKeys(1)
  const stranger = await makeKeys(1)
  let paused = false
  let next: Claims = {}
  const codes = new Map<string, { claims: Claims; nonce: string }>()
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '', url)
    if (asked.pathname === '/authorize') {
      const code = randomUUID()
      codes.set(code, { claims: next, nonce: asked.searchParams.get('nonce') ?? '' })
      const back = new URL(asked.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.searchParams.get('state') ?? '')
      response.writeHead(303, { location: back.href }).end()
      return
    }
    if (asked.pathname === '/token') {
      void tokensFor(request).then((tokens) => {
        response.writeHead(tokens === undefined ? 400 : 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(tokens ?? { error: 'invalid_grant' }))
      })
      return
    }
    void documentAt(request.url ?? '').then((document) => {
      response.writeHead(paused ? 503 : document === undefined ? 404 : 200, {
        'content-type': 'application/json',
      })
      response.end(JSON.stringify(document ?? {}))
    })
  })
  const url = await listening(server)

  async function documentAt(path: string): Promise<object | undefined> {
    if (path === '/.well-known/openid-configuration')
      return {
        issuer: url,
        jwks_uri: `${url}/keys`,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        id_token_signing_alg_values_supported: ['RS256'],
      }
    if (path !== '/keys') return undefined
    return { keys: [{ ...(await exportJWK(keys.publicKey)), kid: keys.kid, alg: 'RS256', use: 'sig' }] }
  }

  // each code once, as RFC 6749 has it
  async function tokensFor(request: IncomingMessage): Promise<object | undefined> {
    const code = new URLSearchParams(await text(request)).get('code') ?? ''
    const kept = codes.get(code)
    codes.delete(code)
    if (kept === undefined) return undefined
    const { claims, nonce } = kept
    const payload = good(claims)
    return {
      access_token: await sign(payload),
      id_token: await sign({ ...payload, aud: CLIENT, nonce, name: `The name of ${payload.sub}` }),
      token_type: 'Bearer',
    }
  }

  const sign = (payload: JWTPayload, by: Keys = keys, alg = 'RS256') =>
    new SignJWT(payload).setProtectedHeader({ alg, kid: by.kid }).sign(by.privateKey)
  const good = (claims: Claims = {}): JWTPayload => ({
    sub: 'practice-case-worker',
    roles: ['case-worker'],
    localities: ['*'],
    ...claims,
    iss: url,
    aud: AUDIENCE,
    iat: secondsFromNow(0),
    ...(claims.iat !== undefined && { iat: claims.iat }),
    exp: secondsFromNow(600),
  })

  const WRONG: Record<WrongWay, () => Promise<string>> = {
    unsigned: async () => new UnsecuredJWT(good()).encode(),
    'signed with the public key as a shared secret': async () => {
      const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey))
      return new SignJWT(good()).setProtectedHeader({ alg: 'HS256', kid: keys.kid }).sign(secret)
    },
    'signed by somebody else': () => sign(good(), stranger),
    'of another issuer': () => sign({ ...good(), iss: 'https://elsewhere.example' }),
    'for somebody else': () => sign({ ...good(), aud: 'another-api' }),
    expired: () => sign({ ...good(), exp: secondsFromNow(-60) }),
    'without an end': () => sign({ ...good(), exp: undefined }),
    'without a person': () => sign({ ...good(), sub: undefined }),
    'not yet good': () => sign({ ...good(), nbf: secondsFromNow(60) }),
    'changed after signing': async () => {
      const [head, , signature] = (await sign(good())).split('.')
      const body = Buffer.from(JSON.stringify(good({ roles: ['administrator'] }))).toString('base64url')
      return [head, body, signature].join('.')
    },
    'of an algorithm that is not taken': async () => {
      const { privateKey } = await generateKeyPair('RS512', { extractable: true })
      return new SignJWT(good()).setProtectedHeader({ alg: 'RS512', kid: keys.kid }).sign(privateKey)
    },
  }

  return {
    url,
    token: (claims) => sign(good(claims)),
    wrong: (way) => WRONG[way](),
    next(claims) {
      next = claims
    },
    async changeKeys() {
      keys = await makeKeys(Number(keys.kid) + 1)
    },
    pause() {
      paused = true
    },
    resume() {
      paused = false
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function makeKeys(number: number): Promise<Keys> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { kid: String(number), privateKey, publicKey }
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds
}
