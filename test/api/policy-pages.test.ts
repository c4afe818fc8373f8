import { openApi, type Api, type Caller, type PageVisitor } from '../support/api'

let api: Api
let everybody: Caller
let manager: PageVisitor
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  everybody = await api.as()
  manager = await api.signedIn({ roles: ['manager'], localities: ['skye', 'nairn'] })
})
afterAll(() => api.close())

const html = async (path: string, visitor = manager) => (await visitor.open(path)).text()
const LAW = 'scotland-statutory@1'
const asked = (locality: string) => `/policies/what-if?policy=${encodeURIComponent(LAW)}&locality=${locality}`

describe('the page of a policy', () => {
  it('shows its timetable with citations, how sure we are, its calendars by name and who is told', async () => {
    const page = await html('/policies/kinlarroch/1')
    for (const shown of [
      'First planning meeting',
      '48 hours after the day on which the child comes to live away from home',
      'Adoption Agencies (Scotland) Regulations 2009, regulation 13(1)',
      'By analogy only',
      'Kinlarroch Fair',
      'laid over scotland, version 1',
      'Children’s services, NHS, children’s nursing, Schools, Police, Housing',
    ])
      expect(page).toContain(shown)
    expect((await manager.open('/policies/kinlarroch/99')).status).toBe(404)
  })

  it('says of a variant what is tried where, and of a rule that changed in law between which days it holds', async () => {
    expect(await html('/policies/highland-caithness/1')).toMatch(
      /In Caithness, for journeys that start from Sunday 1 April 2018\. They are the cohort caithness-72-hours/,
    )
    expect(await html('/policies/highland/2')).toContain(
      'For clocks that start from Tuesday 7 April 2020 until Friday 30 September 2022',
    )
  })
})

describe('the page that compares', () => {
  it('marks what is gone and what is new, and not by colour alone', async () => {
    const page = await html('/policies/compare?from=highland@2&to=scotland-statutory@1')
    expect(page).toContain('<del>72 hours</del>')
    expect(page).toContain('Removed')
    expect(page).toContain('<ins>Scotland: the law alone</ins>')
    const wrong = await manager.open('/policies/compare?from=highland@2&to=nowhere')
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('must be a policy and its version')
  })
})

describe('what would change, and adopting it', () => {
  it('goes from looking to the reason, to the question whether it is meant, and to what came of it', async () => {
    const locality = 'skye'
    const { id, childReference } = await everybody.start('2026-01-05', { locality })
    const looked = await html(asked(locality))
    expect(looked).toContain(`href="/journeys/${id}"`)
    expect(looked).toContain('1 journey of 1 would change')
    expect(looked).toContain('Not asked for any more')
    expect(looked).toContain('name="reason"')

    const fields = { policy: LAW, locality }
    const without = await manager.send('/policies/adopt', { ...fields, reason: ' ' })
    expect(without.status).toBe(422)
    expect(await without.text()).toContain('Enter the reason')
    const confirming = await manager.send('/policies/adopt', { ...fields, reason: 'The law alone & no more' })
    const question = await confirming.text()
    expect(question).toContain('Adopt this policy?')
    expect(question).toContain('The law alone &amp; no more')
    expect(question).toContain('1 open journey, in Skye')
    expect((await everybody.read(id)).version).toBe(1)

    const meant = { ...fields, reason: 'The law alone & no more', confirmed: 'yes', adopted: '0' }
    const done = await (await manager.send('/policies/adopt', meant)).text()
    expect(done).toContain('1 journey has adopted it.')
    expect(done).toContain('None is left.')
    expect((await everybody.read(id)).events.at(-1)).toMatchObject({
      type: 'policy-adopted',
      reason: 'The law alone & no more',
    })
    const again = await (await manager.send('/policies/adopt', meant)).text()
    expect(again).toContain('0 journeys have adopted it.')
    expect((await everybody.read(id)).version).toBe(2)
    const after = await html(asked(locality))
    expect(after).not.toContain(childReference)
    expect(after).toContain('1 is under it already')
  })

  it('goes on step by step where there are many, counting from the first', async () => {
    const locality = 'nairn'
    await Promise.all(Array.from({ length: 201 }, () => everybody.start('2026-01-05', { locality })))
    const first = await html(asked(locality))
    expect(first).toContain('200 of 201 open journeys have been looked at so far')
    const next =
      /href="(\/policies\/what-if\?[^"]*cursor=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await html(next)).toContain('201 journeys of 201 would change')
    const meant = { policy: LAW, locality, reason: 'The law alone', confirmed: 'yes' }
    const step = await (await manager.send('/policies/adopt', { ...meant, adopted: '0' })).text()
    expect(step).toContain('200 journeys have adopted it.')
    expect(step).toContain('Go on with the next')
    const last = await (await manager.send('/policies/adopt', { ...meant, adopted: '200' })).text()
    expect(last).toContain('201 journeys have adopted it.')
    expect(last).not.toContain('Go on with the next')
  }, 120_000)

  it('is looked at by an improvement lead without a child in it, who adopts nothing', async () => {
    const { childReference } = await everybody.start('2026-01-05', { locality: 'ross' })
    const lead = await api.signedIn({ sub: 'lead', roles: ['improvement-lead'], localities: ['ross'] })
    const page = await html(asked('ross'), lead)
    expect(page).toContain('1 journey of 1 would change')
    expect(page).toContain('is not shown to you')
    expect(page).not.toContain(childReference)
    expect(page).not.toContain('name="reason"')
    expect((await lead.send('/policies/adopt', { policy: LAW, reason: 'x' })).status).toBe(403)
  })

  it('in a locality that is not theirs is refused', async () => {
    const meant = { policy: LAW, locality: 'ross', reason: 'The law alone', confirmed: 'yes' }
    const answer = await manager.send('/policies/adopt', meant)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('ross is not one of your localities')
  })
})
