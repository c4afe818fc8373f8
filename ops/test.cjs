'use strict'

// npm test: every test, on a clone that nothing was installed in

require('./bootstrap/node-version.cjs').requireNodeVersion()
const { spawn } = require('node:child_process')
const path = require('node:path')

const { enter, root } = require('./bootstrap/enter.cjs')

void enter({ development: true }, () => {
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js')
  const tests = spawn(process.execPath, [jest, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  let counted = false
  tests.on('message', (message) => {
    counted ||= message === 'counted'
  })
  // Ctrl-C reaches jest by itself; this process stays to hand on how jest ended
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => tests.kill('SIGTERM'))
  tests.on('exit', (code) => {
    // tests that could not even be begun count as one failure
    if (!counted && code !== 0) process.stdout.write('0 passed, 1 failed\n')
    process.exitCode = code ?? 1
  })
})
