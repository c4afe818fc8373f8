import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { EVENT_FORMS } from '../../web/forms/event-forms'
import { accessibilityFaults, launchChromium } from '../support/chromium'
import { eventRow, fileOf, startRow } from '../support/csv'
import { daysAgo, inDays } from '../support/days'
import { Installation } from '../support/installation'
import { until } from '../support/until'
import { signedInAs, type Visitor } from './walk'

// Looked at by people, who ask for them with TEST_SCREENSHOTS; the README shows one of them.
const SHOTS = path.resolve(__dirname, '../../reports/screenshots')
const WANTS_SHOTS = (process.env['TEST_SCREENSHOTS'] ?? '') !== ''
const WIDTHS = [320, 768, 1280] as const
/** Between them the pages only flow: what axe can find is there at the narrowest or, where there are tables, at the widest. */
const NARROWEST = [320]
const NARROWEST_AND_WIDEST = [320, 1280]

let browser: Browser
let installation: Installation
let visitor: Visitor
let page: Page
let journey: string
let corrected: CorrectedJourney
let broughtIn: string
let practised: string
/** The page of a record of improvement of each kind. */
let improved: Record<string, string>
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  ;[browser, installation] = await Promise.all([launchChromium(), Installation.start()])
  visitor = await signedInAs('Practice manager', browser, installation)
  ;({ page } = visitor)
  await page.goto(`${installation.url}/children`)
  await page.getByRole('link', { name: /CAI-\d{4}-05/ }).click()
  await page.getByRole('heading', { level: 1, name: /CAI-/ }).waitFor()
  journey = new URL(page.url()).pathname
  corrected = await correctedJourney()
  broughtIn = await importedFile()
  practised = await practisedJourney()
  improved = await improvementOfTheExample()
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await installation?.remove()
}, 120_000)

const pages: [string, () => string][] = [
  ['children', () => '/children'],
  ['dashboard', () => '/dashboard?locality=caithness'],
  ['workload', () => '/workload'],
  ['delay', () => '/delay'],
  ['children-narrowed', () => '/children?rule=six-week-review&status=overdue&lead=none'],
  ['diary', () => '/diary?until=2027-12-01'],
  ['diary-wrong', () => '/diary?until=2020-01-01'],
  ['aims', () => '/aims?locality=caithness'],
  ['aim-behind', () => '/aims/2'],
  ['children-filtered-to-none', () => '/children?q=nobody&stage=in-court'],
  ['break-glass', () => '/break-glass'],
  ['children-wrong-filter', () => '/children?stage=nowhere'],
  ['journey', () => journey],
  ['journey-just-recorded', () => `${journey}?recorded=review-held`],
  ['what-to-record', () => `${journey}/record`],
  ...Object.keys(EVENT_FORMS).map((type): [string, () => string] => [
    `record-${type}`,
    () => `${journey}/record/${type}`,
  ]),
  ['record-72-hour-meeting', () => `${journey}/record/child-plan-meeting-held?meeting=72-hour`],
  ['journey-corrected', () => corrected.address],
  ['correct-start', () => `${corrected.address}/events/${corrected.start}/correct`],
  ['correct-meeting', () => `${corrected.address}/events/${corrected.meeting}/correct`],
  ['withdraw', () => `${corrected.address}/events/${corrected.meeting}/withdraw`],
  ['why-hours', () => `${corrected.address}/deadlines/seventy-two-hour-meeting`],
  ['why-repeated', () => `${corrected.address}/deadlines/later-visit`],
  ['why-not-started', () => `${corrected.address}/deadlines/order-lodging`],
  ['chronology', () => `${corrected.address}/chronology`],
  ['exports', () => '/exports'],
  ['exports-wrong', () => '/exports?what=clas'],
  ['permissions', () => '/permissions'],
  ['policies', () => '/policies'],
  ['policy', () => '/policies/highland/2'],
  ['policy-of-a-second-council', () => '/policies/kinlarroch/1'],
  ['policy-variant', () => '/policies/highland-caithness/1'],
  ['policies-compared', () => '/policies/compare?from=highland@1&to=highland@2'],
  ['what-if-asked', () => '/policies/what-if'],
  ['what-if', () => '/policies/what-if?policy=scotland-statutory@1'],
  ['work-out', () => '/tools/deadline'],
  [
    'work-out-rule',
    () => '/tools/deadline?rule=emergency-review&startedAt-day=2&startedAt-month=4&startedAt-year=2026',
  ],
  [
    'work-out-wrong',
    () => '/tools/deadline?unit=days&startedAt-day=31&startedAt-month=2&startedAt-year=2026',
  ],
  ['run-charts', () => '/run-charts?by=case'],
  ['series', () => '/tools/run-chart'],
  ['children-gone', () => '/children?gone=inverness'],
  ['start', () => '/journeys/start'],
  ['practices', () => '/practice'],
  ['practice-started', () => '/practice/start'],
  ['practice', () => `/practice/${practised}`],
  ['practice-journey', () => `/journeys/${practised}`],
  ['siblings', () => `${journey}/siblings`],
  ['child', () => `${journey}/child`],
  ['work-of-nobody', () => '/work'],
  ['people', () => '/people'],
  ['people-with-those-who-left', () => '/people?left=true'],
  ['person', () => '/people/practice-case-worker-caithness'],
  ['person-added', () => '/people/add'],
  ['handover', () => '/people/practice-case-worker-caithness/handover'],
  ['handover-of-nothing', () => '/people/practice-legal/handover'],
  ['agencies', () => '/agencies'],
  ['agency-contact', () => '/agencies/health.contact.inverness'],
  ['agency-contact-added', () => '/agencies/add?agency=health&recipient=contact'],
  ['agency-contact-removed', () => '/agencies/health.contact.inverness/remove'],
  ['notices', () => '/notices'],
  ['notices-failed', () => '/notices?status=failed&locality=caithness'],
  ['notices-wrong-filter', () => '/notices?status=nowhere'],
  ['meetings', () => '/meeting-packs'],
  ['meetings-rhythm', () => '/meeting-packs/caithness/rhythm'],
  ['meetings-rhythm-of-none', () => '/meeting-packs/skye/rhythm'],
  ['meetings-ended', () => '/meeting-packs/caithness/end'],
  ['meeting-moved', () => `/meeting-packs/caithness/meetings/${inDays(1)}`],
  ['meeting-pack', () => `/meeting-packs/caithness/${inDays(1)}`],
  ['improvement', () => '/improvement'],
  ['test-of-change', () => improved['tests'] ?? ''],
  ['driver-diagram', () => improved['driver-diagrams'] ?? ''],
  ['driver-diagram-node', () => `${improved['driver-diagrams']}/nodes/dates`],
  ['forcefield', () => improved['forcefields'] ?? ''],
  ['forcefield-history', () => `${improved['forcefields']}/history`],
  ['who-looked', () => `${journey}/audit`],
  ['imports', () => '/imports'],
  ['import', () => broughtIn],
  ['mail', () => '/mail'],
  ['not-there', () => '/journeys/0192f0c1-7f3a-4c1b-9c55-0f2d3a6b7e10'],
  ['signed-out', () => '/signed-out'],
]

