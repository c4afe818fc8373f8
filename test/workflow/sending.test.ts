import { randomUUID } from 'node:crypto'
import { smtpMailer } from '../../activities/notices/mail'
import { takePlace } from '../../db/mail-server'
import { markBounced } from '../../db/outbox'
import type { NoticeContent } from '../../domain/notices'
import { SENIORS } from '../../domain/policy'
import { instant } from '../../domain/time'
import type { CaughtMail } from '../support/mail-catcher'
import { contact, dueOn, openSender, type Sender } from '../support/sender'

let sender: Sender
beforeAll(async () => {
  sender = await openSender()
  await sender.contacts(
    contact('education'),
    contact('social-work'),
    ...SENIORS.map((recipient) =>
      contact('social-work', { recipient, address: `${recipient}@council.example` }),
    ),
  )
})
afterAll(() => sender.close())
beforeEach(async () => {
  sender.mail.answer(undefined)
  await sender.db.deleteFrom('notice_try').execute()
  await sender.db.deleteFrom('notice').execute()
  await sender.db.deleteFrom('digest').execute()
  await sender.db
    .updateTable('mail_server')
    .set({ paused_until: null, pauses: 0, failing_since: null, last_error: null, next_message_at: null })
    .execute()
})

const reminder: NoticeContent = { about: 'reminder', ...dueOn('2026-08-30') }
const to = (address: string) => sender.mail.mail.filter((one) => one.to === address)
const statuses = async (journeyId: string) =>
  (
    await sender.db
      .selectFrom('notice')
      .select(['status', 'recipient', 'content'])
      .where('journey_id', '=', journeyId)
      .execute()
  ).map(({ status, recipient, content }) => `${content.about} ${recipient} ${status}`)

describe('What can wait', () => {
  it('waits for the working day of whoever receives it, by their own calendar; what is urgent goes at once', async () => {
    // Monday 13 July 2026 is the Kinlarroch Fair, and a working day everywhere else
    await sender.contacts(contact('health', { address: 'fair@nhs.example', calendar: 'kinlarroch' }))
    const journey = await sender.start('2026-07-01', { locality: 'skye' })
    const sunday = '2026-07-12T20:00:00+01:00'
    const put = (agency: string, content: NoticeContent) =>
      sender.put(journey, { agency, locality: 'skye', at: sunday, content })
    await put('health', reminder)
    await put('education', reminder)
    await put('health', { ...reminder, title: '72-hour meeting', dueAt: instant(sunday) })
    const heard = async (moment: string) => {
      sender.at(moment)
      await sender.send()
      return { health: to('fair@nhs.example').length, education: to('education@partners.example').length }
    }
    expect(await heard(sunday)).toEqual({ health: 1, education: 0 })
    expect(to('fair@nhs.example')[0]?.subject).toContain('72-hour meeting')
    expect(await heard('2026-07-13T08:59:59+01:00')).toEqual({ health: 1, education: 0 })
    expect(await heard('2026-07-13T09:00:00+01:00')).toEqual({ health: 1, education: 1 })
    expect(await heard('2026-07-14T09:00:00+01:00')).toEqual({ health: 2, education: 1 })
  })
})

