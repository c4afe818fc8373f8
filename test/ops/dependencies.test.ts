import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { temporaryFolder } from '../support/temporary-folder'

const bootstrap = path.resolve(__dirname, '../../ops/bootstrap/dependencies.cjs')

describe('a clone installs what it needs by itself', () => {
  const folder = temporaryFolder()

  const write = (name: string, content: string) => {
    const file = path.join(folder.path, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  }
  const list = (packages: Record<string, object>) => JSON.stringify({ packages: { '': {}, ...packages } })
  const wants = (packages: Record<string, object>) => write('package-lock.json', list(packages))
  const has = (packages: Record<string, object>) => write('node_modules/.package-lock.json', list(packages))
  /** An npm that writes down how it was called and then does what npm does, or fails. */
  const npm = (succeeds = true) =>
    write(
      'npm-cli.js',
      `const fs = require('node:fs')
       fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n')
       console.log('npm talks')
       if (!${succeeds}) process.exit(7)
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
       fs.mkdirSync('node_modules', { recursive: true })
       fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json')`,
    )
  const script = (development: boolean) =>
    `require(${JSON.stringify(bootstrap)}).ensureDependencies(process.cwd(), { development: ${development} }); console.log('ready')`
  const env = () => ({ ...process.env, npm_execpath: path.join(folder.path, 'npm-cli.js') })
  const ensure = ({ development = true } = {}) =>
    spawnSync(process.execPath, ['-e', script(development)], {
      cwd: folder.path,
      env: env(),
      encoding: 'utf8',
    })
  const calls = () => {
    const file = path.join(folder.path, 'calls')
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  }

  beforeEach(() => {
    wants({ 'node_modules/pg': { version: '8.1.0' }, 'node_modules/jest': { version: '30.0.0', dev: true } })
    npm()
  })

  test('nothing installed: npm ci, and its words stay out of the output of the command', () => {
    const { stdout, stderr, status } = ensure()
    expect({ stdout, status }).toEqual({ stdout: 'ready\n', status: 0 })
    expect(stderr).toContain('npm talks')
    expect(calls()).toEqual(['ci --no-audit --no-fund --include=dev'])
  })

  test('all installed, whoever did it: nothing is done', () => {
    has({ 'node_modules/pg': { version: '8.1.0' }, 'node_modules/jest': { version: '30.0.0', dev: true } })
    expect(ensure().stdout).toBe('ready\n')
    expect(calls()).toEqual([])
  })

  test('another version installed than is wanted: npm ci', () => {
    has({ 'node_modules/pg': { version: '8.0.9' }, 'node_modules/jest': { version: '30.0.0', dev: true } })
    ensure()
    expect(calls()).toHaveLength(1)
  })

  test('what only tests need is not needed to run', () => {
    has({ 'node_modules/pg': { version: '8.1.0' } })
    ensure({ development: false })
    expect(calls()).toEqual([])
    ensure({ development: true })
    expect(calls()).toHaveLength(1)
  })

  test('packages for other platforms may be missing', () => {
    wants({ 'node_modules/engine-for-another-system': { version: '1.0.0', optional: true } })
    has({})
    ensure()
    expect(calls()).toEqual([])
  })

  test('a failed installation says where and what to do', () => {
    npm(false)
    const { stderr, status } = ensure()
    expect(status).not.toBe(0)
    expect(stderr).toContain(
      `\`npm ci\` in ${folder.path} ended with 7. What it said is above; put that right and start again.`,
    )
  })

  test('of two that start at once, one installs and the other waits for it', async () => {
    const both = [0, 1].map(() =>
      spawn(process.execPath, ['-e', script(true)], { cwd: folder.path, env: env(), stdio: 'ignore' }),
    )
    await expect(Promise.all(both.map((each) => once(each, 'exit')))).resolves.toEqual([
      [0, null],
      [0, null],
    ])
    expect(calls()).toHaveLength(1)
  })

  test('the lock of an installation that was killed does not stop the next', () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    write('.cache/installing', String(pid))
    expect(ensure().stdout).toBe('ready\n')
  })
})
