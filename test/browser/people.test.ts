import type { Browser, Page } from 'playwright-core'
import { daysAgo, inDays } from '../support/days'
import { launchChromium } from '../support/chromium'
import { Installation } from '../support/installation'
import { field, signedInAs, typeDate, type Visitor } from './walk'

let browser: Browser
let installation: Installation
const visitors: Visitor[] = []
beforeAll(async () => {
  ;[browser, installation] = await Promise.all([launchChromium(), Installation.start()])
}, 300_000)
afterAll(async () => {
  await Promise.all(visitors.map((visitor) => visitor.leave()))
  await browser?.close()
  await installation?.remove()
}, 120_000)

const CASE_WORKER = 'Practice case worker, Caithness'
const MANAGER = 'Practice manager'

// Without a script: everything here is forms and links.
async function as(name: string): Promise<Page> {
  const visitor = await signedInAs(name, browser, installation, { script: false })
  visitors.push(visitor)
  return visitor.page
}

async function rowOf(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
}

test('Somebody new is added from the list of people', async () => {
  const page = await as(MANAGER)
  await page.goto(`${installation.url}/people`)
  await page.getByRole('link', { name: /^Add/ }).click()
  await page.getByRole('heading', { level: 1, name: /^Add/ }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/people/add')
}, 120_000)

describe('A worker who is away', () => {
  test('first sees their own work when they sign in, with how much of it presses', async () => {
    const page = await as(CASE_WORKER)
    await page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
    expect(await page.getByRole('region', { name: 'Overdue' }).textContent()).toContain(
      '3-month child plan meeting',
    )
    const here = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current=page]:visible')
    expect(await here.textContent()).toMatch(/^My work\d+ overdue or due soon$/)
  }, 120_000)

  test('leaves their children to whoever covers, as the journey says', async () => {
    const page = await as(MANAGER)
    await page.goto(`${installation.url}/people`)
    await (await rowOf(page, CASE_WORKER)).getByRole('link', { name: 'Change' }).click()
    expect(await page.getByLabel('Who covers (optional)').inputValue()).toBe('practice-case-worker')
    await typeDate(page, 'awayFrom', daysAgo(1))
    await typeDate(page, 'awayUntil', inDays(9))
    await page.getByRole('button', { name: 'Keep it' }).click()
    expect(await page.getByRole('status').textContent()).toBe(`Kept: ${CASE_WORKER}.`)
    expect(await (await rowOf(page, CASE_WORKER)).textContent()).toContain('Away')

    const cover = await as('Practice case worker')
    expect(await cover.getByRole('region', { name: 'Overdue' }).textContent()).toContain(
      `${CASE_WORKER} is away until`,
    )
    await cover.getByRole('link', { name: /^CAI-/ }).first().click()
    const facts = await cover.locator('.pace-facts').textContent()
    expect(facts).toContain('Owner todayPractice case worker (')
    expect(facts).toContain('and Practice case worker covers')
  }, 120_000)

  test('is not away from a day after the last: the form says so at its field', async () => {
    const page = await as(MANAGER)
    await page.goto(`${installation.url}/people/practice-case-worker-skye`)
    await typeDate(page, 'awayFrom', inDays(9))
    await typeDate(page, 'awayUntil', inDays(2))
    await page.getByRole('button', { name: 'Keep it' }).click()
    const words = 'Last day away is before the first day away'
    expect(await page.getByRole('alert').textContent()).toContain(words)
    expect(await field(page, 'awayUntil-error').textContent()).toContain(words)
  }, 120_000)
})

describe('Handing over', () => {
  test('gives the children who are ticked to a colleague', async () => {
    const page = await as(MANAGER)
    await page.goto(`${installation.url}/people/practice-case-worker-sutherland/handover`)
    await page.getByLabel('To whom').selectOption({ label: CASE_WORKER.replace('Caithness', 'Ross') })
    await page.getByRole('button', { name: 'Hand over' }).click()
    expect(await page.getByRole('status').textContent()).toBe('Handed over: 1 journey.')
    await page.goto(`${installation.url}/children?locality=sutherland`)
    expect(await page.getByRole('main').textContent()).toContain('Practice case worker, Ross')
  }, 120_000)

  test('with every tick taken away hands over nothing', async () => {
    const page = await as(MANAGER)
    await page.goto(`${installation.url}/people/practice-case-worker-inverness/handover`)
    await page.locator('label[for^="journeys-"]').first().click()
    await page.getByLabel('To whom').selectOption({ index: 1 })
    await page.getByRole('button', { name: 'Hand over' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('Which journeys')
    await page.goto(`${installation.url}/children?locality=inverness`)
    expect(await page.getByRole('main').textContent()).toContain('Practice case worker, Inverness')
  }, 120_000)
})

describe('Brothers and sisters', () => {
  test('are linked by their references, and what concerns both is recorded once', async () => {
    const page = await as(MANAGER)
    await page.goto(`${installation.url}/children?locality=caithness&sort=reference`)
    const [one = '', two = ''] = await page.getByRole('link', { name: /^CAI-/ }).allTextContents()
    await page.getByRole('link', { name: one }).click()
    await page.getByRole('link', { name: 'Link brothers and sisters' }).click()
    await page.getByLabel('Child references of others').fill(`${two}\nNOBODY`)
    await page.getByRole('button', { name: 'Link them' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('no child with the reference NOBODY')
    await page.getByLabel('Child references of others').fill(two)
    await page.getByRole('button', { name: 'Link them' }).click()
    await page
      .getByRole('region', { name: 'Brothers and sisters' })
      .getByRole('link', { name: two })
      .waitFor()

    await page.goto(`${page.url()}/record/meeting-date-set`)
    await page.locator('label[for="meeting-panel"]').click()
    await typeDate(page, 'at', inDays(20))
    await typeDate(page, 'occurredAt', daysAgo(0))
    await page.getByText(two, { exact: true }).click()
    await page.getByRole('button', { name: 'Record it' }).click()
    await page.getByRole('status').waitFor()
    await page.getByRole('link', { name: two }).click()
    await page.getByRole('heading', { level: 1, name: two }).waitFor()
    expect(await page.getByRole('region', { name: 'Diary' }).textContent()).toContain('Permanence panel')
  }, 120_000)
})
