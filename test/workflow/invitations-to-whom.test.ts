import { sql } from 'kysely'
import { actFor } from '../../db/acting'
import { AUTHORITY } from '../../db/scope'
import { savePeople } from '../../db/people'
import { invitationsOfUid } from '../../db/invitations'
import { contact, openSender, type Sender } from '../support/sender'

const MANAGER = 'manager@council.example'
let sender: Sender
beforeAll(async () => {
  sender = await openSender()
  await sender.contacts(
    ...['health', 'education', 'legal', 'panel', 'reporter'].map((agency) => contact(agency)),
    contact('social-work', { address: MANAGER }),
  )
  const chair = { id: 'chair-1', name: 'Cathy Chair', roles: ['reviewer'], address: MANAGER } as const
  await sender.db.transaction().execute((trx) => savePeople(trx, [chair], { by: 'm' }))
})
afterAll(() => sender.close())

/** Sets the date of the panel, and sends what comes of it. */
async function set(id: string, on: string, fields: object): Promise<void> {
  await sender.record(id, 'meeting-date-set', on, { meeting: 'panel', ...fields })
  await sender.conductLater(id, 0)
  await send()
}

async function send(): Promise<void> {
  sender.at(new Date(Date.now() + 60_000).toISOString())
  await sender.send()
}

/** What calendars came to an address of a journey. */
const calendars = (address: string, journeyId: string) =>
  sender.mail.mail
    .filter(({ to, text }) => to === address && text.includes(journeyId))
    .flatMap(({ source }) => /method=(REQUEST|CANCEL)/.exec(source)?.[1] ?? [])

const invitations = (journeyId: string) =>
  sender.db
    .selectFrom('notice')
    .select(['id', 'status', 'recipient', 'agency', 'content', 'last_error'])
    .where('journey_id', '=', journeyId)
    .where('key', 'like', 'invitation/%')
    .execute()

const AT = { at: '2027-06-02T10:00:00+01:00' }

it('One person is invited once, and keeps a meeting as long as they are invited to it as anybody', async () => {
  const id = await sender.start('2026-11-02')
  // the contact of social work stands for the lead worker, who is nobody yet
  await set(id, '2026-11-03', { ...AT, chair: 'chair-1' })
  expect(calendars(MANAGER, id)).toEqual(['REQUEST'])
  await set(id, '2026-11-04', { ...AT, chair: 'chair-2' })
  expect(calendars(MANAGER, id)).not.toContain('CANCEL')
  await set(id, '2026-11-05', { ...AT, cancelled: true })
  expect(calendars(MANAGER, id)).toContain('CANCEL')
})

it('A meeting that is off is taken out of the diaries of all who were sent it, also after it was sent elsewhere', async () => {
  const id = await sender.start('2026-11-02')
  await set(id, '2026-11-03', AT)
  const health = (await invitations(id)).find(({ agency }) => agency === 'health')!
  await sender.db.transaction().execute(async (trx) => {
    await actFor(trx, { id: 'm', scope: AUTHORITY })
    await sql`select send_again(${health.id}::uuid, ${'elsewhere@nhs.example'}, 'm')`.execute(trx)
  })
  await send()
  expect(calendars('elsewhere@nhs.example', id)).toEqual(['REQUEST'])
  const { uid } = health.content as { uid: string }
  const sent = await invitationsOfUid(sender.db, uid)
  expect(sent.filter(({ agency }) => agency === 'health').map(({ sentTo }) => sentTo)).toEqual([
    'health@partners.example',
    'elsewhere@nhs.example',
  ])
  await set(id, '2026-11-04', { ...AT, cancelled: true })
  expect(calendars('elsewhere@nhs.example', id)).toEqual(['REQUEST', 'CANCEL'])
  expect(calendars('health@partners.example', id)).toEqual(['REQUEST', 'CANCEL'])
})

it('An invitation that could not go before its meeting ends as one that was given up, and says so to the worker', async () => {
  const id = await sender.start('2026-11-02')
  await sender.record(id, 'meeting-date-set', '2026-11-03', { meeting: 'panel', ...AT })
  await sender.conductLater(id, 0)
  const waited = await invitations(id)
  // conducted once more when the meeting is past
  await sender.conductLater(id, 400)
  expect((await invitations(id)).map(({ status }) => status)).toEqual(waited.map(() => 'pending'))
  sender.at(new Date(Date.now() + 400 * 86_400_000).toISOString())
  await sender.send()
  expect(
    new Set((await invitations(id)).map(({ status, last_error }) => `${status}: ${last_error}`)),
  ).toEqual(new Set(['gave-up: It could not be sent before the meeting']))
  const told = await sender.db.selectFrom('notice').select('content').where('journey_id', '=', id).execute()
  expect(told.map(({ content }) => content.about)).toContain('undelivered')
})
