'use strict'

/** Ends a test run with one line that a person or a program can read: `N passed, N failed`, and `, N skipped` if any. */
class CountReporter {
  /** @param {unknown} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  onRunComplete(_contexts, results) {
    // a suite that could not be run has no tests to count, and must not pass for none failed
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests + results.numTodoTests
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`]
    if (skipped > 0) counts.push(`${skipped} skipped`)
    // jest's own summary is written after the reporters, so this waits until there is nothing left to say
    process.once('exit', () => process.stdout.write(`${counts.join(', ')}\n`))
    // whoever started jest need not count in its place
    process.send?.('counted')
  }
}

module.exports = CountReporter
