import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { systemClient } from '../../ops/sign-in/clients'
import { systemSecret } from '../../ops/sign-in/secrets'
import { Installation } from '../support/installation'
import { until } from '../support/until'

const run = promisify(execFile)
const projectRoot = path.resolve(__dirname, '../..')

let installation: Installation
beforeAll(async () => {
  installation = await Installation.start()
}, 150_000)
afterAll(() => installation.remove(), 60_000)

interface Mail {
  readonly to: readonly string[]
  readonly text: string
}

describe('what the README says to try', () => {
  let journey: JourneyAnswer

  test('starts a journey, records the 72-hour meeting, and reads the live state from the workflow', async () => {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', readmeBlock('quick start', 'sh')], {
      cwd: projectRoot,
      env: { ...process.env, PACE_PORT: String(installation.port), PACE_DATA_DIR: installation.dataDir },
    })
    journey = JSON.parse(stdout) as JourneyAnswer
    expect(journey.source).toBe('workflow')
    expect(journey.stage).toBe('assessment')
    expect(journey.diary.map(({ meeting }) => meeting)).toEqual(['3-month', '6-month'])
    expect(journey.warnings).toEqual([])
  }, 60_000)

  test('tells every agency of the two dates by mail, and names no child', async () => {
    const address = installation.address('PACE_MAIL_ADDRESS')
    const told = await until('six agencies are told of the meeting', async () => {
      const { items } = (await (await fetch(`${address}/messages.json`)).json()) as { items: Mail[] }
      const mail = items.filter(
        ({ text }) =>
          text.includes(journey.childReference) && text.includes('The 72-hour child plan meeting was held'),
      )
      return mail.length === 6 && mail
    })
    for (const { text } of told) expect(text).toMatch(/3-month meeting: \w+day \d+ \w+ \d{4}/)
    expect(told.flatMap(({ to }) => to).sort()).toEqual([
      'education@partners.example',
      'health@partners.example',
      'legal@partners.example',
      'panel@partners.example',
      'practice-case-worker-caithness@council.example',
      'reporter@partners.example',
    ])
  })
})

describe('the client that the README gives for keeping another system in step', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'pace-client-'))
    await writeFile(path.join(folder, 'follow.mjs'), readmeBlock('client', 'js'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('keeps what the API shows of every journey, also when it is killed and started again', async () => {
    const before = await shown()
    await following(folder, async () => {
      await until('all of the example is kept', async () => countOf(kept(folder)) === countOf(before))
    })
    expect(kept(folder)).toEqual(before)
    const caseWorker = await installation.token('case-worker', 'skye')
    const journeys = `${installation.url}/api/v1/journeys`
    const headers = { authorization: `Bearer ${caseWorker}`, 'content-type': 'application/json' }
    const id = await startedBy(journeys, headers)
    await following(folder, async () => {
      await until('it has what was recorded meanwhile', async () => id in kept(folder))
      const visit = { type: 'visit-made', occurredAt: '2026-01-09', childSeen: true }
      await fetch(`${journeys}/${id}/events`, { method: 'POST', headers, body: JSON.stringify(visit) })
      await until('it has what is recorded now', async () => kept(folder)[id]?.length === 2)
    })
    const now = await shown()
    expect(kept(folder)).toEqual(now)
    expect(Object.keys(now)).toHaveLength(Object.keys(before).length + 1)
    expect(Object.keys(before).length).toBeGreaterThanOrEqual(13)
  }, 90_000)
})