describe('Every page is accessible, and fits', () => {
  test.each(pages)('%s', async (name, address) => {
    await page.goto(`${installation.url}${address()}`)
    await lookedAt(name, { byAxeAt: name.startsWith('record-') ? NARROWEST : NARROWEST_AND_WIDEST })
  })

  test('the journey as the README shows it', async () => {
    await page.setViewportSize({ width: 1280, height: 1500 })
    await page.goto(`${installation.url}${journey}`)
    await shot(page, 'readme-journey', false)
    expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe('Next visit')
  })

  test.each(['child-plan-meeting-held', 'panel-held'])('a form that was sent empty: %s', async (type) => {
    await page.goto(`${installation.url}${journey}/record/${type}`)
    await page.getByRole('button', { name: 'Record it' }).click()
    await page.getByRole('alert').waitFor()
    await lookedAt(`wrong-${type}`)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('error-summary')
  })

  test('the work of a case worker', async () => {
    const worker = await signedInAs('Practice case worker, Caithness', browser, installation)
    await worker.page.getByRole('heading', { level: 1, name: 'My work' }).waitFor()
    await lookedAt('work', { at: worker.page })
    await worker.leave()
  })

  test('the part of a partner agency', async () => {
    const told = await journeyThatIsTold()
    const partner = await signedInAs('Practice partner agency worker', browser, installation)
    await until('the partner is told', async () => {
      await partner.page.goto(`${installation.url}/children`)
      return (await partner.page.getByRole('link', { name: told.childReference }).count()) > 0
    })
    await lookedAt('children-of-a-partner', { at: partner.page })
    await partner.page.goto(`${installation.url}${told.address}`)
    await partner.page.getByText('Not shown to you').waitFor()
    await lookedAt('journey-of-a-partner', { at: partner.page })
    await partner.leave()
  })

  test('the sign-in', async () => {
    const stranger = await browser.newContext()
    const signIn = await stranger.newPage()
    await signIn.goto(`${installation.url}/children`)
    for (const width of WIDTHS) {
      await signIn.setViewportSize({ width, height: 900 })
      await shot(signIn, `sign-in-${width}`)
      expect({ width, faults: await accessibilityFaults(signIn) }).toEqual({ width, faults: [] })
    }
    await stranger.close()
  })
})

describe('By keyboard alone', () => {
  test('a person skips to the content, goes to a child and opens a form', async () => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(`${installation.url}/children`)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to main content')
    await page.keyboard.press('Enter')
    await tabUntil(/^CAI-/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^CAI-/ }).waitFor()
    await tabUntil(/^Record something else$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What do you want to record?' }).waitFor()
  })
})

interface CorrectedJourney {
  readonly address: string
  readonly start: string
  readonly meeting: string
}

