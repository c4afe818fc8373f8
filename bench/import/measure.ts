import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'

import type { ImportAnswer } from '../../contracts/import-schema'
import { practiceToken } from '../../ops/sign-in/practice-token'
import type { Ground } from '../ground'
import type { Figure } from '../report/figure'
import { importFigure, type ImportTimes, type NoticesAfter } from './figure'
import { fileFor } from './file'
import { liveAgainstRecord } from './live'

const pollMs = 500
const askedOfTheEngine = 3_000

/**
 * Brings a file of so many journeys in through the API, waits until every journey is conducted, and holds the live states
 * against the record.
 */
export async function measureImport(journeys: number, ground: Ground): Promise<Figure> {
  const { installation, now, say } = ground
  say(`Bringing in ${journeys} journeys`)
  const token = () =>
    practiceToken({ issuer: installation.issuer, dataDir: installation.dataDir, role: 'manager' })
  const began = performance.now()
  const since = () => (performance.now() - began) / 1_000
  const id = await send(
    `${installation.url}/api/v1/imports?system=bench`,
    await token(),
    fileFor(journeys, now),
  )
  const takenIn = since()

  let report = await read(`${installation.url}/api/v1/imports/${id}`, await token())
  for (let told = 0; report.endedAt === null; told += 1) {
    if (told % 60 === 0)
      say(`  ${report.children.done} of ${report.children.all} children after ${Math.round(since())} s`)
    await delay(pollMs)
    report = await read(`${installation.url}/api/v1/imports/${id}`, await token())
  }
  if (report.status !== 'done' || report.journeys !== journeys)
    throw new Error(`The import ended as ${report.status}: ${JSON.stringify(report).slice(0, 500)}`)
  const applied = since()
  for (
    let told = 1, left = await unconducted(ground);
    left > 0;
    told += 1, left = await unconducted(ground)
  ) {
    if (told % 60 === 0) say(`  ${left} are still to be conducted after ${Math.round(since())} s`)
    await delay(pollMs)
  }
  const times: ImportTimes = { takenIn, applied, conducted: since() }
  say('Holding the live states against the record')
  const live = await liveAgainstRecord(ground, askedOfTheEngine)
  return importFigure(report, times, live, await notices(ground, report.createdAt))
}

async function send(url: string, token: string, file: Iterable<string>): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(file).map((text: string) => Buffer.from(text))) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  const text = await answer.text()
  if (answer.status !== 202)
    throw new Error(`POST ${url} was answered with ${answer.status}: ${text.slice(0, 300)}`)
  return (JSON.parse(text) as ImportAnswer).id
}

async function read(url: string, token: string): Promise<ImportAnswer> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  if (!answer.ok) throw new Error(`GET ${url} was answered with ${answer.status}`)
  return (await answer.json()) as ImportAnswer
}

async function unconducted({ db }: Ground): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from journey where conducted_seq < seq`.execute(db)
  return rows[0]?.count ?? 0
}

async function notices({ db }: Ground, createdAt: string): Promise<NoticesAfter> {
  const { rows } = await sql<NoticesAfter>`
    select count(*) as "all", count(*) filter (where at < ${new Date(createdAt)}) as stale from notice`.execute(
    db,
  )
  return rows[0] ?? { all: 0, stale: 0 }
}
