import { readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { temporal } from '@temporalio/proto'
import { version } from '../../package.json'
import { projectRoot } from '../../ops/project'
import { sealingCodec } from '../../temporal/payload-codec'
import { testKeys } from './keys'

type History = temporal.api.history.v1.IHistory
const { History } = temporal.api.history.v1

/** The history of one run of a workflow, as it was recorded. */
export interface RecordedHistory {
  readonly file: string
  readonly history: History
  /** The types of its events, such as `TIMER_FIRED`, in their order. */
  readonly events: readonly string[]
}

interface Kept {
  readonly workflowId: string
  readonly history: { readonly events: readonly { readonly eventType: string }[] }
}

const codec = sealingCodec(testKeys)
const FOLDER = path.join(__dirname, '..', 'workflow', 'histories')
const SEALED = /\{"metadata":\{[^}]*"key-id"[^}]*\},"data":"[^"]*"\}/g
// by which the engine knows who did a thing: the process and the machine of whoever recorded it
const PROCESS = new RegExp(`\\b${process.pid}@${hostname()}`, 'g')

/** All histories that have been recorded, of this release and those before it. */
export async function recordedHistories(): Promise<RecordedHistory[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort()
  return Promise.all(
    files.map(async (file) => {
      const { history } = JSON.parse(await readFile(path.join(FOLDER, file), 'utf8')) as Kept
      const events = history.events.map(({ eventType }) => eventType.replace('EVENT_TYPE_', ''))
      return { file, events, history: History.fromObject(history) }
    }),
  )
}

/**
 * Keeps a history as `<release>-<name>.json`, one event on each line. Throws when it would tell where it was recorded.
 * @param name what happens in it, in kebab-case
 */
export async function keepHistory(name: string, workflowId: string, history: History): Promise<void> {
  const { events } = History.toObject(History.create(history), {
    longs: String,
    enums: String,
    bytes: String,
  }) as {
    events: object[]
  }
  const lines = await Promise.all(
    events.map(async (event) => withoutPlace(JSON.stringify(await withoutPlaceInside(name, event)))),
  )
  assertNoPlace(name, lines)
  const text = `{"workflowId":${JSON.stringify(workflowId)},"history":{"events":[\n${lines.join(',\n')}\n]}}\n`
  await writeFile(path.join(FOLDER, `${version}-${name}.json`), text)
}

interface Written {
  readonly metadata: Readonly<Record<string, string>>
  readonly data?: string
}

// What is sealed is sealed with a key that everybody has: it is opened, cleared as the rest is, and sealed again.
async function withoutPlaceInside(name: string, value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((one) => withoutPlaceInside(name, one)))
  if (typeof value !== 'object' || value === null) return value
  if (isSealed(value)) return sealedWithoutPlace(name, value)
  const fields = await Promise.all(
    Object.entries(value).map(async ([field, one]) => [field, await withoutPlaceInside(name, one)] as const),
  )
  return Object.fromEntries(fields)
}

async function sealedWithoutPlace(name: string, { metadata, data = '' }: Written): Promise<Written> {
  const bytes = Object.entries(metadata).map(([field, one]) => [field, Buffer.from(one, 'base64')] as const)
  const [opened] = await codec.decode([
    { metadata: Object.fromEntries(bytes), data: Buffer.from(data, 'base64') },
  ])
  const said = withoutPlace(Buffer.from(opened?.data ?? []).toString())
  assertNoPlace(name, [said])
  const [sealed] = await codec.encode([{ ...opened, data: Buffer.from(said) }])
  return { metadata, data: Buffer.from(sealed?.data ?? []).toString('base64') }
}

function isSealed(value: object): value is Written {
  if (!('metadata' in value) || typeof value.metadata !== 'object' || value.metadata === null) return false
  return 'key-id' in value.metadata
}

function withoutPlace(text: string): string {
  return text.replace(PROCESS, 'worker').replaceAll(projectRoot, '')
}

// What a payload holds is base64, so it is looked into. What is sealed was looked into already, and reads by chance only.
function assertNoPlace(name: string, lines: readonly string[]): void {
  for (const line of lines) {
    const said = line
      .replace(SEALED, '')
      .replace(/"data":"([^"]*)"/g, (_, data: string) => Buffer.from(data, 'base64').toString())
    for (const place of [projectRoot, hostname()]) {
      if (said.includes(place)) throw new Error(`The history of ${name} names ${place}: ${said}`)
    }
  }
}
