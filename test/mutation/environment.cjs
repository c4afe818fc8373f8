'use strict'

const NodeEnvironment = require('@stryker-mutator/jest-runner/jest-env/node')

// A mutant is killed by the first test that fails: the others of the file need not run any more.
module.exports = class UntilOneFails extends NodeEnvironment {
  async handleTestEvent(event, state) {
    await super.handleTestEvent?.(event, state)
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.killed = true
    if (event.name === 'test_start' && this.killed) event.test.mode = 'skip'
  }
}
