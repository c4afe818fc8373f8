import { randomUUID } from 'node:crypto'
import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { openDatabase } from '../../db/database'
import { FACT_TYPES, FREE_TEXT, type FactType } from '../../domain/events'
import { projectRoot } from '../../ops/project'
import { readPostgresRecord } from '../../ops/postgres/record'
import { Installation } from '../support/installation'
import { until } from '../support/until'

/** Stands in every name and every word that anybody writes here, and nowhere else. */
const CANARY = `Zaunkoenig${randomUUID().slice(0, 8)}`
/** Stands where the search must find something: in the child's reference, which is no secret of the database. */
const CONTROL = `REF-${randomUUID().slice(0, 8)}`

const run = promisify(execFile)

let installation: Installation
beforeAll(async () => {
  installation = await Installation.start({ words: ['--empty'] })
}, 150_000)
afterAll(() => installation.remove(), 60_000)

let planted = 0
function canary(): string {
  planted += 1
  return `${CANARY} number ${planted}`
}

/** What some types need beside their words. */
const FIELDS: Readonly<Partial<Record<FactType, object>>> = {
  'child-plan-meeting-held': { meeting: '72-hour' },
  'review-held': { review: '6-week' },
  'meeting-date-set': { meeting: 'panel', at: '2027-06-01' },
  'delay-explained': { ruleId: 'permanence-panel', reason: 'court' },
  'policy-adopted': { policy: 'highland', version: 2 },
}

/** Every field of a type that takes words, made from the table, so new ones too. */
function wordsOf(type: FactType): object {
  return Object.fromEntries(
    [...FREE_TEXT[type], 'documentUrl'].map((field: string) => [
      field,
      field === 'actions'
        ? [{ what: canary(), owner: 'health' }]
        : field === 'joinUrl' || field === 'documentUrl'
          ? `https://meet.example/${canary().replaceAll(' ', '-')}`
          : canary(),
    ]),
  )
}

