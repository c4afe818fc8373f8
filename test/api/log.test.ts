import { DatabaseError } from 'pg'
import { errorLine } from '../../api/log'
import { newChild, openApi, type Api } from '../support/api'

let api: Api
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

interface Line {
  readonly level: number
  readonly req?: { readonly id: string; readonly method: string; readonly path: string }
  readonly res?: { readonly status: number }
}

const lines = () =>
  api
    .log()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

it('a request is one line: its id, method, path, status and time taken', async () => {
  const caller = await api.as()
  const { id } = await caller.start('2026-01-05')
  await caller.read(id)
  expect(lines().at(-1)).toMatchObject({
    req: { id: expect.any(String) as string, method: 'GET', path: `/api/v1/journeys/${id}` },
    res: { status: 200 },
    responseTime: expect.any(Number) as number,
  })
})

it('neither tokens, nor child references, nor what people wrote are in it', async () => {
  const token = await api.issuer.token({ roles: ['manager'] })
  const caller = api.sending(`Bearer ${token}`)
  const childReference = newChild()
  const { id } = await caller.start('2026-01-05', { childReference })
  await caller.record(id, 'review-held', '2026-02-10', { review: '6-week', outcome: 'a canary in words' })
  await caller.get(`/api/v1/journeys?q=${childReference}`)
  await caller.post('/api/v1/journeys', { childReference, nonsense: 'a canary in nonsense' })
  await caller.post('/api/v1/journeys', `{"childReference": "${childReference}", a canary in no JSON`)
  for (const secret of [
    token,
    token.split('.')[1] ?? token,
    childReference,
    'canary',
    'uthorization',
    '?q=',
  ]) {
    expect(api.log()).not.toContain(secret)
  }
})

it('health is asked too often to be logged', async () => {
  const before = api.log()
  await api.sending().get('/health/live')
  expect(api.log()).toBe(before)
})

it('of an error of PostgreSQL nothing is logged that it quotes from a row', () => {
  const error = new DatabaseError('duplicate key: CH-1', 0, 'error')
  error.code = '23505'
  error.detail = 'Key (child_reference)=(CH-1) already exists.'
  error.constraint = 'journey_open_reference'
  const line = errorLine(error)
  expect(line).toMatchObject({ code: '23505', constraint: 'journey_open_reference' })
  expect(JSON.stringify(line)).not.toContain('CH-1')
})
