import type { ListedNoticeAnswer, MailStateAnswer, NoticeAnswer } from '../../contracts/notice-schema'
import type { WorkAnswer } from '../../contracts/work-schema'
import { conductJourney } from '../../db/conduct'
import { savePeople } from '../../db/people'
import { openApi, type Api, type Caller } from '../support/api'
import { contact, openSender, type Sender } from '../support/sender'

let api: Api
let sender: Sender
let worker: Caller
let manager: Caller
beforeAll(async () => {
  api = await openApi({}, { pages: true })
  sender = await openSender({ given: { db: api.db, url: api.databaseUrl } })
  const somebody = (id: string, role: 'case-worker' | 'manager') =>
    ({ id, name: id, roles: [role], locality: 'caithness', address: `${id}@council.example` }) as const
  await api.db
    .transaction()
    .execute((trx) =>
      savePeople(trx, [somebody('ana', 'case-worker'), somebody('mo', 'manager')], { by: 'mo' }),
    )
  await sender.contacts(
    contact('education'),
    contact('health', { locality: 'caithness', address: 'gone@nhs.example', name: 'Dr Ross' }),
    contact('health', { address: 'all@nhs.example', name: 'Health in Highland' }),
  )
  worker = await api.as({ sub: 'ana', roles: ['case-worker'], localities: ['caithness'] })
  manager = await api.as({ sub: 'mo', roles: ['manager'], localities: ['caithness'] })
})
afterAll(async () => {
  await sender.close()
  await api.close()
})
beforeEach(async () => {
  sender.mail.answer(undefined)
  await api.db.updateTable('mail_server').set({ paused_until: null, failing_since: null }).execute()
})

const GONE = { code: 550, words: '5.1.1 nobody of this name' }

/** A journey of which everybody has been told, but one who is not there any more. */
async function toldButOne(): Promise<{ id: string; childReference: string; failed: NoticeAnswer }> {
  const { id, childReference } = await worker.start('2026-01-05', { worker: 'ana' })
  sender.mail.answer((_, address) => (address === 'gone@nhs.example' ? GONE : undefined))
  await sendAll(id)
  sender.mail.answer(undefined)
  const failed = (await noticesOf(id)).find(({ status }) => status === 'refused')
  if (failed === undefined) throw new Error('Nothing was refused')
  return { id, childReference, failed }
}

async function sendAll(journeyId: string): Promise<void> {
  await conductJourney(sender.services.db, journeyId)
  // two hours on: what was written just now is due then
  sender.at(new Date(Date.now() + 7_200_000).toISOString())
  await sender.send()
}

async function noticesOf(id: string, by: Caller = worker): Promise<NoticeAnswer[]> {
  return ((await by.get(`/api/v1/journeys/${id}/notices`)).body as { items: NoticeAnswer[] }).items
}

async function listed(query = '', by: Caller = manager) {
  const { body } = await by.get(`/api/v1/notices?${query}`)
  return body as { items: ListedNoticeAnswer[]; next: string | null; mail: MailStateAnswer }
}

