'use strict'

const path = require('node:path')

const { ensureDependencies } = require('./dependencies.cjs')

const root = path.resolve(__dirname, '../..')

/** The errors whose message is written for the person who runs PACE. */
const explained = ['ExplainedError', 'WrongSettings', 'WrongPolicies']

/**
 * Makes a clone able to run and then runs `work`, which may require whatever is installed. An error meant for the
 * person is shown as its message alone, any other with its stack; either ends the process with 1.
 *
 * @param {{development: boolean}} needs what must be installed
 * @param {() => unknown} work the program itself; a promise is waited for
 */
async function enter(needs, work) {
  try {
    ensureDependencies(root, needs)
  } catch (error) {
    fail(error.code === undefined ? error.message : error.stack)
  }
  try {
    await work()
  } catch (error) {
    fail(
      error instanceof Error && explained.includes(error.name)
        ? error.message
        : (error?.stack ?? String(error)),
    )
  }
}

/** Lets this process require TypeScript as it is, wherever it was started from. */
function understandTypeScript() {
  process.env.TSX_TSCONFIG_PATH = path.join(root, 'tsconfig.json')
  require('tsx/cjs/api').register()
}

function fail(words) {
  process.stderr.write(`${words}\n`)
  // whatever is still under way serves nobody any more
  process.exit(1)
}

module.exports = { enter, root, understandTypeScript }
