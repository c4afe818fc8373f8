import type { AgenciesAnswer, ContactsTakenIn } from '../../contracts/agencies-schema'
import { openApi, type Api, type Caller } from '../support/api'
import { daysAgo, inDays } from '../support/days'

const AGENCIES = '/api/v1/agencies'
const CSV = '/api/v1/agencies.csv'
const ANY = { 'if-match': '*' }

let api: Api
let manager: Caller
beforeAll(async () => {
  api = await openApi({ forReal: true }, { pages: true })
  manager = await api.as({ sub: 'manager-1', roles: ['manager'] })
})
afterAll(() => api.close())

interface Fault {
  readonly field: string
  readonly message: string
  readonly remedy: string
}

function health(locality: string, more: object = {}): object {
  return { agency: 'health', locality, recipient: 'contact', address: `${locality}@nhs.scot`, ...more }
}

async function keep(...contacts: object[]): Promise<AgenciesAnswer> {
  const answer = await manager.put(AGENCIES, { contacts }, ANY)
  expect([answer.status, answer.text]).toEqual([200, expect.anything()])
  return answer.body as AgenciesAnswer
}

async function faults(...contacts: object[]): Promise<[string, string][]> {
  const answer = await manager.put(AGENCIES, { contacts }, ANY)
  expect(answer.status).toBe(422)
  return (answer.body as { errors: Fault[] }).errors.map(({ field, message }) => [field, message])
}

async function read(): Promise<AgenciesAnswer> {
  return (await manager.get(AGENCIES)).body as AgenciesAnswer
}

