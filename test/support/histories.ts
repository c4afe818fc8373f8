import { readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import path from 'node:path'
import { temporal } from '@temporalio/proto'
import { version } from '../../package.json'
import { projectRoot } from '../../ops/project'

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

const FOLDER = path.join(__dirname, '..', 'workflow', 'histories')
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
  const lines = events.map((event) => withoutPlace(JSON.stringify(event)))
  assertNoPlace(name, lines)
  const text = `{"workflowId":${JSON.stringify(workflowId)},"history":{"events":[\n${lines.join(',\n')}\n]}}\n`
  await writeFile(path.join(FOLDER, `${version}-${name}.json`), text)
}

function withoutPlace(text: string): string {
  return text.replace(PROCESS, 'worker').replaceAll(projectRoot, '')
}

// What a payload holds is base64, so it is looked into.
function assertNoPlace(name: string, lines: readonly string[]): void {
  for (const line of lines) {
    const said = line.replace(/"data":"([^"]*)"/g, (_, data: string) =>
      Buffer.from(data, 'base64').toString(),
    )
    for (const place of [projectRoot, hostname()]) {
      if (said.includes(place)) throw new Error(`The history of ${name} names ${place}: ${said}`)
    }
  }
}
