import { Script } from 'node:vm'
import { createHash } from 'node:crypto'
import { validate } from '@readme/openapi-parser'
import { ROUTES } from '../../api/routes'
import { openApi, type Api } from '../support/api'

let api: Api
let text: string
beforeAll(async () => {
  api = await openApi()
  text = (await (await api.as({ roles: ['partner'] })).get('/openapi.json')).text
})
afterAll(() => api.close())

interface Document {
  readonly openapi: string
  readonly servers: object[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly security?: object[]
  readonly parameters?: { readonly name: string }[]
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, object>> }>>
}

const documented = () => JSON.parse(text) as Document

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(documented().openapi).toBe('3.1.0')
    expect(await validate(JSON.parse(text) as never)).toMatchObject({ valid: true, warnings: [] })
  })

  it('has every route of the table, and no other', () => {
    const there = Object.entries(documented().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(there.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort())
  })

  it('says for every route what is answered to somebody without a token, and without the role', () => {
    for (const { path, method, kind } of ROUTES) {
      const responses = documented().paths[path]?.[method]?.responses ?? {}
      const refusals = ['401', '403'].filter((status) => status in responses)
      expect([path, refusals]).toEqual([path, kind === 'open' || kind === 'linked' ? [] : ['401', '403']])
    }
  })

  it('asks for a token everywhere but at health, and where an invitation is answered by its link', () => {
    const open = Object.entries(documented().paths).filter(([, { get }]) => get?.security?.length === 0)
    expect(open.map(([path]) => path)).toEqual(['/api/v1/answers/{token}', '/health/live', '/health/ready'])
  })

  it('has the headers by which a request can be repeated or held to a version', () => {
    const record = documented().paths['/api/v1/journeys/{id}/events']?.['post']
    expect(record?.parameters?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['id', 'Idempotency-Key', 'If-Match']),
    )
  })

  it('every problem is a problem document', () => {
    for (const methods of Object.values(documented().paths)) {
      for (const { responses } of Object.values(methods)) {
        for (const [status, { content }] of Object.entries(responses)) {
          if (status >= '400' && !('application/json' in content)) {
            expect(Object.keys(content)).toEqual(['application/problem+json'])
          }
        }
      }
    }
  })

  it('names the address that people reach this installation at', () => {
    expect(documented().servers).toEqual([{ url: 'http://pace.example' }])
  })

  it('its examples are taken by the API', async () => {
    const manager = await api.as({ roles: ['manager'] })
    const starts = examplesOf('/api/v1/journeys')
    for (const example of starts) expect((await manager.post('/api/v1/journeys', example)).status).toBe(201)
    expect(starts).not.toHaveLength(0)
    const { id } = await manager.start('2026-01-05')
    for (const example of examplesOf('/api/v1/journeys/{id}/events')) {
      expect((await manager.post(`/api/v1/journeys/${id}/events`, example)).status).not.toBe(422)
    }
  })
})

describe('the documentation', () => {
  it('is one page that asks nobody for anything, and whose scripts are the only ones it runs', async () => {
    const answer = await (await api.as({ roles: ['partner'] })).get('/docs')
    expect(answer.headers['content-type']).toContain('text/html')
    const scripts = [...answer.text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
      ([, script]) => script ?? '',
    )
    const page = scripts.reduce((rest, script) => rest.replace(script, () => ''), answer.text)
    expect(page).not.toMatch(/ src=|<link|url\(/)
    expect(scripts).toHaveLength(2)
    const policy = answer.headers['content-security-policy'] ?? ''
    for (const script of scripts) {
      expect(new Script(script)).toBeDefined()
      expect(policy).toContain(createHash('sha256').update(script).digest('base64'))
    }
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('connect-src')
  })
})

describe('every answer', () => {
  it('is kept by nobody on the way, and shown in nobody’s frame', async () => {
    const answers = [
      await api.sending().get('/health/live'),
      await api.sending().get('/api/v1/journeys'),
      await (await api.as()).get('/api/v1/journeys'),
    ]
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      })
      expect(headers).not.toHaveProperty('x-powered-by')
    }
  })
})

function examplesOf(path: string): object[] {
  const { post } = documented().paths[path] as unknown as {
    post: {
      requestBody: { content: { 'application/json': { examples: Record<string, { value: object }> } } }
    }
  }
  return Object.values(post.requestBody.content['application/json'].examples).map(({ value }) => value)
}
