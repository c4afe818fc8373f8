import { addContacts, otherReceiversOf, receiverOf, type Receiver, type ToTell } from '../../db/contacts'
import { readDirectory, savePeople, type PersonToKeep } from '../../db/people'
import type { LocalDate } from '../../domain/time'
import { freshDatabase, type FreshDatabase } from '../support/database'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await addContacts(fresh.db, [
    { agency: 'social-work', locality: '*', recipient: 'lead-worker', address: 'team@council.example' },
    { agency: 'social-work', locality: '*', recipient: 'team-manager', address: 'managers@council.example' },
    { agency: 'health', locality: 'skye', recipient: 'contact', address: 'skye@nhs.example' },
  ])
  await keep(
    worker('ana', { cover: 'ben', manager: 'mo' }),
    worker('ben'),
    worker('cat', { manager: 'mo', address: undefined }),
    worker('mo', { roles: ['manager'], locality: 'caithness' }),
  )
})
afterAll(() => fresh.drop())

describe('what is for the lead worker goes', () => {
  it('to the lead worker who is here', async () => {
    expect(await toldOf({ worker: 'ana' })).toBe('ana@council.example')
  })

  it('to the cover while the lead worker is away, and to the lead worker again afterwards', async () => {
    const away = { awayFrom: '2020-01-01' as LocalDate }
    await keep(worker('ana', { cover: 'ben', manager: 'mo', ...away }))
    expect(await toldOf({ worker: 'ana' })).toBe('ben@council.example')
    await keep(worker('ana', { cover: 'ben', manager: 'mo', ...away, awayUntil: '2020-02-01' as LocalDate }))
    expect(await toldOf({ worker: 'ana' })).toBe('ana@council.example')
  })

  it('to the manager when the lead worker has left and nobody covers', async () => {
    await keep(worker('dan', { manager: 'mo', leftOn: '2020-01-01' as LocalDate }))
    expect(await toldOf({ worker: 'dan' })).toBe('mo@council.example')
  })

  it("to the journey's own cover while that runs", async () => {
    expect(await toldOf({ worker: 'ana', cover: 'ben' })).toBe('ben@council.example')
    expect(await toldOf({ worker: 'ana', cover: 'ben', cover_until: '2020-01-01' as LocalDate })).toBe(
      'ana@council.example',
    )
  })

  it("to the team's address when the owner has none of their own", async () => {
    expect(await toldOf({ worker: 'cat' })).toBe('team@council.example')
  })
})

describe('what is for the team manager goes', () => {
  it("to the lead worker's own manager, else to a manager of the locality, else to the address that is kept", async () => {
    const recipient = 'team-manager'
    expect(await toldOf({ recipient, worker: 'ana', locality: 'skye' })).toBe('mo@council.example')
    expect(await toldOf({ recipient, worker: null })).toBe('mo@council.example')
    expect(await toldOf({ recipient, worker: null, locality: 'skye' })).toBe('managers@council.example')
  })
})

it('what is for another agency goes to its contact, whoever owns the journey', async () => {
  const health = { agency: 'health', recipient: 'contact', worker: 'ana' } as const
  expect(await toldOf({ ...health, locality: 'skye' })).toBe('skye@nhs.example')
  expect(await toldOf({ ...health, locality: 'caithness' })).toBeUndefined()
})

describe('a contact', () => {
  const reporter = { agency: 'reporter', recipient: 'contact', worker: null } as const

  it('is told in the way it wants, or by who stands in while it is away', async () => {
    await addContacts(fresh.db, [
      {
        agency: 'reporter',
        locality: 'skye',
        recipient: 'contact',
        address: 'skye@scra.example',
        awayFrom: '2020-01-01' as LocalDate,
        standIn: 'reporter.contact.caithness',
      },
      {
        agency: 'reporter',
        locality: 'caithness',
        recipient: 'contact',
        address: 'wick@scra.example',
        name: 'The Wick office',
        form: 'digest',
        calendar: 'hearings',
      },
    ])
    const wick = {
      address: 'wick@scra.example',
      name: 'The Wick office',
      form: 'digest',
      calendar: 'hearings',
      contactId: 'reporter.contact.caithness',
    }
    expect(await receiver({ ...reporter, locality: 'caithness' })).toEqual(wick)
    expect(await receiver({ ...reporter, locality: 'skye' })).toEqual({
      ...wick,
      standsInFor: 'reporter.contact.skye',
    })
  })

  it('can be replaced by others when it fails: the manager for the lead worker, and the contacts that are kept', async () => {
    const directory = await readDirectory(fresh.db)
    const others = await otherReceiversOf(fresh.db, directory, noticeFor({ worker: 'ana' }), [
      'ANA@council.example',
    ])
    expect(others.map(({ address }) => address)).toEqual([
      'mo@council.example',
      'team@council.example',
      'managers@council.example',
    ])
  })
})

function worker(id: string, more: Partial<PersonToKeep> = {}): PersonToKeep {
  return { id, name: id, roles: ['case-worker'], address: `${id}@council.example`, ...more }
}

async function keep(...people: PersonToKeep[]): Promise<void> {
  await fresh.db.transaction().execute((trx) => savePeople(trx, people, { by: 'manager-1' }))
}

async function toldOf(notice: Partial<ToTell>): Promise<string | undefined> {
  return (await receiver(notice))?.address
}

async function receiver(notice: Partial<ToTell>): Promise<Receiver | undefined> {
  return receiverOf(fresh.db, await readDirectory(fresh.db), noticeFor(notice))
}

function noticeFor(notice: Partial<ToTell>): ToTell {
  return {
    agency: 'social-work',
    recipient: 'lead-worker',
    worker: null,
    cover: null,
    cover_until: null,
    team: null,
    locality: 'caithness',
    ...notice,
  }
}
