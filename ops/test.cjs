'use strict'

// npm test: every test, on a clone that nothing was installed in

require('./bootstrap/node-version.cjs').requireNodeVersion()
const { spawn } = require('node:child_process')
const path = require('node:path')

const { enter, root } = require('./bootstrap/enter.cjs')

void enter({ development: true }, () => {
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js')
  const tests = spawn(process.execPath, [jest, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
  // Ctrl-C reaches jest by itself; this process stays to hand on how jest ended
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => tests.kill('SIGTERM'))
  tests.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
})
