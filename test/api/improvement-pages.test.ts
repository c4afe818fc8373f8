import type {
  DriverDiagramAnswer,
  ForcefieldAnswer,
  TestOfChangeAnswer,
} from '../../contracts/improvement-schema'
import { openApi, type Api, type Caller, type PageVisitor } from '../support/api'

let api: Api
let lead: Caller
let visitor: PageVisitor
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  lead = await api.as({ roles: ['improvement-lead'] })
  // the people’s page, on which a visitor finds the token of its forms, is a manager’s
  visitor = await api.signedIn({ roles: ['improvement-lead', 'manager'] })
})
afterAll(() => api.close())

const html = async (path: string) => (await visitor.open(path)).text()

/** Sends a form, and follows it to the page that it leads to. */
async function sent(path: string, fields: Record<string, string>): Promise<string> {
  const answer = await visitor.send(path, fields)
  expect([answer.status, await answer.text()]).toEqual([303, expect.anything()])
  return html(answer.headers.get('location') ?? '')
}

async function newest<Answer>(path: string): Promise<Answer> {
  const { items } = (await lead.get(`/api/v1/${path}?limit=1`)).body as { items: Answer[] }
  return items[0] as Answer
}

describe('a test of change on its page', () => {
  it('is planned, done, studied, acted on and begun anew by forms alone', async () => {
    const empty = await visitor.send('/improvement/tests/new', { title: '', aim: '2', locality: 'skye' })
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('Enter title')
    await sent('/improvement/tests/new', {
      title: 'Dates at <72 hours>',
      aim: '2',
      locality: 'caithness',
      prediction: 'Held when agreed',
      'measures-weeks-to-recommendation': 'yes',
      otherMeasures: 'Meetings held\nPartners there',
      'from-day': '14',
      'from-month': 'May',
      'from-year': '2018',
      variant: 'highland-caithness@1',
      who: 'Local managers',
    })
    const { id, ...test } = await newest<TestOfChangeAnswer>('tests-of-change')
    expect(test).toMatchObject({
      series: 'Dates at <72 hours>',
      locality: 'caithness',
      from: '2018-05-14',
      measures: ['weeks-to-recommendation', 'Meetings held', 'Partners there'],
      variant: { id: 'highland-caithness', cohort: 'caithness-72-hours' },
    })
    const at = `/improvement/tests/${id}`
    const shown = await html(at)
    expect(shown).toContain('Dates at &lt;72 hours>')
    expect(shown).toContain('/run-charts?measure=weeks-to-recommendation&amp;locality=caithness')
    expect(shown).toContain('nothing can be concluded from them')

    const early = await visitor.send(`${at}/act`, { act: 'adopt' })
    expect(early.status).toBe(422)
    await sent(`${at}/do`, { happened: 'Five of five' })
    expect(await html(`${at}/study`)).toContain('What was predicted: Held when agreed')
    await sent(`${at}/study`, { study: 'Small, and as predicted' })
    const acted = await sent(`${at}/act`, { act: 'next-cycle', actNote: 'With health' })
    expect(acted).toContain('It is kept.')
    expect(acted).toContain('Begin the next cycle')

    expect(await html(`/improvement/tests/new?after=${id}`)).toContain('value="Local managers"')
    await sent('/improvement/tests/new', { after: id, title: 'Again', aim: '2', locality: 'authority' })
    expect(await newest<TestOfChangeAnswer>('tests-of-change')).toMatchObject({
      cycle: 2,
      title: 'Again',
      who: null,
      locality: null,
      measures: [],
    })
    const history = await html(`${at}/history`)
    expect(history).toContain('Version 4')
    expect(history).toContain('Another cycle')
    const overview = await html('/improvement')
    expect(overview).toContain('Dates at &lt;72 hours>, cycle 2')
    expect(overview).toContain('Acted on')
  })

  it('loses nothing of what is written while somebody else changes it', async () => {
    const { body } = await lead.post('/api/v1/tests-of-change', { title: 'Two at once', aim: '3' })
    const { id } = body as TestOfChangeAnswer
    await lead.patch(`/api/v1/tests-of-change/${id}`, { who: 'Health' }, { 'if-match': '"1"' })
    const answer = await visitor.send(`/improvement/tests/${id}/do`, { happened: 'Mine', _version: '1' })
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expect(page).toContain('Somebody else has changed this record meanwhile')
    expect(page).toContain('>Mine</textarea>')
    expect(page).toContain('name="_version" value="2"')
    await sent(`/improvement/tests/${id}/do`, { happened: 'Mine', _version: '2' })
    expect(await newest('tests-of-change')).toMatchObject({ happened: 'Mine', who: 'Health' })
  })
})

