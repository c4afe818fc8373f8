import { createTransport } from 'nodemailer'
import { randomUUID } from 'node:crypto'

import { anyFreePort } from '../../ops/processes/free-port'
import { OwnProcess } from '../support/own-process'
import { temporaryFolder } from '../support/temporary-folder'

interface Item {
  id: string
  messageId: string
  from: string
  to: string[]
  subject: string
  date: string
  receivedAt: string
  text: string
  copies: number
}

describe('the embedded mail sink', () => {
  const folder = temporaryFolder()
  let smtpUrl: string
  let pages: string
  let sink: OwnProcess | undefined

  const start = async () => {
    const env = { SMTP_URL: smtpUrl, PACE_MAIL_ADDRESS: pages, PACE_DATA_DIR: folder.path }
    sink = await OwnProcess.start('mail-sink', env, `${pages}/health`)
  }
  const send = async (message: { subject: string; text?: string; messageId?: string }) => {
    const transport = createTransport(smtpUrl)
    await transport.sendMail({ from: 'pace@localhost', to: 'reviewer@example.org', text: '', ...message })
    transport.close()
  }
  const items = async () =>
    ((await (await fetch(`${pages}/messages.json`)).json()) as { items: Item[] }).items
  const pageAt = async (path: string) => (await fetch(pages + path)).text()

  beforeEach(async () => {
    smtpUrl = `smtp://127.0.0.1:${await anyFreePort()}`
    pages = `http://127.0.0.1:${await anyFreePort()}`
    await start()
  })
  afterEach(() => sink?.end())

  test('a notice that was sent can be read, by programs and by people', async () => {
    await send({ subject: '72-hour meeting for CH-104', text: 'On Monday 30 March at 16:30.' })
    const [item] = await items()
    expect(item).toMatchObject({
      from: 'pace@localhost',
      to: ['reviewer@example.org'],
      subject: '72-hour meeting for CH-104',
      copies: 1,
    })
    expect(item?.text).toContain('On Monday 30 March at 16:30.')
    expect(Math.abs(Date.parse(item?.receivedAt ?? '') - Date.parse(item?.date ?? ''))).toBeLessThan(10_000)
    expect(await pageAt('/')).toContain(`<a href="/messages/${item?.id}">72-hour meeting for CH-104</a>`)
    const page = await pageAt(`/messages/${item?.id}`)
    expect(page).toContain('On Monday 30 March at 16:30.')
    expect(page).toContain('Message-ID:')
  })

  test('the newest stands first', async () => {
    for (const subject of ['first', 'second', 'third']) await send({ subject })
    expect((await items()).map(({ subject }) => subject)).toEqual(['third', 'second', 'first'])
  })

  test('a repeated Message-ID is listed once with its number of copies', async () => {
    const messageId = `<${randomUUID()}@pace>`
    for (let copy = 0; copy < 3; copy++) await send({ subject: 'Review due', messageId })
    expect((await items()).map(({ copies }) => copies)).toEqual([3, 3, 3])
    const list = await pageAt('/')
    expect(list).toContain('received 3 times')
    expect(list.match(/Review due/g)).toHaveLength(1)
  })

  test('nothing that was answered with 250 is lost to kill -9', async () => {
    for (let number = 1; number <= 10; number++) await send({ subject: `notice ${number}` })
    await sink?.end('SIGKILL')
    await start()
    expect(await items()).toHaveLength(10)
  })

  test('what a message says is shown as text, and the pages run no script', async () => {
    const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    await send({ subject: hostile, text: hostile })
    const [item] = await items()
    for (const path of ['/', `/messages/${item?.id}`]) {
      const response = await fetch(pages + path)
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
      const page = await response.text()
      expect(page).not.toMatch(/<script|<img/)
      expect(page).toContain('&lt;script&gt;')
    }
  })

  test('no path leads out of the mailbox, and nothing but reading is possible', async () => {
    expect((await fetch(`${pages}/messages/..%2f..%2fsign-in`)).status).toBe(404)
    expect((await fetch(`${pages}/messages/20260101T000000000Z-00000000`)).status).toBe(404)
    expect((await fetch(`${pages}/`, { method: 'POST' })).status).toBe(405)
  })

  test('a message too large is refused and leaves nothing behind', async () => {
    const text = 'x'.repeat(11 * 1024 * 1024)
    await expect(send({ subject: 'large', text })).rejects.toThrow(/552/)
    expect(await items()).toEqual([])
  })
})
