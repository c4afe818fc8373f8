import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { drillFile } from '../../contracts/drill'
import type { ImportAnswer } from '../../contracts/import-schema'
import { fileOf, wayToDecision } from '../support/csv'
import { until } from '../support/until'
import { Installation, type Victim } from './support/installation'

const CHILDREN = 40

const installation = new Installation()
beforeAll(() => installation.start(), 150_000)
afterAll(() => installation.close(), 60_000)

const childrenOf = (name: string) => Array.from({ length: CHILDREN }, (_, number) => `${name}-${number}`)

async function send(references: readonly string[]): Promise<string> {
  const answer = await fetch(`${installation.url}/api/v1/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await installation.token('manager')}`, 'content-type': 'text/csv' },
    body: fileOf(...references.flatMap((reference) => wayToDecision(reference))),
  })
  return ((await answer.json()) as ImportAnswer).id
}

async function ended(id: string): Promise<ImportAnswer> {
  const authorization = `Bearer ${await installation.token('manager')}`
  const read = async () => {
    const answer = await fetch(`${installation.url}/api/v1/imports/${id}`, { headers: { authorization } })
    return (await answer.json()) as ImportAnswer
  }
  await until(
    'the import has ended, and all of it is conducted',
    async () => (await read().catch(() => undefined))?.conducted === true,
    120_000,
  )
  return read()
}

/** What is in the record of some children, but for who they are and when that was. */
async function recordOf(references: readonly string[]) {
  const journeys = await installation.db
    .selectFrom('journey')
    .select(['id', 'stage', 'seq', 'conducted_seq', 'worker', 'started_on'])
    .where('child_reference', 'in', references)
    .execute()
  const ids = journeys.map(({ id }) => id)
  const count = async (table: 'event' | 'deadline' | 'milestone' | 'audit' | 'notice') => {
    const rows = await installation.db
      .selectFrom(table)
      .select('journey_id')
      .where('journey_id', 'in', ids)
      .execute()
    return rows.length
  }
  return {
    journeys: journeys.map(({ id: _id, ...journey }) => journey),
    events: await count('event'),
    deadlines: await count('deadline'),
    milestones: await count('milestone'),
    audit: await count('audit'),
    notices: await count('notice'),
  }
}

it.each<Victim>(['worker', 'postgres'])(
  'ends as if nothing had happened when %s is killed in the middle of a file',
  async (victim) => {
    const undisturbed = childrenOf(`CALM-${victim}`)
    await ended(await send(undisturbed))
    const before = await installation.untilAtWork(victim)
    const file = drillFile(installation.drills, 'importing: before commit')
    writeFileSync(`${file}.new`, victim === 'worker' ? '' : String(before.pid))
    renameSync(`${file}.new`, file)
    const disturbed = childrenOf(`STRUCK-${victim}`)
    const id = await send(disturbed)
    await until(`${victim} is struck`, () => Promise.resolve(!existsSync(file)), 60_000)
    await installation.untilAtWork(victim, before)
    expect(await ended(id)).toMatchObject({
      status: 'done',
      rows: CHILDREN * 6,
      applied: CHILDREN * 6,
      journeys: CHILDREN,
      refused: [],
    })
    expect(await recordOf(disturbed)).toEqual(await recordOf(undisturbed))
  },
  240_000,
)
