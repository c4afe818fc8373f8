import { conductJourney } from '../../db/conduct'
import { openApi, type Api } from '../support/api'
import type { Claims } from '../support/issuer'
import { until } from '../support/until'

let api: Api
const stopping = new AbortController()
beforeAll(async () => {
  api = await openApi({ stopping: stopping.signal }, { listening: true })
  // until the connection that listens is there, nothing is heard; what is recorded then is not told later
  const { heard, leave } = await listener(['*'])
  const caller = await api.as()
  await until('changes are heard', async () => {
    await caller.start('2026-01-05')
    return heard().includes('event: journey')
  })
  leave()
})
afterAll(() => api.close())

/** Somebody who listens, and what they have heard so far. */
async function listener(localities: readonly string[], claims: Claims = { roles: ['manager'] }) {
  const ending = new AbortController()
  const authorization = `Bearer ${await api.issuer.token({ ...claims, localities: [...localities] })}`
  const answer = await fetch(`${api.url}/api/v1/stream`, {
    headers: { authorization },
    signal: ending.signal,
  })
  let heard = ''
  const ended = (async () => {
    for await (const chunk of answer.body ?? []) heard += new TextDecoder().decode(chunk)
  })().catch(() => undefined)
  return { answer, heard: () => heard, ended, leave: () => ending.abort() }
}

describe('Listening for changes', () => {
  it('tells of a journey that was recorded in, by its id and version and nothing more', async () => {
    const { answer, heard, leave } = await listener(['caithness'])
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
    const caller = await api.as()
    const { id } = await caller.start('2026-01-05')
    await caller.record(id, 'review-held', '2026-02-10', { review: '6-week', outcome: 'Contact with Morag' })
    await until('the review is heard of', async () => heard().includes(`data: {"id":"${id}","version":2}`))
    expect(heard()).not.toContain('Morag')
    leave()
  })

  it('says nothing of a journey in another locality', async () => {
    const [skye, all] = await Promise.all([listener(['skye']), listener(['*'])])
    const caller = await api.as()
    const { id } = await caller.start('2026-01-05', { locality: 'nairn' })
    await until('whoever may know hears of it', async () => all.heard().includes(id))
    const { id: own } = await caller.start('2026-01-05', { locality: 'skye' })
    await until('the own one is heard of', async () => skye.heard().includes(own))
    expect(skye.heard()).not.toContain(id)
    for (const { leave } of [skye, all]) leave()
  })

  it('tells a partner of the journeys of which their agency was told, and of no others', async () => {
    const { heard, leave } = await listener(['*'], { roles: ['partner'], agency: 'health' })
    const caller = await api.as()
    const [untold, told] = [await caller.start('2026-01-05'), await caller.start('2026-01-05')]
    await conductJourney(api.db, told.id)
    for (const { id } of [untold, told])
      await caller.record(id, 'visit-made', '2026-01-08', { childSeen: true })
    await until('what health was told of is heard', async () => heard().includes(told.id))
    await caller.record(untold.id, 'visit-made', '2026-01-09', { childSeen: true })
    await caller.record(told.id, 'visit-made', '2026-01-09', { childSeen: true })
    await until('the next of it is heard', async () => heard().includes(`{"id":"${told.id}","version":3}`))
    expect(heard()).not.toContain(untold.id)
    leave()
  })

  it('ends when the API is told to stop, so that nobody holds it up', async () => {
    const { ended } = await listener(['*'])
    stopping.abort()
    await ended
  })
})
