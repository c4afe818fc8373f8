import ICAL from 'ical.js'
import { simpleParser } from 'mailparser'
import { sql } from 'kysely'
import { destroyKey } from '../../db/child-keys'
import { openDatabase, type Database } from '../../db/database'
import { savePeople } from '../../db/people'
import { CONDUCTOR_ROLE } from '../../db/roles'
import { invitationIn } from '../../keys/answer-link'
import { lookThrough } from '../../relay/replies/mailbox'
import type { ReadMail } from '../../relay/replies/read-mail'
import { readReplies } from '../../relay/replies/reader'
import { findDovecot, openMailbox, type Mailbox } from '../support/dovecot'
import { openHouse, type House } from '../support/house'
import { testKeys } from '../support/keys'
import type { CaughtMail } from '../support/mail-catcher'
import { until } from '../support/until'

const HEALTH = 'health@partners.example'
const CHAIR = 'chair-1@council.example'
// by Debian's dovecot; a machine without it skips what is read from a mailbox, and says so
const dovecot = findDovecot()
const withMailbox = dovecot === undefined ? test.skip : test

let house: House
let box: Mailbox
/** With the rights that a relay has, and no more. */
let relaying: Database
const warnings: object[] = []
beforeAll(async () => {
  ;[house, box] = await Promise.all([
    openHouse(),
    dovecot === undefined ? (undefined as unknown as Mailbox) : openMailbox(dovecot),
  ])
  relaying = openDatabase(house.databaseUrl, { role: CONDUCTOR_ROLE })
  const chair = { id: 'chair-1', name: 'Cathy Chair', roles: ['reviewer'], address: CHAIR } as const
  await house.db.transaction().execute((trx) => savePeople(trx, [chair], { by: 'manager-1' }))
}, 60_000)
afterAll(async () => {
  await relaying.destroy()
  await house.close()
  if (dovecot !== undefined) await box.close()
})

interface Invited {
  readonly mail: CaughtMail
  readonly method: string
  readonly contentType: string
  readonly event: ICAL.Component
}

/** What is in somebody's mail about a child, as far as it is a calendar. */
async function calendars(to: string, childReference: string): Promise<Invited[]> {
  const theirs = house.mail.mail.filter((mail) => mail.to.includes(to) && mail.text.includes(childReference))
  const found = await Promise.all(
    theirs.map(async (mail): Promise<Invited[]> => {
      const parsed = await simpleParser(mail.source)
      const part = parsed.attachments.find(({ contentType }) => contentType === 'text/calendar')
      if (part === undefined) return []
      const calendar = new ICAL.Component(ICAL.parse(part.content.toString()) as unknown[])
      const header = /content-type: text\/calendar;[^\n]*(\n\s[^\n]*)*/i.exec(mail.source)?.[0] ?? ''
      return [
        {
          mail,
          method: String(calendar.getFirstPropertyValue('method')),
          contentType: header.replace(/\s+/g, ' '),
          event: calendar.getFirstSubcomponent('vevent')!,
        },
      ]
    }),
  )
  return found.flat()
}

const value = ({ event }: Invited, name: string) => String(event.getFirstPropertyValue(name))

/** Waits until so many calendars have come to somebody, and gives the last one. */
const nth = (to: string, childReference: string, count: number) =>
  until(`calendar ${count} of ${childReference} has come to ${to}`, async () => {
    const all = await calendars(to, childReference)
    return (
      all.length >= count &&
      all.sort((a, b) => Number(value(a, 'sequence')) - Number(value(b, 'sequence')))[count - 1]
    )
  })

/** A journey whose panel has a date, with the invitation as it came to health. */
async function withPanel(at: string, locality: string) {
  const { row } = await house.start('2026-11-02', { locality })
  await house.record(row.id, 'meeting-date-set', '2026-11-03', {
    meeting: 'panel',
    at,
    chair: 'chair-1',
    place: 'Morag’s house',
  })
  return { row, invited: await nth(HEALTH, row.child_reference, 1) }
}