describe('A notice that is refused', () => {
  it('is shown at once, with the server’s words and who else can be told, to the worker and to the manager', async () => {
    const { id, failed } = await toldButOne()
    expect(failed).toMatchObject({
      agency: 'health',
      sentTo: 'gone@nhs.example',
      lastError: expect.stringContaining('5.1.1 nobody of this name') as string,
      offered: [{ to: 'health.contact', name: 'Health in Highland', address: 'all@nhs.example' }],
    })
    for (const who of [worker, manager]) {
      const work = (await who.get('/api/v1/me/work')).body as WorkAnswer
      expect(work.untold.map((one) => one.id)).toContain(failed.id)
      expect(work.counts.untold).toBeGreaterThan(0)
    }
    const { items } = await listed()
    expect(items[0]).toMatchObject({ status: 'refused', offered: expect.any(Array) as unknown[] })
    // and the worker has had a notice of it
    const [told] = sender.mail.mail.filter(
      ({ subject, to }) =>
        subject.includes('could not be delivered to health') && to === 'ana@council.example',
    )
    expect(told?.text).toContain(id)
  })

  it('is sent to another contact by hand, as a message of its own, and how it ended before stays', async () => {
    const { id, failed } = await toldButOne()
    const to = 'health.contact'
    const once = { 'idempotency-key': `again-${id}` }
    const answer = await worker.post(`/api/v1/notices/${failed.id}/resend`, { to }, once)
    expect([answer.status, (answer.body as NoticeAnswer).status]).toEqual([202, 'pending'])
    const repeated = await worker.post(`/api/v1/notices/${failed.id}/resend`, { to }, once)
    expect([repeated.status, repeated.text]).toEqual([202, answer.text])

    await sendAll(id)
    const again = (await noticesOf(id)).find((one) => one.id === failed.id)
    expect(again).toMatchObject({
      status: 'sent',
      sentTo: 'all@nhs.example',
      tries: [{ number: 1, status: 'refused', sentTo: 'gone@nhs.example', resentBy: 'ana' }],
    })
    const [message, ...more] = sender.mail.mail.filter(({ messageId }) => messageId.includes(failed.id))
    expect([message?.to, message?.messageId]).toEqual([
      'all@nhs.example',
      `<notice.${failed.id}.2@pace.example>`,
    ])
    expect(more).toEqual([])
    const audited = await api.db
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('action', '=', 'notices.resend')
      .where('journey_id', '=', id)
      .execute()
    expect(audited).toEqual([{ actor: 'ana', detail: { notice: failed.id, to } }])
  })

  it('counts as told when it has gone: what it said is corrected to those who heard it', async () => {
    const { id, failed } = await toldButOne()
    await worker.post(`/api/v1/notices/${failed.id}/resend`, { to: 'all@nhs.example' })
    await sendAll(id)
    // it is asked for once more, and does not hide that it has been told
    await worker.post(`/api/v1/notices/${failed.id}/resend`, { to: 'all@nhs.example' })
    const { events } = await manager.read(id)
    const replacement = {
      type: 'looked-after-started',
      occurredAt: '2026-01-06',
      pathway: 'away-from-home',
      legalBasis: 'voluntary-s25',
    }
    const reason = 'The day was typed wrongly'
    const corrected = await manager.post(`/api/v1/journeys/${id}/corrections`, {
      eventId: events[0]?.id,
      replacement,
      reason,
    })
    expect(corrected.status).toBe(201)
    await conductJourney(sender.services.db, id)
    const health = (await noticesOf(id)).filter(({ agency }) => agency === 'health')
    expect(health.map(({ about, status }) => `${about} ${status}`).sort()).toEqual([
      'corrected pending',
      'recorded pending',
    ])
  })
})

describe('A notice is not sent again', () => {
  it('by somebody of another team, nor one that is not known', async () => {
    const { failed } = await toldButOne()
    const elsewhere = await api.as({ sub: 'zoe', roles: ['case-worker'], localities: ['skye'] })
    expect((await elsewhere.post(`/api/v1/notices/${failed.id}/resend`, {})).status).toBe(404)
    const stranger = await api.as({ sub: 'zoe', roles: ['case-worker'], localities: ['caithness'] })
    expect((await stranger.post(`/api/v1/notices/${failed.id}/resend`, {})).status).toBe(403)
    const nothing = '0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e10'
    expect((await worker.post(`/api/v1/notices/${nothing}/resend`, {})).status).toBe(404)
  })

  it('to somebody who is nobody to tell: it says who is', async () => {
    const { failed } = await toldButOne()
    const answer = await worker.post(`/api/v1/notices/${failed.id}/resend`, { to: 'me@home.example' })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({
      errors: [{ field: 'to', remedy: expect.stringContaining('health.contact.caithness') as string }],
    })
  })

  it('while it is still to be sent, when it was withdrawn, or of a practice journey', async () => {
    const { id } = await worker.start('2026-01-05', { worker: 'ana' })
    await conductJourney(sender.services.db, id)
    const [notice] = await noticesOf(id)
    const path = `/api/v1/notices/${notice?.id}/resend`
    const codeOf = async () => ((await worker.post(path, {})).body as { code: string }).code
    expect(await codeOf()).toBe('still-to-be-sent')
    for (const [status, code] of [
      ['withdrawn', 'withdrawn'],
      ['caught', 'practice'],
    ] as const) {
      await api.db
        .updateTable('notice')
        .set({ status, ended_at: new Date() })
        .where('journey_id', '=', id)
        .execute()
      expect(await codeOf()).toBe(code)
    }
  })
})

