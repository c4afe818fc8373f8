import { randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { smtpMailer, type Mailer } from '../../activities/notices/mail'
import { mayHaveTaken, wordsOfServer } from '../../activities/notices/smtp-answer'
import { takePlace } from '../../db/mail-server'
import { eraseChild } from '../../db/erasure'
import { markBounced, nextDue, waitingMailboxes } from '../../db/outbox'
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
    .set({
      paused_until: null,
      pauses: 0,
      failing_since: null,
      took_at: null,
      last_error: null,
      next_message_at: null,
    })
    .execute()
})

const NO_MAILER = { close: () => undefined }

/** As if the engine had been told of all that is recorded in journeys. */
async function markTold(...journeys: string[]): Promise<void> {
  await sender.db
    .updateTable('journey')
    .set((row) => ({ signalled_seq: row.ref('seq') }))
    .where('id', 'in', journeys)
    .execute()
}

async function isToldAgain(journey: string): Promise<boolean> {
  const { signalled_seq } = await sender.db
    .selectFrom('journey')
    .select('signalled_seq')
    .where('id', '=', journey)
    .executeTakeFirstOrThrow()
  return signalled_seq === 0
}

const reminder = { about: 'reminder', ...dueOn('2026-08-30') } as const satisfies NoticeContent
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

describe('A digest that has been tried', () => {
  const monday = '2026-06-01T09:02:00+01:00'
  const mailbox = { agency: 'health', locality: 'caithness' }
  let address: string
  let journey: string
  beforeEach(async () => {
    address = `${randomUUID()}@nhs.example`
    await sender.db.deleteFrom('contact').where('agency', '=', 'health').execute()
    await sender.contacts(contact('health', { address, form: 'digest' }))
    journey = await sender.start('2026-03-01')
  })
  const put = (title: string) =>
    sender.put(journey, { at: '2026-05-31T12:00:00+01:00', content: { ...reminder, title } })
  const withdraw = (...ids: string[]) =>
    sender.db
      .updateTable('notice')
      .set({ status: 'withdrawn', ended_at: new Date() })
      .where('id', 'in', ids)
      .execute()
  const ends = async () =>
    (await sender.db.selectFrom('notice').select(['status', 'content']).orderBy('created_at').execute()).map(
      ({ status, content }) => `${'title' in content ? content.title : content.about} ${status}`,
    )
  const silent = {
    ...NO_MAILER,
    send: () => Promise.reject(Object.assign(new Error('Timeout'), { code: 'ETIMEDOUT', command: 'CONN' })),
  }

  it('does not keep its address for itself when all in it is withdrawn: it goes, and is corrected', async () => {
    const [one, two] = [await put('One'), await put('Two')]
    sender.at(monday)
    await sender.sendOf(mailbox, { mailer: silent })
    await withdraw(one, two)
    expect(await nextDue(sender.services.db, mailbox, sender.now())).toBe(1_000)
    expect(await waitingMailboxes(sender.services.db, 0)).toEqual([mailbox])
    await markTold(journey)
    sender.at('2026-06-01T09:02:05+01:00')
    await sender.sendOf(mailbox)
    expect(to(address)).toHaveLength(1)
    expect(await ends()).toEqual(['One sent', 'Two sent'])
    expect(await isToldAgain(journey)).toBe(true)
    expect(await nextDue(sender.services.db, mailbox, sender.now())).toBeUndefined()
  })

  it('tells nobody that what was withdrawn could not be delivered, when it is refused', async () => {
    const [one] = [await put('One'), await put('Two')]
    sender.at(monday)
    await sender.sendOf(mailbox, { mailer: silent })
    await withdraw(one)
    sender.mail.answer(550)
    sender.at('2026-06-01T09:02:05+01:00')
    await sender.sendOf(mailbox)
    expect((await ends()).sort()).toEqual(['One withdrawn', 'Two refused', 'undelivered pending'])
    const { content } = await sender.db
      .selectFrom('notice')
      .select('content')
      .where('agency', '=', 'social-work')
      .executeTakeFirstOrThrow()
    expect(content).toMatchObject({ others: 0, of: { title: 'Two' } })
  })

  it('gives up after a week what has waited for so long, and not what has come today', async () => {
    sender.mail.answer({ code: 452, words: '4.2.2 mailbox full' })
    await put('One')
    sender.at(monday)
    await sender.send()
    await put('Two')
    sender.at('2026-06-08T09:30:00+01:00')
    await sender.send()
    expect((await ends()).sort()).toEqual(['One gave-up', 'Two pending', 'undelivered pending'])
    sender.mail.answer(undefined)
    sender.at('2026-06-08T10:00:00+01:00')
    await sender.send()
    expect(to(address).map(({ text }) => [text.includes('One'), text.includes('Two')])).toEqual([
      [false, true],
    ])
  })
})