describe('A digest', () => {
  const nine = '2026-06-02T09:00:00+01:00'
  const gathered = '2026-06-02T09:02:00+01:00'
  let address: string
  beforeEach(async () => {
    address = `${randomUUID()}@nhs.example`
    await sender.db.deleteFrom('contact').where('agency', '=', 'health').execute()
    await sender.contacts(contact('health', { address, form: 'digest' }))
  })

  /** Two children of two localities, of whom something is due that day and something was before. */
  async function threeNotices(): Promise<void> {
    const [skye, caithness] = [
      await sender.start('2026-03-01', { locality: 'skye' }),
      await sender.start('2026-03-01'),
    ]
    await sender.put(caithness, { at: '2026-06-01T15:00:00+01:00', content: reminder })
    await sender.put(skye, { locality: 'skye', at: nine, content: reminder })
    await sender.put(skye, {
      locality: 'skye',
      at: nine,
      content: { about: 'missed', ...dueOn('2026-06-01') },
    })
  }

  it('is one message for the day, in which what is overdue comes first; what comes later waits for the next', async () => {
    await threeNotices()
    sender.at(nine)
    await sender.send()
    expect(to(address)).toEqual([])
    sender.at(gathered)
    await sender.send()
    expect(to(address)).toHaveLength(1)
    const [digest] = to(address)
    expect(digest?.subject).toBe('PACE: 3 notices for Tuesday 2 June 2026')
    expect(digest?.text.indexOf('Locality: skye')).toBeLessThan(
      digest?.text.indexOf('Locality: caithness') ?? 0,
    )
    expect(digest?.html).toContain('<h2')
    const { id, status } = await sender.db
      .selectFrom('digest')
      .select(['id', 'status'])
      .where('address', '=', address)
      .executeTakeFirstOrThrow()
    expect([status, digest?.messageId]).toEqual(['sent', `<digest.${id}@pace.example>`])

    const late = await sender.start('2026-03-01')
    await sender.put(late, { at: nine, content: reminder })
    sender.at('2026-06-02T12:00:00+01:00')
    await sender.send()
    expect(to(address)).toHaveLength(1)
    sender.at('2026-06-03T09:02:00+01:00')
    await sender.send()
    expect(to(address)).toHaveLength(2)
  })

  it('comes again as the same message, when its sender dies between the server’s acceptance and our note of it', async () => {
    await threeNotices()
    sender.at(nine)
    await sender.send()
    sender.at(gathered)
    const dying = sender.sendOf(
      { agency: 'health', locality: 'skye' },
      {
        seam: (name) => {
          if (name === 'sending: accepted by the mail server') throw new Error('killed')
        },
      },
    )
    await expect(dying).rejects.toThrow('killed')
    expect(to(address)).toHaveLength(1)
    // meanwhile something more has come, which is not in it
    await sender.put(await sender.start('2026-03-01'), { at: nine, content: reminder })
    await sender.send()
    const [first, second, ...more] = to(address)
    expect(more).toEqual([])
    const said = ({ messageId, subject, text, html }: CaughtMail) => ({ messageId, subject, text, html })
    expect(said(second!)).toEqual(said(first!))
    const ended = await sender.db.selectFrom('notice').select(['status', 'sent_to']).execute()
    expect(ended.filter(({ status }) => status === 'sent')).toHaveLength(3)
    expect(ended.filter(({ status }) => status === 'pending')).toHaveLength(1)
  })

  it('that the server puts off is written anew of what is true by then, and one that it refuses ends all of its notices', async () => {
    await threeNotices()
    sender.at(nine)
    await sender.send()
    sender.at(gathered)
    sender.mail.answer(451)
    await sender.send()
    expect(await sender.db.selectFrom('digest').selectAll().execute()).toEqual([])
    await sender.db
      .updateTable('notice')
      .set({ status: 'withdrawn' })
      .where('locality', '=', 'caithness')
      .execute()
    sender.mail.answer(550)
    sender.at('2026-06-02T10:00:00+01:00')
    await sender.send()
    const ended = await sender.db.selectFrom('notice').select(['status', 'content', 'last_error']).execute()
    expect(ended.map(({ status, content }) => `${content.about} ${status}`).sort()).toEqual([
      'missed refused',
      'reminder refused',
      'reminder withdrawn',
      'undelivered pending',
    ])
    const told = ended.find(({ content }) => content.about === 'undelivered')
    expect(told?.content).toMatchObject({ agency: 'health', to: 'contact', others: 1 })
  })
})

