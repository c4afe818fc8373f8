import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Installation } from '../support/installation'

/** A person at a browser of their own. */
export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** Every address that the browser asked for which is not on this machine. */
  readonly elsewhere: readonly string[]
  leave(): Promise<void>
}

export interface VisitorOptions {
  /** Without a script, as it is where somebody has switched scripts off. */
  readonly script?: boolean
  readonly width?: number
}

/** Opens a browser for somebody and signs them in as a practice user, by name. */
export async function signedInAs(
  name: string,
  browser: Browser,
  installation: Installation,
  { script = true, width = 1280 }: VisitorOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') elsewhere.push(request.url())
  })
  await page.goto(installation.url)
  await page.getByRole('button', { name: new RegExp(`^${name}\\b(?!,)`) }).click()
  await page.waitForURL(`${installation.url}/**`)
  return { page, context, elsewhere, leave: () => context.close() }
}

/** Types a date into the three fields of a form. */
export async function typeDate(page: Page, name: string, date: string): Promise<void> {
  const [year = '', month = '', day = ''] = date.split('-')
  await field(page, `${name}-day`).fill(String(Number(day)))
  await field(page, `${name}-month`).fill(String(Number(month)))
  await field(page, `${name}-year`).fill(year)
}

/** Chooses one of several, by its label as a person does: the circle itself is drawn over it. */
export async function choose(page: Page, name: string, code: string): Promise<void> {
  await page.locator(`label[for="${name}-${code}"]`).click()
}

/** The element of a form with this id; dots are part of some. */
export function field(page: Page, id: string) {
  return page.locator(`[id="${id}"]`)
}
