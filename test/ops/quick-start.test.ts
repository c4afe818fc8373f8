import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { JourneyAnswer } from '../../contracts/journey-schema'
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
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', quickStart()], {
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

  test('shows the example: the children of today, and the five whose journeys have ended', async () => {
    expect(await referencesOf('?locality=caithness')).toHaveLength(7)
    expect(await referencesOf('?stage=closed&sort=reference')).toEqual(
      ['01', '02', '03', '04', '05'].map((number) => `CAI-2018-${number}`),
    )
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

function quickStart(): string {
  const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8')
  const block = /<!-- quick start -->\s*```sh\n([\s\S]*?)```/.exec(readme)?.[1]
  if (block === undefined) throw new Error('The README has no quick start')
  return block
}

async function referencesOf(query: string): Promise<string[]> {
  const token = await installation.token('manager')
  const answer = await fetch(`${installation.url}/api/v1/journeys${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { items } = (await answer.json()) as { items: { childReference: string }[] }
  return items.map(({ childReference }) => childReference)
}
