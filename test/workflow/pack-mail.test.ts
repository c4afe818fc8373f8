import { sendPackMail } from '../../activities/meetings/send-pack-mail'
import { eraseChild } from '../../db/erasure'
import { leasePackMail, makePack } from '../../db/meeting-packs'
import { keepPaceMeetings, tellMeetings, type MeetingsToKeep } from '../../db/pace-meetings'
import { madePacks } from '../../db/read-packs'
import type { LocalDate } from '../../domain/time'
import { daysAgo, inDays } from '../support/days'
import { contact, openSender, type Sender } from '../support/sender'
import { until } from '../support/until'

const TODAY = daysAgo(0)
const OVERLAP_MS = 5 * 60_000

let sender: Sender
beforeAll(async () => {
  sender = await openSender()
  await sender.contacts(contact('health'))
})
afterAll(() => sender.close())

async function keep(locality: string, more: Partial<MeetingsToKeep> = {}): Promise<void> {
  const rhythm = { first: TODAY, at: '10:00', weeks: 2, packDaysBefore: 2, changes: [], paused: false }
  const meetings = { locality, ...rhythm, people: [], agencies: ['health' as const], ...more }
  await sender.db.transaction().execute((trx) => keepPaceMeetings(trx, meetings, { by: 'manager-1' }))
}

async function mailOf(locality: string): Promise<string> {
  const [id = ''] = await makePack(sender.db, { locality, on: TODAY })
  return id
}

const send = (mailId: string) => sendPackMail(sender.services, { mailId })
const sentFor = (locality: string) => sender.mail.mail.filter(({ text }) => text.includes(`/${locality}/`))
const leaveOut = { changes: [{ planned: TODAY, leftOut: true }] }

describe('the link of a pack', () => {
  it('is sent by one of two who would at once, and by nobody while another has it', async () => {
    await keep('skye')
    const id = await mailOf('skye')
    expect(await leasePackMail(sender.db, id)).toBe(true)
    await expect(send(id)).rejects.toThrow('Another is sending it')
    await sender.db
      .updateTable('meeting_pack_mail')
      .set({ leased_until: new Date(0) })
      .where('id', '=', id)
      .execute()
    const came = await Promise.allSettled([send(id), send(id)])
    expect(came).toContainEqual({ status: 'fulfilled', value: 'sent' })
    expect(await send(id)).toBe('sent')
    expect(sentFor('skye')).toHaveLength(1)
  })

  it('is not sent for a meeting that was left out since, and is kept as withdrawn', async () => {
    await keep('nairn')
    const id = await mailOf('nairn')
    await keep('nairn', leaveOut)
    expect(await send(id)).toBe('withdrawn')
    expect(await send(id)).toBe('withdrawn')
    const [made] = await madePacks(sender.db, { locality: 'nairn', limit: 1 })
    expect(made?.mails).toMatchObject([{ status: 'withdrawn', attempts: 0 }])
    expect(sentFor('nairn')).toEqual([])
  })

  it('says the time at which the meeting is now', async () => {
    await keep('ross')
    const id = await mailOf('ross')
    await keep('ross', { changes: [{ planned: TODAY, at: '14:30' }] })
    await send(id)
    expect(sentFor('ross')[0]?.text).toMatch(/14[.:]30|2[.:]30/)
  })
})

describe('a pack', () => {
  const packOn = (locality: string, on: LocalDate) =>
    sender.db
      .selectFrom('meeting_pack')
      .select(['id', 'since', 'made_at'])
      .where('locality', '=', locality)
      .where('meeting_on', '=', on)
      .executeTakeFirstOrThrow()

  it('begins a moment before the one of the last meeting was made, and where that was left out, where it began', async () => {
    for (const [locality, change] of [
      ['lochaber', {}],
      ['sutherland', leaveOut],
    ] as const) {
      await keep(locality)
      await mailOf(locality)
      await keep(locality, change)
      await makePack(sender.db, { locality, on: inDays(14) })
      const [before, after] = [await packOn(locality, TODAY), await packOn(locality, inDays(14))]
      const left = change === leaveOut ? before.since.getTime() : before.made_at.getTime() - OVERLAP_MS
      expect([locality, after.since.getTime()]).toEqual([locality, left])
    }
  })

  it('keeps nothing of a child who is erased while it is made', async () => {
    await keep('caithness')
    const id = await sender.start('2026-01-05')
    const { child_id } = await sender.db
      .selectFrom('journey')
      .select('child_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    let made: Promise<unknown> = Promise.resolve()
    await sender.db.transaction().execute(async (trx) => {
      await eraseChild(trx, child_id)
      made = makePack(sender.db, { locality: 'caithness', on: TODAY })
      await until('the pack waits for the erasure', async () =>
        sender.db
          .selectFrom('pg_stat_activity' as never)
          .select('pid' as never)
          .where('wait_event_type' as never, '=', 'Lock' as never)
          .where('query' as never, 'like', '%meeting_pack_item%' as never)
          .executeTakeFirst(),
      )
    })
    await made
    const items = await sender.db
      .selectFrom('meeting_pack_item')
      .select('content')
      .where('journey_id', '=', id)
      .execute()
    expect(items).toEqual([])
    expect(await packOn('caithness', TODAY)).toBeDefined()
  })
})

describe('the engine', () => {
  it('is told by one at a time, the newest last, and again a day later', async () => {
    await sender.db.updateTable('pace_meeting').set({ ended: true, scheduled_version: 99 }).execute()
    await keep('badenoch-and-strathspey')
    const told: string[] = []
    let letGo: () => void = () => undefined
    const slow = new Promise<void>((resolve) => (letGo = resolve))
    const first = tellMeetings(sender.db, async (_locality, as) => {
      told.push(as)
      await slow
    })
    await until('one tells', () => Promise.resolve(told.length > 0))
    await keep('badenoch-and-strathspey', { paused: true })
    const tell = (_locality: string, as: string) => Promise.resolve(void told.push(as))
    const second = tellMeetings(sender.db, tell)
    letGo()
    await Promise.all([first, second])
    await tellMeetings(sender.db, tell)
    expect(told).toEqual(['running', 'paused'])
    const longAgo = new Date(Date.now() - 25 * 3_600_000)
    await sender.db.updateTable('pace_meeting').set({ scheduled_at: longAgo }).execute()
    await tellMeetings(sender.db, tell)
    await tellMeetings(sender.db, tell)
    expect(told).toEqual(['running', 'paused', 'paused'])
  })
})
