import { readFileSync } from 'node:fs'
import type * as Axe from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright-core'
import { findChromium } from '../../ops/browser/chromium'

/** A headless Chromium that asks nobody else for anything. Throws, with what to do, when there is none. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium(process.env)
  if (executablePath === undefined)
    throw new Error(process.env['TEST_NO_BROWSER'] ?? 'The set-up of the tests found no Chromium')
  return chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  })
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with a page, a line for each; empty when it finds nothing. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // evaluated, not added to the page: its policy lets no other script in; once for a page, whatever its width
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  // the faults alone: all else that axe finds out would have to come over from the browser too
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: typeof Axe }
    const { violations } = await axe.run({
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    })
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
    )
  }, TAGS)
}