describe('A deadline that is missed', () => {
  it('is escalated by mail, stops when it is met, and those who were told hear that once', async () => {
    const id = await sender.start(instant(Date.now() - 3_600_000))
    // the six-week review is missed, and has been for eight days
    await sender.conductLater(id, 52)
    sender.at(await workingTime())
    await sender.send()
    const about = (address: string) =>
      to(address)
        .map(({ subject }) => subject)
        .filter((subject) => subject.includes('6-week review'))
        .map((subject) => subject.replace(/^PACE: | \(.*$/g, ''))
    expect(about('social-work@partners.example')).toContain('6-week review is overdue')
    expect(about('team-manager@council.example')).toEqual(['6-week review is still overdue'])
    expect(about('service-manager@council.example')).toEqual(['6-week review is still overdue'])

    await sender.record(id, 'review-held', instant(Date.now()), { review: '6-week' })
    for (let twice = 0; twice < 2; twice += 1) {
      await sender.conductLater(id, 80)
      sender.at(await workingTime())
      await sender.send()
    }
    expect(about('team-manager@council.example')).toEqual([
      '6-week review is still overdue',
      '6-week review is done',
    ])
    expect(about('service-manager@council.example')).toEqual([
      '6-week review is still overdue',
      '6-week review is done',
    ])
    expect(about('head-of-service@council.example')).toEqual([])
    expect((await statuses(id)).filter((one) => one.startsWith('settled'))).toHaveLength(3)
  })
})

describe('Many at once', () => {
  const AGENCIES = ['social-work', 'education', 'legal', 'panel', 'reporter', 'hearings']
  const LOCALITIES = ['caithness', 'sutherland', 'ross', 'inverness', 'nairn', 'lochaber', 'skye']

  async function many(count: number): Promise<void> {
    const journeys = await Promise.all(LOCALITIES.map((locality) => sender.start('2026-03-01', { locality })))
    const at = new Date('2026-06-02T09:00:00+01:00')
    await sender.db
      .insertInto('notice')
      .values(
        Array.from({ length: count }, (_, index) => ({
          journey_id: journeys[index % LOCALITIES.length] as string,
          key: `put/${index}`,
          agency: AGENCIES[index % AGENCIES.length] as string,
          locality: LOCALITIES[index % LOCALITIES.length] as string,
          recipient: index % AGENCIES.length === 0 ? ('lead-worker' as const) : ('contact' as const),
          at,
          content: JSON.stringify({ ...reminder, title: `Notice ${index}` }),
          status: 'pending' as const,
          created_at: at,
          next_attempt_at: at,
          lease: null,
          leased_until: null,
          ended_at: null,
          sent_to: null,
          last_error: null,
        })),
      )
      .execute()
    sender.at('2026-06-02T09:00:30+01:00')
  }

  beforeAll(() =>
    sender.contacts(...['legal', 'panel', 'reporter', 'hearings'].map((agency) => contact(agency))),
  )

  it('a thousand that are due in one minute all go, each once', async () => {
    await many(1_000)
    const before = sender.mail.mail.length
    await sender.send()
    const sent = sender.mail.mail.slice(before)
    expect(sent).toHaveLength(1_000)
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1_000)
    const left = await sender.db.selectFrom('notice').select('id').where('status', '<>', 'sent').execute()
    expect(left).toEqual([])
    // a few seconds by itself; on a machine that is busy with other tests it is many
  }, 120_000)

  it('they all go, each once, through a server that answers every tenth with 421: everybody pauses, and none is dropped', async () => {
    await many(100)
    const before = sender.mail.mail.length
    sender.mail.answer((attempt) => (attempt % 10 === 0 ? 421 : undefined))
    await sender.send()
    const pausedAt = sender.now()
    const paused = await sender.db.selectFrom('mail_server').selectAll().executeTakeFirstOrThrow()
    expect(instant(paused.paused_until ?? 0) > pausedAt).toBe(true)
    const attempts = sender.mail.attempts()
    await sender.send()
    expect(sender.mail.attempts()).toBe(attempts)
    for (let later = 2; sender.mail.mail.length < before + 100 && later < 200; later += 2) {
      sender.at(instant(Date.parse(pausedAt) + later * 1_000))
      await sender.send()
    }
    const sent = sender.mail.mail.slice(before)
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(100)
    expect(sent).toHaveLength(100)
  })

  it('no more than so many in a minute, however many send', async () => {
    const now = sender.now()
    const places = await Promise.all(
      Array.from({ length: 8 }, () => takePlace(sender.services.db, now, { perMinute: 60, longest: 5_000 })),
    )
    const waits = places.map((place) => place && Math.round(place.wait / 1_000))
    expect(waits.filter((wait) => wait !== undefined).sort()).toEqual([0, 1, 2, 3, 4, 5])
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(2)
  })
})

