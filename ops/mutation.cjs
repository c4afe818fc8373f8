'use strict'

// npm run mutation: do the tests of the rules notice when a rule is changed? On a clone that nothing was installed in

require('./bootstrap/node-version.cjs').requireNodeVersion()
const { spawn } = require('node:child_process')
const path = require('node:path')

const { enter, root } = require('./bootstrap/enter.cjs')

void enter({ development: true }, () => {
  const stryker = path.join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
  const run = spawn(process.execPath, [stryker, 'run', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  })
  // Ctrl-C reaches Stryker by itself; this process stays to hand on how it ended
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => run.kill('SIGTERM'))
  run.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
})