test('of names and words, open or in an error, nothing lies in any file, log, mail or history of an installation', async () => {
  const manager = await callerOf('manager', 'caithness')
  const worker = await callerOf('case-worker', 'caithness')
  const ofSkye = await callerOf('manager', 'skye')

  // every word that can be recorded; what is refused has been said as well
  const started = await worker('POST', '/journeys', {
    childReference: CONTROL,
    locality: 'caithness',
    pathway: 'away-from-home',
    legalBasis: 'cso',
    occurredAt: '2026-03-02',
  })
  const { id } = started.body as { id: string }
  const recorded: string[] = []
  for (const type of FACT_TYPES.filter((one) => FREE_TEXT[one].length > 0)) {
    const { status } = await manager('POST', `/journeys/${id}/events`, {
      type,
      occurredAt: '2026-03-04',
      ...FIELDS[type],
      ...wordsOf(type),
    })
    if (status === 201) recorded.push(type)
  }
  expect(recorded).toEqual(
    expect.arrayContaining(['child-plan-meeting-held', 'review-held', 'meeting-date-set', 'delay-explained']),
  )
  const { body } = await manager('GET', `/journeys/${id}`)
  const { events } = body as { events: { id: string; type: string }[] }
  const review = events.find(({ type }) => type === 'review-held')
  const corrected = await manager('POST', `/journeys/${id}/corrections`, {
    eventId: review?.id,
    replacement: { type: 'review-held', occurredAt: '2026-03-05', review: '6-week', outcome: canary() },
    reason: canary(),
  })
  expect(corrected.status).toBe(201)

  // who the child is, and everything that is asked for with a name or in words
  const details = {
    name: canary(),
    knownAs: canary(),
    gender: canary(),
    ethnicity: canary(),
    language: canary(),
  }
  expect((await manager('PUT', `/journeys/${id}/child`, details, { 'if-match': '"0"' })).status).toBe(200)
  const found = await manager('POST', '/tools/find-child', { name: CANARY })
  expect(found.body).toMatchObject({ items: [{ id }] })
  expect((await ofSkye('POST', '/break-glass', { journey: id, reason: canary() })).status).toBe(201)
  expect((await ofSkye('GET', `/journeys/${id}`)).status).toBe(200)
  await manager('POST', '/people/practice-case-worker-caithness/handover', {
    to: 'practice-manager-caithness',
    reason: canary(),
  })

  // what cannot be read or is not allowed
  const refused = [
    await worker('POST', '/journeys', { childReference: canary(), [CANARY]: canary() }),
    await worker('POST', '/journeys', `{"childReference": "${canary()}", and no JSON`),
    await worker('POST', `/journeys/${id}/events`, { type: canary() }),
    await worker('POST', `/journeys/${id}/events`, { type: 'review-held', outcome: `\u0000${canary()}` }),
    await worker('GET', `/journeys?q=${encodeURIComponent(canary())}&stage=${CANARY}`),
    await manager(
      'PUT',
      `/journeys/${id}/child`,
      { name: canary(), [CANARY]: 1 },
      { 'if-match': `"${CANARY}"` },
    ),
    await ofSkye('POST', '/break-glass', { journey: canary(), reason: canary() }),
    await worker('POST', `/journeys/${id}/events`, { type: 'visit-made' }, { 'idempotency-key': canary() }),
  ]
  for (const { status } of refused) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  }
  expect(planted).toBeGreaterThan(25)

  // told, conducted, and given to the disk
  const mailAt = installation.address('PACE_MAIL_ADDRESS')
  const mail = await until('the manager is told by mail that it was opened', async () => {
    const text = await (await fetch(`${mailAt}/messages.json`)).text()
    return text.includes('opened with a reason') && text
  })
  expect(mail).toContain(CONTROL)
  const db = openDatabase(installation.address('DATABASE_URL'), { maxConnections: 1 })
  await until('everything is conducted', async () => {
    const { rows } = await sql`select from journey where conducted_seq < seq`.execute(db)
    return rows.length === 0
  })
  await sql`checkpoint`.execute(db)
  await db.destroy()
  const { stdout: health } = await run(process.execPath, ['ops/pace.cjs', 'doctor'], {
    cwd: projectRoot,
    env: { ...process.env, PACE_DATA_DIR: installation.dataDir },
  }).catch((error: { stdout: string }) => error)
  await installation.end()

  for (const [where, text] of Object.entries({ mail, health, said: installation.said }))
    expect([where, containing(Buffer.from(text), CANARY)]).toEqual([where, []])
  const database = readPostgresRecord(installation.dataDir)?.directory ?? ''
  const files = [...(await filesIn(installation.folder)), ...(await filesIn(database))]
  const holding = async (word: string) => {
    const hits: string[] = []
    for (const file of files) {
      const how = await inFile(file, word)
      if (how.length > 0)
        hits.push(`${path.basename(path.dirname(file))}/${path.basename(file)}: ${how.join()}`)
    }
    return hits
  }
  // the search looks where it should: into the tables' files and their log
  expect((await holding(CONTROL)).length).toBeGreaterThan(1)
  expect(await holding(CANARY)).toEqual([])
}, 240_000)

interface Answer {
  readonly status: number
  readonly body: unknown
}

async function callerOf(role: string, locality: string) {
  const token = await installation.token(role, locality)
  return async (
    method: string,
    address: string,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const answer = await fetch(`${installation.url}/api/v1${address}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
}

async function filesIn(folder: string): Promise<string[]> {
  if (folder === '') return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

const LONGEST = 64

async function inFile(file: string, word: string): Promise<string[]> {
  const found = new Set<string>()
  let before = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([before, chunk])
    for (const how of containing(bytes, word)) found.add(how)
    before = bytes.subarray(-LONGEST)
  }
  return [...found]
}

/** How a word stands in some bytes: as it is, in capitals or small letters, in UTF-16, in hexadecimal or in base64. */
function containing(bytes: Buffer, word: string): string[] {
  const forms: [string, Buffer][] = [
    ['as it is', Buffer.from(word)],
    ['in small letters', Buffer.from(word.toLowerCase())],
    ['in capitals', Buffer.from(word.toUpperCase())],
    ['in UTF-16', Buffer.from(word, 'utf16le')],
    ['in hexadecimal', Buffer.from(Buffer.from(word).toString('hex'))],
    // wherever in three bytes it begins; the ends hang on what stands beside it
    ...[0, 1, 2].map((shift): [string, Buffer] => {
      const shifted = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)])
      const text = shifted.toString('base64').replace(/=+$/, '')
      return ['in base64', Buffer.from(text.slice(shift === 0 ? 0 : 4, -1))]
    }),
  ]
  return forms.filter(([, form]) => bytes.includes(form)).map(([how]) => how)
}