describe('a driver diagram on its page', () => {
  it('is made, moved about and cut as a tree by forms alone, and drawn above its list', async () => {
    await sent('/improvement/driver-diagrams/new', {
      title: 'Aim 2',
      aim: '2',
      statement: '90% within 45 weeks',
      locality: 'authority',
    })
    const now = () => newest<DriverDiagramAnswer>('driver-diagrams')
    const { id } = await now()
    const at = `/improvement/driver-diagrams/${id}`
    const order = async () => (await now()).nodes.map(({ title, kind }) => [title, kind])
    const add = (title: string, under: string) => sent(`${at}/nodes/add`, { title, under })
    await add('Meetings', 'aim')
    await add('People', 'aim')
    await add('Dates', 'n1')
    await add('Within 72 hours', 'n3')
    expect(await order()).toEqual([
      ['Meetings', 'primary-driver'],
      ['Dates', 'secondary-driver'],
      ['Within 72 hours', 'change-idea'],
      ['People', 'primary-driver'],
    ])
    const wrong = await visitor.send(`${at}/nodes/add`, { title: ' ', under: 'n1' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('href="#title"')
    // beneath people, and people first of all
    await sent(`${at}/nodes/n3`, { title: 'Dates agreed', under: 'n2' })
    await sent(`${at}/nodes/n2`, { title: 'People', under: 'aim', after: 'first' })
    expect((await order()).map(([title]) => title)).toEqual([
      'People',
      'Dates agreed',
      'Within 72 hours',
      'Meetings',
    ])
    expect(await html(`${at}/nodes/n2`)).not.toContain('>Within 72 hours</option>')
    expect(await html(at)).toMatch(/<svg[^>]* role="img"[\s\S]*Secondary drivers[\s\S]*What it hangs on/)
    expect(await html(`${at}/nodes/n2/remove`)).toContain('2 more')
    await sent(`${at}/nodes/n2/remove`, {})
    expect(await order()).toEqual([['Meetings', 'primary-driver']])
    expect((await visitor.open(`${at}/nodes/n2`)).status).toBe(404)
  })
})

describe('a forcefield on its page', () => {
  it('is weighed by forms alone, and says the same in a table', async () => {
    await sent('/improvement/forcefields/new', { title: 'Aim 2', aim: '2', locality: 'caithness' })
    const now = () => newest<ForcefieldAnswer>('forcefields')
    const at = `/improvement/forcefields/${(await now()).id}`
    const unsaid = await visitor.send(`${at}/forces/add`, { title: 'Distance' })
    expect(unsaid.status).toBe(422)
    expect(await unsaid.text()).toContain('Choose which way it pushes')
    await sent(`${at}/forces/add`, {
      title: 'Distance',
      side: 'restraining',
      strength: '4',
      stage: 'assessment',
      reason: 'staffing',
    })
    const page = await sent(`${at}/forces/n1`, {
      title: 'Long distances',
      side: 'restraining',
      strength: '5',
    })
    expect(page).toContain('Restraining forces: 5')
    expect((await now()).forces).toEqual([
      { id: 'n1', side: 'restraining', title: 'Long distances', strength: 5, stage: null, reason: null },
    ])
    await sent(`${at}/forces/n1/remove`, {})
    expect((await now()).forces).toEqual([])
  })
})
