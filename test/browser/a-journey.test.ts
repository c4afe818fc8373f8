import type { Browser } from 'playwright-core'
import { inFull } from '../../domain/dates-in-words'
import { daysAgo, inDays } from '../support/days'
import { launchChromium } from '../support/chromium'
import { Installation } from '../support/installation'
import { choose, field, signedInAs, typeDate, type Visitor } from './walk'

let browser: Browser
let installation: Installation
beforeAll(async () => {
  ;[browser, installation] = await Promise.all([launchChromium(), Installation.start()])
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await installation?.remove()
}, 120_000)

const CASE_WORKER = 'Practice case worker, Caithness'
const REVIEWER = 'Practice reviewer, Caithness'
const MANAGER = 'Practice manager, Caithness'
let children = 0

// The same walk with a script and without one: the pages are forms and links first.
describe.each([
  ['with a script', true],
  ['without a script', false],
])('A journey through the pages, %s', (_how, script) => {
  const visitors: Visitor[] = []
  const as = async (name: string) => {
    const visitor = await signedInAs(name, browser, installation, { script })
    visitors.push(visitor)
    return visitor.page
  }
  children += 1
  const reference = `WALK-${children}`
  let journey: string

  afterAll(() => Promise.all(visitors.map((visitor) => visitor.leave())))

  test('a case worker starts it', async () => {
    const page = await as(CASE_WORKER)
    await page.getByRole('link', { name: 'Start a journey' }).click()
    await page.getByLabel('Child reference').fill(reference)
    await typeDate(page, 'occurredAt', daysAgo(190))
    await page.getByLabel('Legal basis').selectOption({ label: 'Compulsory supervision order' })
    await page.getByLabel('Placement (optional)').selectOption({ label: 'Foster care' })
    await page.getByRole('button', { name: 'Start the journey' }).click()

    await page.getByRole('heading', { level: 1, name: reference }).waitFor()
    expect(await page.getByRole('status').textContent()).toContain('Recorded: Became looked after')
    expect(await page.locator('.pace-tracker [aria-current=step]').textContent()).toContain('Assessment')
    journey = new URL(page.url()).pathname
  }, 120_000)

  test('a case worker keeps who the child is, and finds the child by name', async () => {
    const page = await as(CASE_WORKER)
    await page.goto(`${installation.url}${journey}`)
    await page.getByRole('link', { name: 'Change name and details' }).click()
    await page.getByRole('button', { name: 'Keep them' }).click()
    await page.getByRole('alert').waitFor()
    await field(page, 'name').fill(`Seònaid Walker${children}`)
    await typeDate(page, 'birthDate', '2019-05-04')
    await page.getByRole('button', { name: 'Keep them' }).click()
    const child = page.getByRole('region', { name: 'The child' })
    expect(await child.textContent()).toContain('Seònaid Walker')
    expect(await child.textContent()).toContain('4 May 2019')

    await page.goto(`${installation.url}/children`)
    await page.getByLabel('Name of the child').fill(`seonaid walker${children}`)
    await page.getByRole('button', { name: 'Find by name' }).click()
    await page.getByRole('link', { name: reference }).click()
    await page.getByRole('link', { name: 'Change name and details' }).click()
    expect(await field(page, 'name').inputValue()).toContain('Seònaid Walker')
    expect(await field(page, 'birthDate-year').inputValue()).toBe('2019')
  }, 120_000)

  test('a mistake on a form is told above it and at its field, and nothing that was typed is lost', async () => {
    const page = await as(REVIEWER)
    await page.goto(`${installation.url}${journey}`)
    await page.getByRole('link', { name: 'Record it' }).click()
    await typeDate(page, 'occurredAt', '2026-02-31')
    await field(page, 'immediateNeeds').fill('Contact with a brother')
    await page.getByRole('button', { name: 'Record it' }).click()

    expect(await page.title()).toMatch(/^Error: Record a child plan meeting/)
    const summary = page.getByRole('alert')
    const words = 'When it was held must be a real date, such as 27 3 2026'
    await summary.getByRole('link', { name: words }).click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('occurredAt-day')
    expect(await field(page, 'occurredAt-error').textContent()).toContain(words)
    expect(await field(page, 'immediateNeeds').inputValue()).toBe('Contact with a brother')
    expect(await field(page, 'occurredAt-day').inputValue()).toBe('31')
  }, 120_000)

  test('a reviewer records the 72-hour meeting with its agreed dates', async () => {
    const page = await as(REVIEWER)
    await page.goto(`${installation.url}${journey}`)
    await page.getByRole('link', { name: 'Record it' }).click()
    expect(await page.getByLabel('72-hour meeting').isChecked()).toBe(true)
    await typeDate(page, 'occurredAt', daysAgo(188))
    await field(page, 'attendance-health').selectOption({ label: 'Attended' })
    await field(page, 'views-child').selectOption({ label: 'In person' })
    await field(page, 'actions-1-what').fill('Ring the school')
    await field(page, 'actions-1-owner').selectOption({ label: 'Education' })
    await typeDate(page, 'agreedDates.threeMonth', daysAgo(100))
    await typeDate(page, 'agreedDates.sixMonth', inDays(3))
    await page.getByRole('button', { name: 'Record it' }).click()

    await page.getByRole('status').waitFor()
    const timeline = page.getByRole('region', { name: 'What has happened' })
    expect(await timeline.textContent()).toContain('Ring the school (Education)')
    expect(await timeline.textContent()).toContain('Recorded by Practice reviewer, Caithness')
    expect(await page.getByRole('region', { name: 'Diary' }).textContent()).toContain('6-month meeting')
  }, 120_000)

  test('a panel cannot be recorded before a recommendation: the page says why, and what to do', async () => {
    const page = await as(REVIEWER)
    await page.goto(`${installation.url}${journey}/record`)
    const reasons = page.getByRole('region', { name: 'What you cannot record now, and why' })
    expect(await reasons.textContent()).toContain('A panel cannot be held before any recommendation')
    expect(await reasons.textContent()).toContain('Record the recommendation first')

    await page.goto(`${installation.url}${journey}/record/panel-held`)
    await typeDate(page, 'occurredAt', daysAgo(5))
    await choose(page, 'outcome', 'supported')
    await field(page, 'members').fill('member-1\nmember-2')
    await page.getByRole('button', { name: 'Record it' }).click()
    expect(await page.getByRole('alert').textContent()).toContain(
      'A panel cannot be held before any recommendation',
    )
    expect(await field(page, 'members').inputValue()).toContain('member-2')
  }, 120_000)

  test('the reviewer records the recommendation', async () => {
    const page = await as(REVIEWER)
    await page.goto(`${installation.url}${journey}/record/permanence-recommended`)
    await choose(page, 'recommendation', 'away-from-home')
    await typeDate(page, 'occurredAt', daysAgo(2))
    await page.getByLabel('Route, if away from home (optional)').selectOption({ label: 'Permanence order' })
    await page.getByRole('button', { name: 'Record it' }).click()
    await page.getByRole('status').waitFor()
    expect(await page.locator('.pace-tracker [aria-current=step]').textContent()).toContain('Awaiting panel')
  }, 120_000)

  test('a manager finds the child, and sees where the journey stands and who has been told', async () => {
    const page = await as(MANAGER)
    await page.getByRole('link', { name: 'Children', exact: true }).click()
    await page.getByLabel('Stage').selectOption({ label: 'Awaiting panel' })
    await page.getByLabel('Child reference').fill(reference)
    await page.getByRole('button', { name: 'Apply filters' }).click()
    await page.getByRole('heading', { name: '1 journey' }).waitFor()
    await page.getByRole('link', { name: reference }).click()
    await page.getByRole('heading', { level: 1, name: reference }).waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toContain(
      'Next: First visit to the placement',
    )
    const deadlines = page.getByRole('region', { name: 'Deadlines' })
    expect(await deadlines.textContent()).toContain(
      'Looked After Children (Scotland) Regulations 2009, regulation 45(2)',
    )
    expect(await page.getByRole('region', { name: 'Who has been told' }).textContent()).toContain('Reporter')
  }, 120_000)

  test('a case worker is not offered what a reviewer does, and is told whom to ask', async () => {
    const page = await as(CASE_WORKER)
    await page.goto(`${installation.url}${journey}/record`)
    expect(await page.getByRole('link', { name: 'Record a statutory review' }).count()).toBe(0)
    expect(await page.getByRole('main').textContent()).toContain(
      'This is recorded by: reviewer, manager, administrator',
    )
    const answer = await page.goto(`${installation.url}${journey}/record/review-held`)
    expect(answer?.status()).toBe(403)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('This is not allowed')
  }, 120_000)

  test('a reviewer corrects the date of the meeting: what was recorded stays, struck through, and the reason is there', async () => {
    const page = await as(REVIEWER)
    await page.goto(`${installation.url}${journey}`)
    await page.getByRole('link', { name: /^Correct 72-hour child plan meeting/ }).click()
    expect(await field(page, 'replacement.attendance-health').inputValue()).toBe('attended')
    expect(await field(page, 'replacement.actions-1-what').inputValue()).toBe('Ring the school')
    await typeDate(page, 'replacement.occurredAt', daysAgo(189))
    await page.getByRole('button', { name: 'Correct it' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('Enter why it is corrected')
    await field(page, 'reason').fill('The minutes say another day')
    await page.getByRole('button', { name: 'Correct it' }).click()

    expect(await page.getByRole('status').textContent()).toContain('Recorded: Correction')
    const timeline = page.getByRole('region', { name: 'What has happened' })
    const struck = timeline.getByRole('listitem').filter({ has: page.locator('s') })
    expect(await struck.getByRole('heading').textContent()).toBe('Corrected: 72-hour child plan meeting')
    expect(await struck.locator('del').textContent()).toContain(inFull(daysAgo(188)))
    const correction = timeline.getByRole('listitem').filter({ hasText: 'The minutes say another day' })
    expect(await correction.textContent()).toContain(inFull(daysAgo(189)))
    expect(await correction.textContent()).toContain('Ring the school (Education)')
  }, 120_000)

  test('whoever may not record an event is not offered to correct it', async () => {
    const page = await as(CASE_WORKER)
    await page.goto(`${installation.url}${journey}`)
    expect(await page.getByRole('link', { name: /^Correct Became looked after/ }).count()).toBe(1)
    expect(await page.getByRole('link', { name: /^Correct Permanence recommendation/ }).count()).toBe(0)
    const recommendation = page.getByRole('listitem').filter({
      has: page.getByRole('heading', { name: 'Permanence recommendation' }),
    })
    const event = (await recommendation.getAttribute('id'))?.replace('event-', '')
    const answer = await page.goto(`${installation.url}${journey}/events/${event}/correct`)
    expect(answer?.status()).toBe(403)
  }, 120_000)

  test('a reviewer says that the recommendation did not happen, and the journey waits for it again', async () => {
    const page = await as(REVIEWER)
    await page.goto(`${installation.url}${journey}`)
    await page.getByRole('link', { name: /^Correct Permanence recommendation/ }).click()
    await page.getByRole('link', { name: 'It did not happen' }).click()
    await field(page, 'reason').fill('Recorded for the wrong child')
    await page.getByRole('button', { name: 'Record that it did not happen' }).click()
    await page.getByRole('status').waitFor()
    expect(await page.locator('s', { hasText: 'Permanence recommendation' }).count()).toBe(1)
    const now = await page.locator('.pace-tracker [aria-current=step]').textContent()
    expect(now).not.toContain('Awaiting panel')
  }, 120_000)

  test('anybody sees why a date is what it is', async () => {
    const page = await as(CASE_WORKER)
    await page.goto(`${installation.url}${journey}`)
    const law = page.getByRole('region', { name: 'The law' })
    await law.getByRole('link', { name: 'Why this date? 6-week review' }).click()
    await page.getByRole('heading', { level: 1, name: '6-week review' }).waitFor()
    const steps = page.getByRole('region', { name: 'Why this date?' }).getByRole('listitem')
    expect(await steps.nth(1).textContent()).toContain(`6 weeks after ${inFull(daysAgo(190))} is`)
    expect(await page.getByRole('region', { name: 'On whose authority' }).textContent()).toContain(
      'regulation 45(2)',
    )
  }, 120_000)

  test('a date is worked out without any journey, and what is wrong is told at its field', async () => {
    const page = await as(CASE_WORKER)
    await page.getByRole('link', { name: 'Work out a date' }).click()
    await typeDate(page, 'startedAt', '2026-04-02')
    await field(page, 'count').fill('3')
    await page.getByRole('button', { name: 'Work it out' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('Rule is missing, and so is unit')
    await field(page, 'unit').selectOption({ label: 'Working days' })
    await page.getByRole('button', { name: 'Work it out' }).click()
    await page.getByRole('heading', { name: 'By Wednesday 8 April 2026' }).waitFor()
    expect(await page.getByRole('main').textContent()).toContain('Friday 3 April 2026 (Good Friday)')
  }, 120_000)

  test('a manager of one locality who transfers a journey to another is told where it has gone', async () => {
    const page = await as(MANAGER)
    await page.goto(`${installation.url}${journey}/record/transferred`)
    await typeDate(page, 'occurredAt', daysAgo(0))
    await field(page, 'locality').selectOption({ label: 'Inverness' })
    await page.getByRole('button', { name: 'Record it' }).click()
    expect(await page.getByRole('status').textContent()).toContain('the journey is now in Inverness')
    expect((await page.goto(`${installation.url}${journey}`))?.status()).toBe(404)
  }, 120_000)

  test('no page asks for anything that is not on this machine', () => {
    expect(visitors.flatMap(({ elsewhere }) => elsewhere)).toEqual([])
  })
})

describe('What somebody else records', () => {
  test('appears on an open list and an open journey by itself, as does what the workflow says once it answers', async () => {
    const [worker, manager, reader] = await Promise.all([
      signedInAs(CASE_WORKER, browser, installation),
      signedInAs(MANAGER, browser, installation),
      signedInAs(REVIEWER, browser, installation),
    ])
    await manager.page.goto(`${installation.url}/children`)
    await manager.page.getByRole('heading', { name: 'Children' }).waitFor()
    const { page } = worker
    await page.goto(`${installation.url}/journeys/start`)
    await page.getByLabel('Child reference').fill('WALK-LIVE')
    await typeDate(page, 'occurredAt', daysAgo(1))
    await page.getByLabel('Legal basis').selectOption({ label: 'Warrant' })
    await page.getByRole('button', { name: 'Start the journey' }).click()

    await manager.page.getByRole('link', { name: 'WALK-LIVE' }).waitFor()

    await page.getByRole('status').waitFor()
    await reader.page.goto(page.url().replace(/\?.*/, ''))
    await page.goto(`${page.url().replace(/\?.*/, '')}/record/child-plan-meeting-held?meeting=72-hour`)
    await typeDate(page, 'occurredAt', daysAgo(0))
    await page.getByRole('button', { name: 'Record it' }).click()
    const timeline = reader.page.getByRole('region', { name: 'What has happened' })
    await timeline.getByRole('heading', { name: '72-hour child plan meeting' }).waitFor()
    await reader.page.getByText('asked of its workflow').waitFor()

    // as the page comes when the workflow has not caught up
    await reader.page.route(
      reader.page.url(),
      async (route) => {
        const answer = await route.fetch()
        const body = (await answer.text()).replace(
          /<p class="pace-quiet" id="source">[^<]*<\/p>/,
          '<p class="pace-quiet" id="source" data-for-now>asked of the record</p>',
        )
        await route.fulfill({ response: answer, body })
      },
      { times: 1 },
    )
    await reader.page.reload()
    await reader.page.getByText('asked of its workflow').waitFor()
    await Promise.all([worker, manager, reader].map((visitor) => visitor.leave()))
  }, 120_000)
})

describe('Two people who correct the same event', () => {
  test('do not undo each other: the second is shown how it stands', async () => {
    const [first, second] = await Promise.all([
      signedInAs(REVIEWER, browser, installation),
      signedInAs(MANAGER, browser, installation),
    ])
    const open = async ({ page }: Visitor) => {
      await page.goto(`${installation.url}/children?q=CAI-`)
      await page.getByRole('link', { name: /CAI-\d{4}-03/ }).click()
      await page.getByRole('link', { name: /^Correct 6-week review/ }).click()
    }
    const correct = async ({ page }: Visitor, day: string) => {
      await typeDate(page, 'replacement.occurredAt', day)
      await field(page, 'reason').fill('The letter says so')
      await page.getByRole('button', { name: 'Correct it' }).click()
    }
    await Promise.all([open(first), open(second)])
    await correct(first, daysAgo(59))
    await first.page.getByRole('status').waitFor()
    await correct(second, daysAgo(58))
    expect(await second.page.getByRole('alert').textContent()).toContain('This has been corrected meanwhile')
    const shown = ['day', 'month', 'year'].map((part) =>
      field(second.page, `replacement.occurredAt-${part}`).inputValue(),
    )
    const [year, month, day] = daysAgo(59).split('-').map(Number)
    expect((await Promise.all(shown)).map(Number)).toEqual([day, month, year])

    await correct(second, daysAgo(58))
    await second.page.getByRole('status').waitFor()
    await Promise.all([first.leave(), second.leave()])
  }, 120_000)
})

describe('Signing in and out', () => {
  test('whoever is signed out is asked to sign in again, and comes back to the page that they wanted', async () => {
    const { page, leave } = await signedInAs(MANAGER, browser, installation)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    await page.goto(`${installation.url}/children?stage=closed`)
    await page.getByRole('button', { name: new RegExp(`^${MANAGER}`) }).click()
    await page.getByRole('link', { name: 'CAI-2018-01' }).waitFor()
    expect(page.url()).toBe(`${installation.url}/children?stage=closed`)
    await leave()
  }, 120_000)

  test('a journey in another locality is not there', async () => {
    const token = await installation.token('manager')
    const answer = await fetch(`${installation.url}/api/v1/journeys?locality=inverness`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const { items } = (await answer.json()) as { items: { id: string }[] }
    const { page, leave } = await signedInAs(MANAGER, browser, installation)
    const shown = await page.goto(`${installation.url}/journeys/${items[0]?.id}`)
    expect(shown?.status()).toBe(404)
    await leave()
  }, 120_000)

  test('a form from elsewhere is refused, and records nothing', async () => {
    const { page, leave } = await signedInAs(CASE_WORKER, browser, installation)
    const status = await page.evaluate(async () => {
      const body = new URLSearchParams({ childReference: 'FORGED', _csrf: 'guessed' })
      return (await fetch('/journeys/start', { method: 'POST', body })).status
    })
    expect(status).toBe(403)
    await page.goto(`${installation.url}/children?q=FORGED`)
    expect(await page.getByRole('main').textContent()).toContain('No journey is like this')
    await leave()
  }, 120_000)
})