describe('The list of notices', () => {
  it('has what failed first, then what waits, then the rest, page by page, of the caller’s localities', async () => {
    await toldButOne()
    const { id } = await worker.start('2026-01-05', { worker: 'ana' })
    await conductJourney(sender.services.db, id)
    const everybody = await api.as()
    const skye = await everybody.start('2026-01-05', { locality: 'skye' })
    await conductJourney(sender.services.db, skye.id)
    const seen: ListedNoticeAnswer[] = []
    for (let page = await listed('limit=3'); ; page = await listed(`limit=3&cursor=${page.next}`)) {
      seen.push(...page.items)
      if (page.next === null) break
    }
    const ranks = seen
      .map(({ status }) => ['refused', 'pending'].indexOf(status))
      .map((rank) => (rank < 0 ? 2 : rank))
    expect(ranks).toEqual([...ranks].sort())
    expect(new Set(ranks)).toEqual(new Set([0, 1, 2]))
    expect(new Set(seen.map((one) => one.id)).size).toBe(seen.length)
    expect(seen.map(({ journeyId }) => journeyId)).not.toContain(skye.id)
    const failed = await listed('status=failed&locality=caithness')
    expect(new Set(failed.items.map(({ status }) => status))).toEqual(new Set(['refused']))
    expect((await manager.get('/api/v1/notices?cursor=abc')).status).toBe(422)
    expect((await manager.get('/api/v1/notices?locality=nowhere')).status).toBe(422)
  })

  it('says that the mail server takes nothing, since when, in its words, and how many wait', async () => {
    const { id } = await worker.start('2026-01-05', { worker: 'ana' })
    sender.mail.answer({ code: 421, words: '4.7.0 too busy' })
    await sendAll(id)
    const { mail } = await listed()
    expect(mail.failing).toMatchObject({ words: expect.stringContaining('4.7.0 too busy') as string })
    expect(mail.waiting.count).toBeGreaterThan(0)
    const page = await (await api.signedIn({ sub: 'mo', roles: ['manager'] })).open('/notices')
    expect(await page.text()).toContain('The mail server takes no messages')
    sender.mail.answer(undefined)
    sender.at(new Date(Date.now() + 7_300_000).toISOString())
    await sender.send()
    expect((await listed()).mail).toEqual({ waiting: { count: 0 } })
  })
})

describe('On the pages', () => {
  it('what failed is counted in the navigation, stands in one’s work, and is sent again from the journey', async () => {
    const { id, childReference, failed } = await toldButOne()
    const visitor = await api.signedIn({ sub: 'ana', roles: ['case-worker'], localities: ['caithness'] })
    const work = await (await visitor.open('/work')).text()
    expect(work).toMatch(
      /Notices<span class="pace-pressing">\d+<span class="visually-hidden"> could not be delivered/,
    )
    expect(work).toContain(`<a href="/journeys/${id}#notices">${childReference}</a>`)
    const journey = await (await visitor.open(`/journeys/${id}`)).text()
    expect(journey).toContain('Health in Highland, all@nhs.example')
    const sent = await visitor.send(`/notices/${failed.id}/resend`, { to: 'health.contact', from: id })
    expect(sent.status).toBe(303)
    expect(sent.headers.get('location')).toBe(`/journeys/${id}?resent=true#notices`)
    expect(await (await visitor.open(`/journeys/${id}?resent=true`)).text()).toContain('Sent again:')
  })
})
