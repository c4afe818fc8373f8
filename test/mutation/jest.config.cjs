'use strict'

// The tests of the rules alone, for `npm run mutation`: hundreds of runs, so neither a database nor an engine is started.
const project = require('../../jest.config.cjs')

/** @type {import('jest').Config} */
module.exports = {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/mutation/rules.ts'],
  testEnvironment: require.resolve('./environment.cjs'),
  transform: project.transform,
  setupFilesAfterEnv: ['<rootDir>/test/mutation/fixed-chance.ts'],
}