describe('the directory of agencies', () => {
  it('is kept as it is given and no more, and what is read can be sent back', async () => {
    await keep(health('skye', { name: 'Skye', form: 'digest', calendar: 'hearings' }), health('caithness'))
    const { contacts } = await read()
    expect(contacts).toEqual([
      { ...health('caithness'), id: 'health.contact.caithness', form: 'each' },
      { ...health('skye'), id: 'health.contact.skye', name: 'Skye', form: 'digest', calendar: 'hearings' },
    ])
    expect((await keep(...contacts)).contacts).toEqual(contacts)
    expect((await keep(health('skye'))).contacts.map(({ id }) => id)).toEqual(['health.contact.skye'])
  })

  it('names where somebody would be told of whom no contact is known', async () => {
    const { gaps } = await keep(
      { agency: 'health', locality: '*', recipient: 'contact', address: 'health@nhs.scot' },
      { agency: 'education', locality: 'skye', recipient: 'contact', address: 'skye@schools.scot' },
    )
    expect(gaps.map(({ agency }) => agency)).not.toContain('health')
    const education = gaps.find(({ agency }) => agency === 'education')
    expect(education).toMatchObject({ recipient: 'contact' })
    expect(education?.localities).toContain('caithness')
    expect(education?.localities).not.toContain('skye')
    expect(gaps).toContainEqual(
      expect.objectContaining({ agency: 'social-work', recipient: 'head-of-service' }),
    )
  })

  it('says who is away, and who is told instead', async () => {
    const away = { awayFrom: daysAgo(1), awayUntil: inDays(3) }
    const { away: absent, warnings } = await keep(
      health('skye', { ...away, standIn: 'health.contact.caithness' }),
      health('caithness'),
      health('lochaber', away),
    )
    expect(absent).toEqual([
      { contact: 'health.contact.lochaber', toldInstead: null },
      { contact: 'health.contact.skye', toldInstead: 'health.contact.caithness' },
    ])
    expect(warnings).toEqual([
      expect.objectContaining({ contact: 'health.contact.lochaber', field: 'standIn' }),
    ])
  })

  it('warns of an address that is there twice, and for real of one that leads nowhere', async () => {
    const { warnings } = await keep(
      health('skye', { address: 'Health@NHS.scot' }),
      health('caithness', { address: 'health@nhs.scot' }),
      health('lochaber', { address: 'health@nhs.example' }),
    )
    expect(warnings.map(({ contact, message }) => [contact, message])).toEqual([
      ['health.contact.lochaber', 'is for examples and leads nowhere'],
      ['health.contact.skye', 'is also that of health.contact.caithness'],
    ])
  })

  it.each([
    ['a name with it', 'Skye team <skye@nhs.scot>', 'must be the address alone, without a name'],
    ['two of them', 'skye@nhs.scot, wick@nhs.scot', 'must be one address, without spaces'],
    ['a line break in it', 'skye@nhs.scot\nBcc: all@nhs.scot', 'must not have a line break'],
    ['letters of elsewhere', 'skýe@nhs.scot', 'must have no letters but those of English'],
    ['no domain', 'skye', 'must be a mail address, such as health@nhs.example'],
    ['a domain of one word', 'skye@nhs', 'is not a mail address after the @'],
    ['too long a beginning', `${'s'.repeat(65)}@nhs.scot`, 'must have at most 64 characters before the @'],
  ])('refuses an address with %s', async (_what, address, message) => {
    expect(await faults(health('skye', { address }))).toEqual([['contacts.0.address', message]])
  })

  it('refuses what nobody knows, a contact twice, an absence back to front and an id of another, each by its field', async () => {
    const wrong = await faults(
      health('skye', { agency: 'wizards' }),
      health('atlantis', { calendar: 'mayan' }),
      health('skye'),
      health('skye', { awayFrom: '2026-07-08', awayUntil: '2026-07-07' }),
      health('caithness', { id: 'health.contact.skye' }),
    )
    expect(wrong.map(([field]) => field).sort()).toEqual([
      'contacts.0.agency',
      'contacts.1.calendar',
      'contacts.1.locality',
      'contacts.3.agency',
      'contacts.3.awayUntil',
      'contacts.4.id',
    ])
    const answer = await manager.put(AGENCIES, { contacts: [health('atlantis')] }, ANY)
    const [fault] = (answer.body as { errors: Fault[] }).errors
    expect(fault?.remedy).toMatch(/^Give one of: \*, .*caithness/)
  })

  it('refuses a stand-in who is nobody, of another agency, or stood in for in a circle', async () => {
    const wrong = await faults(
      health('skye', { standIn: 'health.contact.caithness' }),
      health('caithness', { standIn: 'health.contact.skye' }),
      health('lochaber', { standIn: 'health.contact.atlantis' }),
      { ...health('skye'), agency: 'education', standIn: 'health.contact.skye' },
    )
    expect(wrong).toEqual([
      [
        'contacts.0.standIn',
        'goes in a circle: health.contact.skye, health.contact.caithness, health.contact.skye',
      ],
      [
        'contacts.1.standIn',
        'goes in a circle: health.contact.caithness, health.contact.skye, health.contact.caithness',
      ],
      ['contacts.2.standIn', 'is no contact of this directory'],
      ['contacts.3.standIn', 'is of another agency, which is not told of all that this one is'],
    ])
  })

  it('is changed only by whoever has seen the last version', async () => {
    const { headers } = await manager.get(AGENCIES)
    const etag = { 'if-match': headers['etag'] as string }
    expect((await manager.put(AGENCIES, { contacts: [] })).status).toBe(428)
    expect((await manager.put(AGENCIES, { contacts: [health('skye')] }, etag)).status).toBe(200)
    expect((await manager.put(AGENCIES, { contacts: [] }, etag)).status).toBe(412)
    expect((await read()).contacts).toHaveLength(1)
  })

  it('is changed in their own localities alone by a manager of some, and all else stays', async () => {
    const { contacts } = await keep(health('skye'), health('*', { address: 'health@nhs.scot' }))
    const ofSkye = await api.as({ roles: ['manager'], localities: ['skye'] })
    const put = async (...given: object[]) => (await ofSkye.put(AGENCIES, { contacts: given }, ANY)).status
    const [wide = {}, skye = {}] = contacts
    expect(await put(wide, { ...skye, name: 'Portree' })).toBe(200)
    expect(await put(skye)).toBe(403)
    expect(await put({ ...wide, name: 'All of it' }, skye)).toBe(403)
    expect(await put(wide, skye, health('caithness'))).toBe(403)
    expect((await ofSkye.upload(CSV, csv('health,caithness,contact,wick@nhs.scot'))).status).toBe(403)
    expect((await read()).contacts.map(({ id, name }) => [id, name])).toEqual([
      ['health.contact', undefined],
      ['health.contact.skye', 'Portree'],
    ])
  })

  it('writes down who changed what', async () => {
    await keep(health('skye'), health('caithness'))
    await keep(health('skye', { name: 'Portree' }), health('lochaber'))
    const row = await api.db
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'agencies.write')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      actor: 'manager-1',
      detail: {
        added: ['health.contact.lochaber'],
        changed: ['health.contact.skye'],
        removed: ['health.contact.caithness'],
        fields: { 'health.contact.skye': ['name'] },
        addresses: {
          'health.contact.lochaber': { new: 'lochaber@nhs.scot' },
          'health.contact.caithness': { old: 'caithness@nhs.scot' },
        },
      },
    })
  })
})

