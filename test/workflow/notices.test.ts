import { hoursFromNow, openHouse, type House } from '../support/house'
import { mailServerState } from '../../db/mail-server'
import { savePeople } from '../../db/people'
import type { LocalDate } from '../../domain/time'
import { until } from '../support/until'

let house: House
beforeAll(async () => {
  house = await openHouse()
}, 60_000)
afterAll(() => house.close())
beforeEach(() => house.mail.answer(undefined))

describe('The agencies are told', () => {
  it('of the dates that the 72-hour meeting agreed, by mail, without a name or a word that people wrote', async () => {
    const { row } = await house.start(hoursFromNow(-20), { locality: 'skye' })
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-1), {
      meeting: '72-hour',
      agreedDates: { threeMonth: '2027-02-23', sixMonth: '2027-05-24T13:30:00Z' },
      immediateNeeds: 'Contact with grandmother Morag',
      actions: [{ what: 'Ring Morag', owner: 'health' }],
    })
    const mail = await until('health is told', async () =>
      house.mail.mail.find(
        ({ subject, to }) => to === 'health@partners.example' && subject.includes('72-hour'),
      ),
    )
    expect(mail.subject).toBe(`PACE: The 72-hour child plan meeting was held (${row.child_reference})`)
    expect(mail.text).toContain('3-month meeting: Tuesday 23 February 2027')
    expect(mail.text).toContain(
      '6-month meeting: 14:30 on Monday 24 May 2027, committed to a permanence recommendation',
    )
    expect(mail.text).not.toContain('Morag')
  })

  it('through whoever covers, while the lead worker is away', async () => {
    const address = (id: string) => `${id}@council.example`
    const worker = (id: string) => ({ id, name: id, roles: ['case-worker'], address: address(id) }) as const
    await house.db
      .transaction()
      .execute((trx) =>
        savePeople(
          trx,
          [{ ...worker('away-1'), cover: 'cover-1', awayFrom: '2020-01-01' as LocalDate }, worker('cover-1')],
          { by: 'manager-1' },
        ),
      )
    const { row } = await house.start(hoursFromNow(-20), { locality: 'skye' })
    await house.record(row.id, 'worker-assigned', hoursFromNow(-19), { worker: 'away-1', as: 'lead' })
    const { to } = await until('somebody is told who leads it', async () =>
      house.mail.mail.find(
        ({ subject }) => subject.includes('lead worker') && subject.includes(row.child_reference),
      ),
    )
    expect(to).toBe(address('cover-1'))
  })

  it('each once, whatever is recorded afterwards', async () => {
    const { row } = await house.start(hoursFromNow(-20), { locality: 'nairn' })
    await house.record(row.id, 'child-plan-meeting-held', hoursFromNow(-2), { meeting: '72-hour' })
    await house.record(row.id, 'review-held', hoursFromNow(-1), { review: '6-week' })
    await house.conducted(row.id)
    await until('all are sent', async () => (await statuses(row.id)).every((status) => status === 'sent'))
    const subjects = house.mail.mail.filter(({ text }) => text.includes(row.child_reference))
    expect(subjects).toHaveLength((await statuses(row.id)).length)
    expect(new Set(subjects.map(({ messageId }) => messageId)).size).toBe(subjects.length)
  })

  it('later, when the mail server cannot take it now, and no journey waits for it', async () => {
    house.mail.answer(451)
    const before = house.mail.mail.length
    const { row } = await house.start(hoursFromNow(-1), { locality: 'lochaber' })
    await house.conducted(row.id)
    await until('it was tried', async () => (await attempts(row.id)).some((count) => count > 0))
    expect(await statuses(row.id)).toEqual(['pending', 'pending', 'pending'])
    expect((await house.live.standing(row.id, (await house.read(row.id)).now))?.seq).toBe(1)

    house.mail.answer(undefined)
    await until('they are sent', async () => (await statuses(row.id)).every((status) => status === 'sent'))
    expect(house.mail.mail).toHaveLength(before + 3)
  })

  it('five days later, when the mail server has refused for so long: once each, and the failure is shown meanwhile', async () => {
    house.mail.answer(451)
    const before = house.mail.mail.length
    const began = house.sendingTime()
    const { row } = await house.start(hoursFromNow(-1), { locality: 'inverness' })
    await house.conducted(row.id)
    const server = () => house.db.selectFrom('mail_server').selectAll().executeTakeFirstOrThrow()
    const pausedAgain = (times: number) =>
      until('it was tried, and everybody pauses', async () => (await server()).pauses >= times)
    await pausedAgain(1)
    for (let day = 1; day <= 5; day += 1) {
      const { pauses } = await server()
      await house.sendLater(86_400_000)
      await pausedAgain(pauses + 1)
    }
    expect(await statuses(row.id)).toEqual(['pending', 'pending', 'pending'])
    const { failing } = await mailServerState(house.db)
    expect(failing?.words).toContain('451 not now, thank you')
    expect(Date.parse(failing?.since ?? '') - Date.parse(began)).toBeLessThan(3_600_000)

    house.mail.answer(undefined)
    await house.sendLater(86_400_000)
    await until('they are sent', async () => (await statuses(row.id)).every((status) => status === 'sent'))
    expect(house.mail.mail).toHaveLength(before + 3)
    expect((await mailServerState(house.db)).failing).toBeUndefined()
  })

  it('never, when the mail server refuses for good: its words are kept, and whoever works with the child is told once', async () => {
    house.mail.answer(550)
    const { row } = await house.start(hoursFromNow(-1), { locality: 'ross' })
    const notices = await until('they are refused, and what was to say so too', async () => {
      const now = await house.db
        .selectFrom('notice')
        .select(['key', 'status', 'recipient', 'content', 'last_error'])
        .where('journey_id', '=', row.id)
        .execute()
      return now.length === 6 && now.every(({ status }) => status === 'refused') && now
    })
    expect(notices[0]?.last_error).toContain('550 not now, thank you')
    const undelivered = notices.filter(({ content }) => content.about === 'undelivered')
    // of what was for the lead worker, the manager is told; of what could not be said, nothing is said
    expect(undelivered.map(({ recipient }) => recipient).sort()).toEqual([
      'lead-worker',
      'lead-worker',
      'team-manager',
    ])
  })

  it('not, when nobody is known to tell: the gap is kept for people to see', async () => {
    await house.db.deleteFrom('contact').where('agency', '=', 'education').execute()
    const { row } = await house.start(hoursFromNow(-1), { locality: 'sutherland' })
    await until('it has ended', async () => {
      const ended = await house.db
        .selectFrom('notice')
        .select('last_error')
        .where('journey_id', '=', row.id)
        .where('agency', '=', 'education')
        .where('status', '=', 'refused')
        .executeTakeFirst()
      return ended?.last_error === 'No address is known for contact of education in sutherland'
    })
  })
})

async function statuses(journeyId: string): Promise<string[]> {
  const rows = await house.db
    .selectFrom('notice')
    .select('status')
    .where('journey_id', '=', journeyId)
    .execute()
  return rows.map(({ status }) => status)
}

async function attempts(journeyId: string): Promise<number[]> {
  const rows = await house.db
    .selectFrom('notice')
    .select('attempts')
    .where('journey_id', '=', journeyId)
    .execute()
  return rows.map((row) => row.attempts)
}
