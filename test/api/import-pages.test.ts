import type { ImportAnswer } from '../../contracts/import-schema'
import { newChild, openApi, type Api, type PageVisitor } from '../support/api'
import { eventRow, fileOf, startRow, worked } from '../support/csv'

let api: Api
let manager: PageVisitor
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  manager = await api.signedIn({ sub: 'manager-1', roles: ['manager'] })
})
afterAll(() => api.close())

/** Sends the form with a file as a browser does, with or without its token. */
async function send(
  visitor: PageVisitor,
  file: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  const page = await (await visitor.open('/imports')).text()
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? ''
  const form = new FormData()
  const all = { _csrf: hidden('_csrf'), _key: hidden('_key'), of: 'journeys', system: '', ...fields }
  for (const [name, value] of Object.entries(all)) form.set(name, value)
  form.set('file', new Blob([file], { type: 'text/csv' }), 'export.csv')
  return visitor.browser.upload(`${api.url}/imports`, form)
}

describe('the page that takes a file in', () => {
  it('brings it in without a script, and shows how far it has come, with each bad line', async () => {
    const [one, two] = [newChild(), newChild()]
    const answer = await send(
      manager,
      fileOf(
        startRow(one),
        startRow(two),
        eventRow(two, 'panel-held', '2026-02-02', { outcome: 'supported' }),
      ),
      { system: 'mosaic' },
    )
    expect(answer.status).toBe(303)
    const address = answer.headers.get('location') ?? ''
    const waiting = await (await manager.open(address)).text()
    expect(waiting).toContain('Waiting')
    expect(waiting).toContain('data-going')
    await worked(api.db, address.split('/').at(-1) ?? '')
    const done = await (await manager.open(address)).text()
    expect(done).not.toContain('data-going')
    expect(done).toContain('<th scope="row">4</th>')
    expect(done).toContain('A panel cannot be held before any recommendation')
    expect(done).not.toContain(two)
    const report = await manager.open(`/api/v1${address}/report`)
    expect(report.headers.get('content-disposition')).toContain('attachment')
    expect(await report.text()).toContain('4,refused,event')
    expect(await (await manager.open('/imports')).text()).toContain(`href="${address}"`)
    expect((await (await api.as()).get('/api/v1/journeys?q=' + one)).text).toContain(one)
  })

  it('says what is wrong with a file, above the form and beside it', async () => {
    const answer = await send(manager, 'surname\r\nSomebody')
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('There is a problem')
    expect(html).toContain('The column surname is not a column that is known here')
    expect(html).not.toContain('Somebody')
    expect((await send(manager, fileOf(), { system: 'Mosaic of ours!' })).status).toBe(422)
  })

  it('takes nothing from a form of somewhere else, and answers whoever sends it', async () => {
    const before = await counted()
    const answer = await send(manager, fileOf(startRow(newChild())).repeat(2_000), { _csrf: 'forged' })
    expect(answer.status).toBe(403)
    expect(await counted()).toBe(before)
  })

  it('stops an import', async () => {
    const answer = await send(manager, fileOf(startRow(newChild())))
    const address = answer.headers.get('location') ?? ''
    expect((await manager.send(`${address}/cancel`)).status).toBe(303)
    await worked(api.db, address.split('/').at(-1) ?? '')
    expect(await (await manager.open(address)).text()).toContain('Stopped')
  })

  it('is for managers and administrators, who see each their own', async () => {
    const answer = await send(manager, fileOf(startRow(newChild())))
    const address = answer.headers.get('location') ?? ''
    const other = await api.signedIn({ sub: 'manager-2', roles: ['manager'], localities: ['skye'] })
    expect((await other.open(address)).status).toBe(404)
    const worker = await api.signedIn({ sub: 'worker-1', roles: ['case-worker'] })
    expect((await worker.open('/imports')).status).toBe(403)
    expect(await (await worker.open('/work')).text()).not.toContain('href="/imports"')
    const { body } = await (await api.as({ roles: ['administrator'] })).get('/api/v1/imports')
    expect((body as { items: ImportAnswer[] }).items.length).toBeGreaterThan(0)
  })
})

async function counted(): Promise<number> {
  return (await api.db.selectFrom('import').select('id').execute()).length
}