const csv = (...lines: string[]) => ['agency,locality,recipient,address', ...lines].join('\r\n')

describe('contacts as a file', () => {
  it('go out and come back as they are, and no cell is taken for a formula', async () => {
    await keep(
      health('skye', { name: '=HYPERLINK("x")', form: 'digest', standIn: 'health.contact.caithness' }),
      health('caithness', { name: 'Wick, "Thurso"\nand Castletown', awayFrom: '2026-07-06' }),
    )
    const file = await manager.get(CSV)
    expect(file.text).toContain(`"'=HYPERLINK(""x"")"`)
    const before = (await read()).contacts
    const same = (await manager.upload(CSV, file.text)).body as ContactsTakenIn
    expect(same).toMatchObject({ added: [], changed: [], unchanged: 2 })
    await keep()
    const back = (await manager.upload(CSV, file.text)).body as ContactsTakenIn
    expect(back.added).toEqual(['health.contact.caithness', 'health.contact.skye'])
    expect((await read()).contacts).toEqual(before)
  })

  it('add to those that are known, and change them; the first answer is given again to the same file', async () => {
    await keep(health('skye'), health('caithness'))
    const file = csv('health,skye,contact,portree@nhs.scot', 'health,lochaber,contact,fort@nhs.scot')
    const key = { 'idempotency-key': 'contacts-1' }
    const taken = await manager.upload(CSV, file, key)
    expect(taken.body).toMatchObject({ added: ['health.contact.lochaber'], changed: ['health.contact.skye'] })
    expect((await manager.upload(CSV, file, key)).text).toBe(taken.text)
    expect((await read()).contacts.map(({ address }) => address)).toEqual([
      'caithness@nhs.scot',
      'fort@nhs.scot',
      'portree@nhs.scot',
    ])
  })

  it('are refused with every bad line by its number and column, and none of them is kept', async () => {
    await keep()
    const answer = await manager.upload(
      CSV,
      csv(
        'health,skye,contact,skye@nhs.scot',
        'health,atlantis,contact,not-an-address',
        '"education",skye,"head',
        'teacher",skye@schools.scot',
        'health,skye,contact,portree@nhs.scot',
        'health,caithness,contact,a@nhs.scot,more',
      ),
    )
    expect(answer.status).toBe(422)
    const first = (answer.body as { errors: Fault[] }).errors.map(({ field }) => field)
    expect(first).toEqual(['line 4, recipient', 'line 7'])
    const next = await manager.upload(
      CSV,
      csv(
        'health,atlantis,contact,not-an-address',
        'health,skye,contact,portree@nhs.scot',
        'health,skye,contact,skye@nhs.scot',
      ),
    )
    expect((next.body as { errors: Fault[] }).errors.map(({ field }) => field).sort()).toEqual([
      'line 2, address',
      'line 2, locality',
      'line 3, agency',
    ])
    expect((await read()).contacts).toEqual([])
  })

  it.each([
    [
      'without the columns that it needs',
      'agency,place\r\nhealth,skye',
      ['locality', 'recipient', 'address', 'place'],
    ],
    ['without a row', 'agency,locality,recipient,address', ['file']],
    ['with a quotation mark that is not closed', 'agency,locality\r\n"health,skye', ['file']],
    ['in another encoding', Buffer.from('agency\r\nS\xe9an', 'latin1'), ['file']],
  ])('are refused %s', async (_what, file, fields) => {
    const answer = await manager.upload(CSV, file)
    expect(answer.status).toBe(422)
    expect((answer.body as { errors: Fault[] }).errors.map(({ field }) => field)).toEqual(fields)
  })
})