describe('What changes while it is on its way', () => {
  const monday = '2026-06-01T10:00:00+01:00'
  const mailbox = { agency: 'education', locality: 'caithness' }

  it('is sent as it was, and its journey is conducted again', async () => {
    const [left, changed] = [await sender.start('2026-03-01'), await sender.start('2026-03-01')]
    await sender.put(left, { agency: 'education', at: monday, content: reminder })
    const notice = await sender.put(changed, { agency: 'education', at: monday, content: reminder })
    await markTold(left, changed)
    sender.at(monday)
    const content = JSON.stringify({ ...reminder, title: 'Something else' })
    const meanwhile: Mailer = {
      ...sender.services.mailer,
      async send(message) {
        if (message.messageId.includes(notice))
          await sender.db.updateTable('notice').set({ content }).where('id', '=', notice).execute()
        await sender.services.mailer.send(message)
      },
    }
    await sender.sendOf(mailbox, { mailer: meanwhile })
    expect([...(await statuses(left)), ...(await statuses(changed))]).toEqual(
      Array(2).fill('reminder contact sent'),
    )
    expect([await isToldAgain(left), await isToldAgain(changed)]).toEqual([false, true])
  })

  it('is not sent when its child is erased meanwhile, and what comes back later tells nobody', async () => {
    const [first, second] = [await sender.start('2026-03-01'), await sender.start('2026-03-01')]
    const sent = await sender.put(first, { agency: 'education', at: monday, content: reminder })
    await sender.put(second, { agency: 'education', at: monday, content: reminder })
    sender.at(monday)
    const erasing: Mailer = {
      ...sender.services.mailer,
      async send(message) {
        const journeys = await sender.db
          .selectFrom('journey')
          .select('child_id')
          .where('id', 'in', [first, second])
          .execute()
        await sender.services.mailer.send(message)
        for (const { child_id } of journeys)
          await sender.db.transaction().execute((trx) => eraseChild(trx, child_id))
      },
    }
    const before = sender.mail.mail.length
    expect(await sender.sendOf(mailbox, { mailer: erasing })).toEqual({ sent: 1, failed: 0 })
    expect(sender.mail.mail).toHaveLength(before + 1)
    await sender.db.updateTable('notice').set({ status: 'sent' }).where('id', '=', sent).execute()
    expect(await markBounced(sender.db, sent, '550 of CAI-1')).toBe(0)
    expect(await statuses(second)).toEqual(['reminder contact withdrawn'])
    expect(await statuses(first)).toEqual(['reminder contact sent'])
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

describe('A recipient whom the server puts off with a code of its own', () => {
  it('holds up nobody else in the mailbox, pauses nobody once others are taken, and is given up after a week', async () => {
    const grey = 'grey@partners.example'
    sender.mail.answer((_, address) =>
      address === grey ? { code: 451, words: '4.7.1 greylisted' } : undefined,
    )
    const [id, other] = [await sender.start('2026-03-01'), await sender.start('2026-03-01')]
    const monday = '2026-06-01T10:00:00+01:00'
    const before = '2026-06-01T09:59:00+01:00'
    const first = await sender.put(id, { agency: 'education', at: before, content: reminder })
    await sender.db.updateTable('notice').set({ send_to: grey }).where('id', '=', first).execute()
    await sender.put(other, { agency: 'education', at: monday, content: reminder })
    const isPaused = async (moment: string) => {
      sender.at(moment)
      await sender.send()
      const { paused_until } = await sender.db
        .selectFrom('mail_server')
        .select('paused_until')
        .executeTakeFirstOrThrow()
      return paused_until !== null && instant(paused_until) > sender.now()
    }
    expect(await isPaused(monday)).toBe(true)
    expect(await isPaused('2026-06-01T10:00:01+01:00')).toBe(false)
    expect(await statuses(other)).toEqual(['reminder contact sent'])
    expect(await isPaused('2026-06-01T11:00:00+01:00')).toBe(false)
    expect(await statuses(id)).toEqual(['reminder contact pending'])
    expect(await isPaused('2026-06-08T10:30:00+01:00')).toBe(false)
    expect(await statuses(id)).toEqual(
      expect.arrayContaining(['reminder contact gave-up', 'undelivered lead-worker pending']),
    )
  })
})

describe('Whether a message may have been taken that the server did not answer', () => {
  it.each([
    ['no connection in time', { code: 'ETIMEDOUT', originalCode: 'CONNECT_TIMEOUT', command: 'CONN' }, false],
    ['a connection that ends at the greeting', { code: 'ECONNECTION', command: 'EHLO' }, false],
    ['one that ends before the recipient', { code: 'ECONNECTION', command: 'MAIL FROM' }, false],
    ['silence in the middle', { code: 'ETIMEDOUT', originalCode: 'SOCKET_TIMEOUT', command: 'CONN' }, true],
    ['a connection that breaks', { code: 'ESOCKET', command: 'CONN' }, true],
  ])('%s', (_, error, may) => {
    expect(mayHaveTaken(error)).toBe(may)
  })

  it('a connection that breaks under a message is not what another was told with 421', async () => {
    const server = createServer((socket) => {
      let closes = false
      socket.write('220 here\r\n')
      socket.on('error', () => undefined)
      socket.on('data', (data) => {
        const said = data.toString()
        closes ||= said.includes('closes@')
        if (said.startsWith('RCPT') && closes) socket.end('421 4.3.2 closing\r\n')
        else if (said.startsWith('DATA')) socket.write('354 go on\r\n')
        else if (/^(EHLO|MAIL|RCPT)/.test(said)) socket.write('250 yes\r\n')
        else setTimeout(() => socket.destroy(), 30)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from: 'PACE <pace@pace.example>' })
    const failure = (address: string) =>
      mailer
        .send({ to: address, subject: 'S', text: 'T', messageId: `<${address}>`, date: new Date(0) })
        .catch((error: unknown) => error)
    const [broken, closed] = await Promise.all([failure('breaks@x.example'), failure('closes@x.example')])
    mailer.close()
    await new Promise((resolve) => server.close(resolve))
    expect([mayHaveTaken(broken), mayHaveTaken(closed)]).toEqual([true, false])
  })

  it('what the server says is shown without addresses, and without the subject that it repeats', () => {
    const subject = 'PACE: 6-week review (CAI-7)'
    expect(wordsOfServer('451 4.7.1 <a.b@c.example>: greylisted', subject)).toBe('451 4.7.1 …: greylisted')
    expect(wordsOfServer('451 4.7.1 not "CAI-7" for a.b@c.example', subject)).toBe('451 4.7.1 not … for …')
    expect(wordsOfServer(`451 4.7.1 we mind ${subject}`, subject)).toBe('451 4.7.1')
    expect(wordsOfServer('connect ECONNREFUSED 127.0.0.1:1', subject)).toBe(
      'connect ECONNREFUSED 127.0.0.1:1',
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
