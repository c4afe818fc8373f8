import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'

import { temporaryFolder } from '../support/temporary-folder'

const root = path.resolve(__dirname, '../..')

describe('the last line of a test run', () => {
  const folder = temporaryFolder()

  const runOf = (tests: Record<string, string>, config: object = {}) => {
    for (const [name, content] of Object.entries(tests)) writeFileSync(path.join(folder.path, name), content)
    const file = path.join(folder.path, 'jest.config.json')
    const reporters = ['default', path.join(root, 'test/support/count-reporter.cjs')]
    writeFileSync(file, JSON.stringify({ rootDir: folder.path, transform: {}, reporters, ...config }))
    const { stdout, status } = spawnSync(
      process.execPath,
      [path.join(root, 'ops/test.cjs'), '--config', file],
      {
        encoding: 'utf8',
        env: { ...process.env, JEST_WORKER_ID: undefined },
      },
    )
    return { last: stdout.trimEnd().split('\n').at(-1), status }
  }

  test('counts what passed and what failed, and what was skipped if anything was', () => {
    const mixed = `test('a', () => {}); test('b', () => { throw new Error('no') })`
    expect(runOf({ 'mixed.test.js': mixed })).toEqual({ last: '1 passed, 1 failed', status: 1 })
    const skipped = `test('a', () => {}); test.skip('b', () => {}); test.todo('c')`
    expect(runOf({ 'mixed.test.js': skipped })).toEqual({ last: '1 passed, 0 failed, 2 skipped', status: 0 })
  })

  test('a file that cannot be run counts as failed', () => {
    const files = { 'good.test.js': `test('a', () => {})`, 'bad.test.js': `require('./nowhere')` }
    expect(runOf(files)).toEqual({ last: '1 passed, 1 failed', status: 1 })
  })

  test('tests that could not be begun count as failed', () => {
    writeFileSync(
      path.join(folder.path, 'setup.js'),
      `module.exports = () => { throw new Error('no database') }`,
    )
    const run = runOf({ 'good.test.js': `test('a', () => {})` }, { globalSetup: '<rootDir>/setup.js' })
    expect(run).toEqual({ last: '0 passed, 1 failed', status: 1 })
  })
})