describe('the page of agencies', () => {
  it('shows first where nobody is told, and a contact is added there, changed and removed', async () => {
    await keep(health('caithness'))
    const visitor = await api.signedIn({ roles: ['manager'] })
    const page = async () => (await visitor.open('/agencies')).text()
    expect(await page()).toMatch(/Nobody is told[\s\S]*Education[\s\S]*Health<\/h2>/)

    const typed = { agency: 'health', locality: 'skye', recipient: 'contact', address: 'skye@nhs.scot' }
    const added = await visitor.send('/agencies/add', { ...typed, form: 'digest' })
    expect([added.status, added.headers.get('location')]).toEqual([303, '/agencies?kept=yes'])
    expect((await visitor.send('/agencies/add', typed)).status).toBe(422)

    const away = { 'awayFrom-day': '1', 'awayFrom-month': '6', 'awayFrom-year': '2026' }
    const { headers } = await manager.get(AGENCIES)
    const _version = /\d+/.exec(headers['etag'] as string)?.[0] ?? ''
    const changed = { _version, address: 'skye@nhs.scot', ...away, standIn: 'health.contact.caithness' }
    expect((await visitor.send('/agencies/health.contact.skye', changed)).status).toBe(303)
    expect((await read()).contacts[1]).toMatchObject({ form: 'each', awayFrom: '2026-06-01' })
    expect(await page()).toContain('Told instead: Health, Caithness')

    const circle = {
      _version: String(Number(_version) + 1),
      address: 'caithness@nhs.scot',
      standIn: 'health.contact.skye',
    }
    const refused = await visitor.send('/agencies/health.contact.caithness', circle)
    const html = await refused.text()
    expect(refused.status).toBe(422)
    expect(html).toContain('Who stands in goes in a circle')
    expect(html).not.toContain('contacts.1')

    const remove = (id: string) => visitor.send(`/agencies/${id}/remove`, { _version: circle._version })
    expect((await remove('health.contact.caithness')).status).toBe(422)
    expect((await remove('health.contact.skye')).status).toBe(303)
    expect((await read()).contacts).toHaveLength(1)
  })

  it('refuses what was changed from under somebody, and shows it as it is now', async () => {
    await keep(health('skye'))
    const visitor = await api.signedIn({ roles: ['manager'] })
    const html = await (await visitor.open('/agencies/health.contact.skye')).text()
    const _version = /name="_version" value="(\d+)"/.exec(html)?.[1] ?? ''
    await keep(health('skye', { name: 'Portree' }))
    const answer = await visitor.send('/agencies/health.contact.skye', { address: 'me@nhs.scot', _version })
    expect(answer.status).toBe(412)
    expect(await answer.text()).toContain('value="Portree"')
  })

  it('takes a file, and says what is wrong in it by line', async () => {
    await keep()
    const visitor = await api.signedIn({ roles: ['manager'] })
    const html = await (await visitor.open('/agencies')).text()
    const send = (text: string) => {
      const form = new FormData()
      form.set('_csrf', /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '')
      form.set('file', new File([text], 'agencies.csv', { type: 'text/csv' }))
      return visitor.browser.upload(`${api.url}/agencies/file`, form)
    }
    const wrong = await send(csv('health,skye,contact,nobody'))
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('Line 2, address: must be a mail address')
    const good = await send(csv('health,skye,contact,skye@nhs.scot'))
    expect(good.headers.get('location')).toBe('/agencies?added=1&changed=0')
  })
})