function reply(
  { event }: Invited,
  {
    by = HEALTH,
    from = by,
    partstat = 'ACCEPTED',
    method = 'REPLY',
    sequence,
    more = '',
  }: {
    by?: string
    from?: string
    partstat?: string
    method?: string
    sequence?: number
    more?: string
  } = {},
): string {
  replies += 1
  return `From: ${from}
To: pace@pace.example
Subject: Answer ${replies}
Message-ID: <answer-${replies}@partners.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

I will be there, says Morag.
--b
Content-Type: text/calendar; charset=utf-8; method=${method}
Content-Transfer-Encoding: base64

${Buffer.from(
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Made up//Calendar//EN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${String(event.getFirstPropertyValue('uid'))}`,
    `SEQUENCE:${sequence ?? String(event.getFirstPropertyValue('sequence'))}`,
    'DTSTAMP:20261125T100000Z',
    `ATTENDEE;PARTSTAT=${partstat}:mailto:${by.toUpperCase()}`,
    ...(more === '' ? [] : [more]),
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
).toString('base64')}
--b--
`
}
let replies = 0

const log = {
  info: () => undefined,
  warn: (meta: object) => void warnings.push(meta),
  error: () => undefined,
}
const read = () => readReplies({ db: relaying, repliesUrl: box.url, log }, new Set())

const answersOf = (journeyId: string) =>
  house.db
    .selectFrom('meeting_answer')
    .select(['agency', 'answer', 'sequence', 'via'])
    .where('journey_id', '=', journeyId)
    .orderBy('id')
    .execute()

describe('The dates of meetings', () => {
  test('come as calendars take them, are moved under the same UID with a higher SEQUENCE, and are cancelled', async () => {
    const { row } = await house.start('2026-11-02', { locality: 'caithness' })
    await house.record(row.id, 'child-plan-meeting-held', '2026-11-04', {
      meeting: '72-hour',
      chair: 'chair-1',
      agreedDates: { threeMonth: '2027-06-02T10:00:00+01:00', sixMonth: '2027-09-01' },
      immediateNeeds: 'Contact with grandmother Morag',
    })
    const both = await until('both invitations have come', async () => {
      const all = await calendars(HEALTH, row.child_reference)
      return all.length === 2 && all
    })
    const three = both.find((one) => value(one, 'summary').startsWith('3-month'))!
    const six = both.find((one) => value(one, 'summary').startsWith('6-month'))!
    expect(three.contentType).toContain('method=REQUEST')
    expect(three.mail.source).toContain('Content-Type: multipart/alternative')
    expect(three.method).toBe('REQUEST')
    expect(value(three, 'summary')).toBe(`3-month meeting, child reference ${row.child_reference}`)
    expect(value(three, 'dtstart')).toBe('2027-06-02T09:00:00Z')
    expect(value(three, 'dtend')).toBe('2027-06-02T10:00:00Z')
    expect(three.mail.text).toContain('at 10:00 on Wednesday 2 June 2027')
    expect(value(six, 'dtstart')).toBe('2027-09-01')
    expect((six.event.getFirstPropertyValue('dtstart') as ICAL.Time).isDate).toBe(true)
    expect(value(three, 'location')).toBe('See PACE')
    expect(value(three, 'organizer')).toBe('mailto:pace@pace.example')
    const attendees = three.event.getAllProperties('attendee')
    expect(attendees.map((one) => String(one.getFirstValue()).toLowerCase())).toEqual([`mailto:${HEALTH}`])
    expect([attendees[0]?.getFirstParameter('rsvp'), attendees[0]?.getFirstParameter('partstat')]).toEqual([
      'TRUE',
      'NEEDS-ACTION',
    ])
    const [, token = ''] = /\/answers\/([\w-]+)/.exec(three.mail.text) ?? []
    expect(invitationIn(testKeys, token)).toMatch(/^[0-9a-f-]{36}$/)
    expect(three.mail.source).not.toContain('Morag')
    expect((await nth(CHAIR, row.child_reference, 1)).mail.to).toContain(CHAIR)

    await house.record(row.id, 'meeting-date-set', '2026-11-05', {
      meeting: '3-month',
      at: '2027-06-03T14:00:00+01:00',
    })
    const moved = await until('it is moved', async () =>
      (await calendars(HEALTH, row.child_reference)).find((one) => value(one, 'sequence') === '1'),
    )
    expect(value(moved, 'uid')).toBe(value(three, 'uid'))
    expect(value(moved, 'dtstart')).toBe('2027-06-03T13:00:00Z')
    expect(moved.mail.subject).toContain('Moved: 3-month meeting, now 14:00 on Thursday 3 June 2027')
    const about = house.mail.mail.filter(({ text }) => text.includes('A meeting date was set'))
    expect(about).toEqual([])

    await house.record(row.id, 'meeting-date-set', '2026-11-06', {
      meeting: '3-month',
      at: '2027-06-03T14:00:00+01:00',
      cancelled: true,
    })
    const off = await until('it is cancelled', async () =>
      (await calendars(HEALTH, row.child_reference)).find((one) => one.method === 'CANCEL'),
    )
    expect([value(off, 'uid'), value(off, 'sequence'), value(off, 'status')]).toEqual([
      value(three, 'uid'),
      '2',
      'CANCELLED',
    ])
    expect(off.contentType).toContain('method=CANCEL')
    expect(off.mail.text).not.toContain('/answers/')
  })

  test('of a practice journey are caught and never sent', async () => {
    const { row } = await house.start('2026-11-02', { locality: 'nairn', practice: true })
    await house.record(row.id, 'meeting-date-set', '2026-11-03', { meeting: 'panel', at: '2027-06-02' })
    await house.conducted(row.id)
    const caught = await house.db
      .selectFrom('notice')
      .select(['status', 'content'])
      .where('journey_id', '=', row.id)
      .execute()
    const invitations = caught.filter(({ content }) => content.about === 'invitation')
    expect(new Set(invitations.map(({ status }) => status))).toEqual(new Set(['caught']))
    expect(await calendars(HEALTH, row.child_reference)).toEqual([])
  })
})

describe('The organiser’s mailbox', () => {
  withMailbox('brings an answer from a calendar, once, however often it is read', async () => {
    const { row, invited } = await withPanel('2027-05-04T10:00:00+01:00', 'skye')
    await box.put(reply(invited))
    const answer = reply(invited, { partstat: 'TENTATIVE' })
    await box.put(answer)
    // the same message again, as a mail server brings it that was not sure
    await box.put(answer)
    expect(await read()).toMatchObject({ answer: 3, flagged: 0 })
    expect(await read()).toMatchObject({ answer: 0, left: 0 })
    expect(await answersOf(row.id)).toEqual([
      { agency: 'health', answer: 'accepted', sequence: 0, via: 'reply' },
      { agency: 'health', answer: 'tentative', sequence: 0, via: 'reply' },
    ])
  })

  withMailbox('keeps an answer to a date before as one to that date', async () => {
    const { row, invited } = await withPanel('2027-05-11T10:00:00+01:00', 'lochaber')
    await house.record(row.id, 'meeting-date-set', '2026-11-04', {
      meeting: 'panel',
      at: '2027-05-12T10:00:00+01:00',
    })
    await nth(HEALTH, row.child_reference, 2)
    await box.put(reply(invited, { partstat: 'DECLINED' }))
    await read()
    expect(await answersOf(row.id)).toEqual([
      { agency: 'health', answer: 'declined', sequence: 0, via: 'reply' },
    ])
  })

  withMailbox('raises a chair who declines, and another time that is proposed, to the worker', async () => {
    const { row } = await withPanel('2027-05-18T10:00:00+01:00', 'ross')
    const atChair = await nth(CHAIR, row.child_reference, 1)
    await box.put(reply(atChair, { by: CHAIR, partstat: 'DECLINED' }))
    await box.put(reply(atChair, { by: HEALTH, method: 'COUNTER', more: 'DTSTART:20270518T130000Z' }))
    expect(await read()).toMatchObject({ answer: 2 })
    const worker = 'social-work@partners.example'
    const raised = await until('the worker is told', async () => {
      const theirs = house.mail.mail.filter(
        ({ to, subject }) =>
          to === worker && /declined|proposed/.test(subject) && subject.includes(row.child_reference),
      )
      return theirs.length === 2 && theirs.map(({ text }) => text).join('\n')
    })
    expect(raised).toContain('The chair declined the permanence panel')
    expect(raised).toContain('and proposes 14:00 on Tuesday 18 May 2027')
  })

  withMailbox(
    'believes nobody who was not invited, leaves what is no answer, and goes on past what cannot be read',
    async () => {
      const { row, invited } = await withPanel('2027-05-25T10:00:00+01:00', 'sutherland')
      const before = (await box.messages()).length
      await box.put(reply(invited, { by: 'someone@elsewhere.example' }))
      await box.put(reply(invited, { from: 'someone@elsewhere.example' }))
      await box.put(reply(invited, { by: HEALTH, partstat: 'BANANA' }))
      await box.put(reply(invited).replace(/(?<=base64\n\n)[\s\S]*?(?=--b--)/, 'bm90IGEgY2FsZW5kYXI=\n'))
      await box.put(
        'From: a@b.example\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nMorag is away\n',
      )
      await box.put(reply(invited, { from: 'nurse@partners.example' }))
      expect(await read()).toEqual({ answer: 1, bounce: 0, flagged: 4, left: 1 })
      expect((await answersOf(row.id)).map(({ answer }) => answer)).toEqual(['accepted'])
      const flags = (await box.messages())
        .slice(before)
        .map((one) => one.flags.filter((flag) => flag !== '\\Recent'))
      expect(flags).toEqual([['\\Flagged'], ['\\Flagged'], ['\\Flagged'], ['\\Flagged'], [], ['\\Seen']])
      expect(warnings).toHaveLength(4)
      expect(JSON.stringify(warnings)).not.toMatch(/Morag|BANANA|elsewhere/)
    },
  )

  withMailbox(
    'flags what cannot be kept, goes on to the next, and waits only for a database that is away',
    async () => {
      const { row, invited } = await withPanel('2027-05-26T10:00:00+01:00', 'badenoch')
      const nul = reply(invited).replace(/(?<=base64\n\n)[\s\S]*?(?=\n--b--)/, (coded) =>
        Buffer.from(Buffer.from(coded, 'base64').toString().replace(/UID:/, 'UID:a\0b')).toString('base64'),
      )
      await box.put(nul)
      await box.put(reply(invited))
      expect(await read()).toMatchObject({ answer: 1, flagged: 1 })
      expect((await answersOf(row.id)).map(({ answer }) => answer)).toEqual(['accepted'])
      await box.put(reply(invited))
      const away = new Error('Connection terminated unexpectedly')
      await expect(lookThrough(box.url, new Set(), () => Promise.reject(away))).rejects.toBe(away)
      const broken = (mail: ReadMail) =>
        mail.kind === 'answer'
          ? sql`select ${'a\0b'}::text`.execute(relaying).then(() => 'answer' as const)
          : Promise.resolve(mail.kind === 'unreadable' ? ('flagged' as const) : ('left' as const))
      expect(await lookThrough(box.url, new Set(), broken)).toMatchObject({ flagged: 1 })
    },
  )

  withMailbox('adds nothing to a child who was erased since', async () => {
    const { row, invited } = await withPanel('2027-05-27T10:00:00+01:00', 'easter-ross')
    const { child_id } = await house.db
      .selectFrom('journey')
      .select('child_id')
      .where('id', '=', row.id)
      .executeTakeFirstOrThrow()
    await house.db.transaction().execute((trx) => destroyKey(trx, child_id))
    await box.put(reply(invited, { partstat: 'DECLINED' }))
    expect(await read()).toMatchObject({ answer: 0, flagged: 1 })
    expect(await answersOf(row.id)).toEqual([])
  })

  withMailbox('brings back what did not arrive, with the words of the server that refused it', async () => {
    const { row, invited } = await withPanel('2027-06-01T10:00:00+01:00', 'inverness')
    await box.put(`From: MAILER-DAEMON@mail.example
To: pace@pace.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="r"

--r
Content-Type: text/plain

It could not be delivered.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; ${HEALTH}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--r
Content-Type: text/rfc822-headers

Message-ID: ${invited.mail.messageId}
Subject: ${invited.mail.subject}

--r--
`)
    expect(await read()).toMatchObject({ bounce: 1 })
    const { status, last_error } = await house.db
      .selectFrom('notice')
      .select(['status', 'last_error'])
      .where('journey_id', '=', row.id)
      .where('agency', '=', 'health')
      .where('key', 'like', 'invitation/%')
      .executeTakeFirstOrThrow()
    expect(status).toBe('refused')
    expect(last_error).toContain('550 5.1.1 no such mailbox')
  })

  withMailbox('is read by one at a time, and when it is away nothing else is hurt', async () => {
    const [one, other] = await Promise.all([read(), read()])
    expect([one, other].filter((counts) => counts === undefined).length).toBeLessThanOrEqual(1)
    const away = readReplies({ db: relaying, repliesUrl: 'imap://a:b@127.0.0.1:1/INBOX', log }, new Set())
    await expect(away).rejects.toThrow()
    expect(await read()).toBeDefined()
  })
})
