'use strict'

// published as ES modules only, which jest cannot load untransformed
const esmOnly = [
  'jose',
  'oidc-provider',
  'nanoid',
  'eta',
  'quick-lru',
  'openid-client',
  'oauth4webapi',
  'preact',
  'preact-render-to-string',
  '@hpcc-js/wasm-graphviz',
  'd3-[a-z-]+',
  'internmap',
]

const swc = (syntax) => ({
  jsc: {
    target: 'es2023',
    parser: syntax,
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
  module: { type: 'commonjs' },
})

/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  testEnvironment: 'node',
  transform: {
    '\\.tsx$': ['@swc/jest', swc({ syntax: 'typescript', tsx: true })],
    '\\.ts$': ['@swc/jest', swc({ syntax: 'typescript' })],
    '\\.m?js$': ['@swc/jest', swc({ syntax: 'ecmascript' })],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/.pace/'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/count-reporter.cjs'],
  // one more than the two processors of the machines that run them: many a test waits for the engine, a mail or a browser
  maxWorkers: 3,
  testTimeout: 30_000,
}