describe('A mailbox that is full', () => {
  it('holds nobody else up, and is given up after a week of its own', async () => {
    sender.mail.answer((_, address) =>
      address.startsWith('education') ? { code: 452, words: '4.2.2 mailbox full' } : undefined,
    )
    const id = await sender.start('2026-03-01')
    const monday = '2026-06-01T10:00:00+01:00'
    await sender.put(id, { agency: 'education', at: monday, content: reminder })
    await sender.put(id, { agency: 'legal', at: monday, content: reminder })
    sender.at(monday)
    await sender.send()
    expect(await statuses(id)).toEqual(
      expect.arrayContaining(['reminder contact pending', 'reminder contact sent']),
    )
    sender.at('2026-06-08T09:59:00+01:00')
    await sender.send()
    expect(await statuses(id)).toContain('reminder contact pending')
    sender.at('2026-06-08T10:30:00+01:00')
    await sender.send()
    expect(await statuses(id)).toEqual(
      expect.arrayContaining(['reminder contact gave-up', 'undelivered lead-worker pending']),
    )
  })
})

describe('A message that comes back', () => {
  it('counts as refused, with the words of who sent it back, and the worker is told; once', async () => {
    const id = await sender.start('2026-03-01')
    const monday = '2026-06-01T10:00:00+01:00'
    const notice = await sender.put(id, { agency: 'education', at: monday, content: reminder })
    sender.at(monday)
    await sender.send()
    const { messageId } = sender.mail.mail.at(-1)!
    expect(messageId).toBe(`<notice.${notice}@pace.example>`)
    expect(await markBounced(sender.db, messageId, '550 5.1.1 no such user')).toBe(1)
    expect(await markBounced(sender.db, notice, 'again')).toBe(0)
    expect(await markBounced(sender.db, '<of.somebody.else@example>', 'no')).toBe(0)
    expect(await statuses(id)).toEqual(
      expect.arrayContaining(['reminder contact refused', 'undelivered lead-worker pending']),
    )
  })
})

it('a server that is away for a message is tried again, and the message has the same Message-ID', async () => {
  const id = await sender.start('2026-03-01')
  const monday = '2026-06-01T10:00:00+01:00'
  const notice = await sender.put(id, { agency: 'education', at: monday, content: reminder })
  sender.at(monday)
  const nowhere = smtpMailer({ url: 'smtp://127.0.0.1:1', from: 'PACE <pace@pace.example>' })
  const { nextInMilliseconds } = await sender.sendOf(
    { agency: 'education', locality: 'caithness' },
    { mailer: nowhere },
  )
  nowhere.close()
  expect(nextInMilliseconds).toBe(1_000)
  const { attempts, last_error } = await sender.db
    .selectFrom('notice')
    .select(['attempts', 'last_error'])
    .where('id', '=', notice)
    .executeTakeFirstOrThrow()
  expect([attempts, last_error]).toEqual([1, expect.stringContaining('ECONNREFUSED')])
  sender.at('2026-06-01T10:00:01+01:00')
  await sender.send()
  expect(sender.mail.mail.at(-1)?.messageId).toBe(`<notice.${notice}@pace.example>`)
})

// Some working hour well after all that was put or derived.
async function workingTime(): Promise<string> {
  const { at } = await sender.db
    .selectFrom('notice')
    .select((of) => of.fn.max('next_attempt_at').as('at'))
    .executeTakeFirstOrThrow()
  const day = new Date(at.getTime() + 86_400_000)
  while ([0, 6].includes(day.getUTCDay())) day.setUTCDate(day.getUTCDate() + 1)
  day.setUTCHours(12, 0, 0, 0)
  return day.toISOString()
}