/** Asks the API about journeys as a manager. */
async function ask<T>(path: string, body?: object): Promise<T> {
  const token = await installation.token('manager')
  const answer = await fetch(`${installation.url}/api/v1/journeys${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

/** A journey of whose 72-hour meeting every agency is told. */
async function journeyThatIsTold(): Promise<{ address: string; childReference: string }> {
  const childReference = `TOLD-${randomUUID().slice(0, 8)}`
  const { id } = await ask<{ id: string }>('', {
    childReference,
    locality: 'caithness',
    pathway: 'away-from-home',
    legalBasis: 'cso',
    occurredAt: daysAgo(2),
  })
  await ask(`/${id}/events`, {
    type: 'child-plan-meeting-held',
    meeting: '72-hour',
    occurredAt: daysAgo(1),
    agreedDates: { threeMonth: daysAgo(-90), sixMonth: daysAgo(-180) },
  })
  return { address: `/journeys/${id}`, childReference }
}

/** A journey with repeated visits, of which one was recorded wrongly and one did not happen. */
async function correctedJourney(): Promise<CorrectedJourney> {
  const { items } = await ask<{ items: { id: string; childReference: string }[] }>('?locality=sutherland')
  const id = items[0]?.id ?? ''
  const visits: string[] = []
  for (const occurredAt of [daysAgo(100), daysAgo(40), daysAgo(20)]) {
    const visit = { type: 'visit-made', occurredAt, childSeen: true }
    visits.push((await ask<{ event: { id: string } }>(`/${id}/events`, visit)).event.id)
  }
  const replacement = {
    type: 'visit-made',
    occurredAt: `${daysAgo(41)}T10:30:00Z`,
    childSeen: true,
    seenAlone: true,
  }
  await ask(`/${id}/corrections`, { eventId: visits[1], replacement, reason: 'The day was mistyped' })
  await ask(`/${id}/corrections`, { eventId: visits[2], replacement: null, reason: 'Nobody was at home' })
  const { events } = await ask<{ events: { id: string; type: string }[] }>(`/${id}`)
  const idOf = (type: string) => events.find((event) => event.type === type)?.id ?? ''
  return {
    address: `/journeys/${id}`,
    start: idOf('looked-after-started'),
    meeting: idOf('child-plan-meeting-held'),
  }
}

/** A file of which rows were refused, and one is warned of. */
async function importedFile(): Promise<string> {
  const child = `IMP-${randomUUID().slice(0, 8)}`
  const rows = [
    startRow(child, daysAgo(200)),
    eventRow(child, 'visit-made', daysAgo(190)),
    startRow(`${child}-2`, '2026-02-30'),
    eventRow(`${child}-3`, 'panel-held', daysAgo(20), { outcome: 'supported' }),
  ]
  const answer = await fetch(`${installation.url}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await installation.token('manager')}`, 'content-type': 'text/csv' },
    body: fileOf(...rows),
  })
  const { id } = (await answer.json()) as { id: string }
  await page.goto(`${installation.url}/imports/${id}`)
  await page.getByRole('heading', { name: /Done/ }).waitFor()
  return `/imports/${id}`
}

async function lookedAt(
  name: string,
  { at = page, byAxeAt = NARROWEST_AND_WIDEST }: { at?: Page; byAxeAt?: readonly number[] } = {},
): Promise<void> {
  for (const width of WIDTHS) {
    await at.setViewportSize({ width, height: 900 })
    await shot(at, `${name}-${width}`)
    const faults = byAxeAt.includes(width) ? await accessibilityFaults(at) : []
    const overflow = await at.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect({ width, faults, overflow: Math.max(0, overflow) }).toEqual({ width, faults: [], overflow: 0 })
  }
}

async function shot(of: Page, name: string, fullPage = true): Promise<void> {
  if (WANTS_SHOTS) await of.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage })
}

function focused(): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
}

async function tabUntil(words: RegExp): Promise<void> {
  await until(`the keyboard comes to ${words.source}`, async () => {
    await page.keyboard.press('Tab')
    return words.test(await focused())
  })
}

/** A practice journey some weeks on, with what it would have sent. */
async function practisedJourney(): Promise<string> {
  await page.goto(`${installation.url}/practice/start`)
  await page.getByLabel('Locality').selectOption('caithness')
  await page.getByRole('button', { name: 'Start it' }).click()
  await page.getByRole('button', { name: '6 weeks' }).click()
  await page.getByText('The engine has gone through everything until then').waitFor()
  return new URL(page.url()).pathname.replace('/practice/', '')
}

/** The records of improvement that the example has. */
async function improvementOfTheExample(): Promise<Record<string, string>> {
  await page.goto(`${installation.url}/improvement`)
  const hrefs = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const kinds = ['tests', 'driver-diagrams', 'forcefields']
  const pageOf = (kind: string) =>
    hrefs.find((href) => new RegExp(`/${kind}/[0-9a-f-]{36}$`).test(href)) ?? ''
  return Object.fromEntries(kinds.map((kind) => [kind, pageOf(kind)]))
}
