import type { Browser, Page } from 'playwright-core'
import { openApi, type Api } from '../support/api'
import { accessibilityFaults, launchChromium } from '../support/chromium'

let api: Api
let browser: Browser
beforeAll(async () => {
  ;[api, browser] = await Promise.all([openApi({}, { pages: true }), launchChromium()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await api?.close()
}, 120_000)

/** The form of a new person, open in a browser whose clock only the test moves on. */
async function openForm(sub: string): Promise<Page> {
  const visitor = await api.signedIn({ sub })
  const context = await browser.newContext()
  await context.addCookies([{ name: 'pace', value: visitor.browser.cookie('pace') ?? '', url: api.url }])
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(`${api.url}/people/add`)
  return page
}

test('somebody who has asked for nothing for 55 minutes is told, and stays without losing what they have typed', async () => {
  const page = await openForm('writing')
  const notice = page.locator('#session-notice')
  await page.getByLabel('Name').fill('Half a na')
  await page.clock.fastForward('54:30')
  expect(await notice.textContent()).toBe('')
  await page.clock.fastForward('00:45')
  await page.getByText(/You will be signed out at \d\d:\d\d\./).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('link', { name: 'Stay signed in' }).click()
  await page.waitForFunction(() => document.getElementById('session-notice')?.childNodes.length === 0)
  expect(await page.getByLabel('Name').inputValue()).toBe('Half a na')
  expect(new URL(page.url()).pathname).toBe('/people/add')
}, 120_000)

test('whoever was signed out meanwhile is led to sign in', async () => {
  const page = await openForm('gone')
  await (await api.as()).post('/api/v1/people/gone/sign-out', {})
  await page.clock.fastForward('56:00')
  // the public address of these tests leads nowhere
  await page.route('http://pace.example/**', (route) => route.fulfill({ body: 'the public address' }))
  const signIn = page.waitForRequest((request) => new URL(request.url()).pathname === '/sign-in')
  await page.getByRole('link', { name: 'Stay signed in' }).click()
  expect(new URL((await signIn).url()).searchParams.get('to')).toBe('/people/add')
}, 120_000)