describe('npm start', () => {
  test('says when each part is ready, where it answers and how to sign in', () => {
    for (const line of [
      /^PostgreSQL: ready after [\d.]+ s$/m,
      /^Temporal: ready after [\d.]+ s$/m,
      /^The example: ready after [\d.]+ s$/m,
      new RegExp(`^PACE is ready after [\\d.]+ s: http://127\\.0\\.0\\.1:${installation.port}$`, 'm'),
      /npm run -s pace -- token --as case-worker --locality caithness/,
    ]) {
      expect(installation.said).toMatch(line)
    }
  })

  test('shows the example: the children of today, the five of the story, and those of before', async () => {
    expect(await referencesOf('?locality=caithness')).toHaveLength(7)
    const ended = await referencesOf('?stage=closed&sort=reference')
    expect(ended.filter((reference) => reference > 'CAI-2018')).toEqual(
      ['01', '02', '03', '04', '05'].map((number) => `CAI-2018-${number}`),
    )
    expect(ended).toHaveLength(15)
  })

  test('ends in order on Ctrl-C, and finds its data the next time', async () => {
    const before = await referencesOf('')
    expect(await installation.end('SIGINT')).toBe(0)
    expect(installation.said).toContain('Everything has ended.')
    await installation.startAgain()
    expect(await referencesOf('')).toEqual(before)
    expect(installation.said).not.toContain('The example')
  }, 150_000)
})

function readmeBlock(name: string, language: string): string {
  const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8')
  const block = new RegExp(`<!-- ${name} -->\\s*\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1]
  if (block === undefined) throw new Error(`The README has no block of ${language} that is called ${name}`)
  return block
}

/** The ids of the events of each journey, by the journey's id. */
type EventsByJourney = Record<string, string[]>

interface WithEvents {
  readonly id: string
  readonly events: readonly { readonly id: string }[]
}

/** Runs the README's client in a folder of its own while something goes on, and kills it then. */
async function following(folder: string, meanwhile: () => Promise<void>): Promise<void> {
  const issuer = installation.address('OIDC_ISSUER')
  const client = spawn(process.execPath, ['follow.mjs'], {
    cwd: folder,
    env: {
      PACE_API: `${installation.url}/api/v1`,
      TOKEN_ENDPOINT: new URL('/token', issuer).href,
      CLIENT_ID: systemClient,
      CLIENT_SECRET: systemSecret(installation.dataDir),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(client, 'exit')
  try {
    await meanwhile()
  } finally {
    client.kill('SIGKILL')
    await ended
  }
}

function kept(folder: string): EventsByJourney {
  const file = path.join(folder, 'pace.json')
  if (!existsSync(file)) return {}
  const { journeys } = JSON.parse(readFileSync(file, 'utf8')) as {
    journeys: Record<string, Omit<WithEvents, 'id'>>
  }
  return Object.fromEntries(
    Object.entries(journeys).map(([id, { events }]) => [id, events.map((one) => one.id)]),
  )
}

async function shown(): Promise<EventsByJourney> {
  const authorization = `Bearer ${await installation.token('system')}`
  const get = async (address: string) =>
    (await (
      await fetch(`${installation.url}/api/v1/journeys${address}`, { headers: { authorization } })
    ).json()) as unknown
  const journeys: EventsByJourney = {}
  for (const list of ['?limit=200', '?limit=200&stage=closed']) {
    const { items } = (await get(list)) as { items: { id: string }[] }
    for (const { id } of items)
      journeys[id] = ((await get(`/${id}`)) as WithEvents).events.map((one) => one.id)
  }
  return journeys
}

function countOf(journeys: EventsByJourney): number {
  return Object.values(journeys).flat().length
}

async function startedBy(journeys: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(journeys, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      childReference: 'SKY-FOLLOWED',
      locality: 'skye',
      pathway: 'away-from-home',
      legalBasis: 'cso',
      occurredAt: '2026-01-05',
      worker: 'practice-case-worker-skye',
    }),
  })
  return ((await answer.json()) as { id: string }).id
}

async function referencesOf(query: string): Promise<string[]> {
  const token = await installation.token('manager')
  const answer = await fetch(`${installation.url}/api/v1/journeys${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { items } = (await answer.json()) as { items: { childReference: string }[] }
  return items.map(({ childReference }) => childReference)
}
