import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { importFile } from '../../cli/import'
import { ImportProgress } from '../../cli/import-progress'
import { readSettings } from '../../contracts/settings'
import { workOn } from '../../db/importing/work-on'
import { eventRow, fileOf, startRow, wayToDecision, worked } from '../support/csv'
import { freshDatabase, type FreshDatabase } from '../support/database'
import { testKeys } from '../support/keys'
import { until } from '../support/until'

let fresh: FreshDatabase
let folder: string
beforeAll(async () => {
  fresh = await freshDatabase()
  folder = await mkdtemp(path.join(os.tmpdir(), 'pace-import-'))
})
afterAll(async () => {
  await fresh.drop()
  await rm(folder, { recursive: true, force: true })
})

const never = new AbortController().signal

/** Runs the command on a file with these contents, and returns what it says. */
function run(content: string, asked: Parameters<typeof importFile>[2] = {}, stop: AbortSignal = never) {
  const said: string[] = []
  const file = path.join(folder, `${said.length}-${Math.trunc(performance.now())}.csv`)
  const record = { db: fresh.db, keys: testKeys, settings: readSettings({}) }
  const progress = new ImportProgress({ write: (text: string) => said.push(text) })
  const ended = writeFile(file, content).then(() => importFile(record, file, asked, progress, stop))
  return { ended, said: () => said.join('') }
}

/** The id of the import that waits, as the relay comes by it. */
function waiting(): Promise<string> {
  return until('an import waits', async () => {
    const row = await fresh.db
      .selectFrom('import')
      .select('id')
      .where('status', '=', 'queued')
      .executeTakeFirst()
    return row?.id ?? false
  })
}

describe('pace import', () => {
  it('waits until the file is brought in, and names each bad line and what to do', async () => {
    const rows = [
      ...wayToDecision('CLI-1'),
      startRow('CLI-2'),
      eventRow('CLI-2', 'panel-held', '2026-02-02', { outcome: 'supported', members: 'x' }),
    ]
    const { ended, said } = run(fileOf(...rows), { system: 'mosaic' })
    await worked(fresh.db, await waiting())
    expect(await ended).toMatchObject({ status: 'done', applied: 6, bad_rows: 1 })
    expect(said()).toContain('8 rows of 2 children wait for a worker')
    expect(said()).toContain('Refused: line 9, event A panel cannot be held before any recommendation')
    expect(said()).toContain('Rows: 8. Recorded: 6')
    expect(said()).not.toContain('CLI-2')
  })

  it('is stopped by Ctrl-C, and says how to go on', async () => {
    const children = Array.from({ length: 101 }, (_, number) => startRow(`CLI-STOP-${number}`))
    const stop = new AbortController()
    const { ended, said } = run(fileOf(...children), {}, stop.signal)
    const id = await waiting()
    await workOn(fresh.db, testKeys, id)
    stop.abort()
    await until('it is asked to stop', async () => {
      const row = await fresh.db
        .selectFrom('import')
        .select('cancel_asked_by')
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.cancel_asked_by !== null
    })
    await worked(fresh.db, id)
    expect(await ended).toMatchObject({ status: 'cancelled', applied: 100 })
    expect(said()).toContain('bring the same file in again')
  })

  it('says what is wrong with a file, a system or a person, and records nothing', async () => {
    await expect(run('surname\r\nSomebody').ended).rejects.toThrow(/surname is not a column/)
    await expect(run('surname\r\nSomebody').ended).rejects.not.toThrow(/Somebody/)
    await expect(run(fileOf(startRow('X')), { system: 'Mosaic!' }).ended).rejects.toThrow('--system')
    await expect(run(fileOf(startRow('X')), { by: 'Morag Manager' }).ended).rejects.toThrow('--by')
    await expect(run(fileOf(startRow('X')), { of: 'adults' }).ended).rejects.toThrow('--of adults')
    const record = { db: fresh.db, keys: testKeys, settings: readSettings({}) }
    const progress = new ImportProgress({ write: () => undefined })
    await expect(importFile(record, path.join(folder, 'none.csv'), {}, progress, never)).rejects.toThrow(
      /cannot be read \(ENOENT\)/,
    )
    expect(
      await fresh.db.selectFrom('import').select('id').where('status', '=', 'uploading').execute(),
    ).toEqual([])
  })
})
