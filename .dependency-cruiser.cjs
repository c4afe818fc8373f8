'use strict'

// Which folder may import which. What a workflow's bundle may hold is in .dependency-cruiser.bundle.cjs.

/** Each of our folders, and the others that it may import from. A folder that is not here may be imported by none. */
const MAY_IMPORT = {
  domain: [],
  policies: ['domain'],
  contracts: ['domain', 'policies'],
  // sealing and opening, and where the keys come from: used by what keeps and what sends
  keys: ['domain', 'policies', 'contracts'],
  db: ['domain', 'policies', 'contracts', 'keys'],
  temporal: ['domain', 'policies', 'contracts', 'keys'],
  workflows: ['domain', 'contracts'],
  activities: ['domain', 'policies', 'contracts', 'keys', 'db', 'temporal'],
  relay: ['domain', 'contracts', 'keys', 'db', 'temporal'],
  // workflows are bundled by path, never imported
  worker: ['domain', 'policies', 'contracts', 'keys', 'db', 'temporal', 'activities'],
  web: ['domain', 'policies', 'contracts'],
  api: ['domain', 'policies', 'contracts', 'keys', 'db', 'temporal', 'web'],
  ops: ['domain', 'policies', 'contracts', 'keys', 'db', 'temporal', 'relay', 'worker', 'api'],
  // the command line prints the pictures that the pages draw
  cli: ['domain', 'policies', 'contracts', 'keys', 'db', 'temporal', 'relay', 'worker', 'web', 'api', 'ops'],
  bench: [
    'domain',
    'policies',
    'contracts',
    'keys',
    'db',
    'temporal',
    'activities',
    'relay',
    'worker',
    'api',
    'ops',
    'cli',
  ],
  test: null,
}

/** The programs of package.json's scripts: they prepare the clone and then hand over to the command line. */
const ENTRIES = '^ops/[^/]+[.]cjs$'

const FOLDERS = Object.keys(MAY_IMPORT)
const inFolders = (folders) => `^(${folders.join('|')})/`

const directions = Object.entries(MAY_IMPORT)
  .filter(([, others]) => others !== null)
  .map(([folder, others]) => ({
    name: `${folder}-imports`,
    comment: `${folder}/ may import ${others.length === 0 ? 'no other folder' : `only ${others.join(', ')}`} of ours`,
    severity: 'error',
    from: { path: inFolders([folder]), ...(folder === 'ops' && { pathNot: ENTRIES }) },
    to: { path: inFolders(FOLDERS), pathNot: inFolders([folder, ...others]) },
  }))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'unknown-folder',
      comment: 'A new folder needs its line in MAY_IMPORT',
      severity: 'error',
      from: {},
      to: { path: '^[^/]+/', pathNot: inFolders([...FOLDERS, 'node_modules']), dependencyTypes: ['local'] },
    },
    {
      name: 'entries-hand-over',
      comment:
        'The entry programs know their preparation, the command line and the benchmarks, and nothing else',
      severity: 'error',
      from: { path: ENTRIES },
      to: { path: inFolders(FOLDERS), pathNot: '^(ops/bootstrap|cli|bench)/' },
    },
    {
      name: 'bootstrap-runs-on-a-bare-clone',
      comment: 'Nothing is installed yet when this runs: only Node itself, and tsx once it is there',
      severity: 'error',
      from: { path: '^ops/bootstrap/' },
      to: { dependencyTypesNot: ['core'], pathNot: '^(ops/bootstrap|node_modules/tsx)/' },
    },
    {
      name: 'domain-has-no-outside',
      comment: 'The rules are pure functions: no built-in of Node, and of packages only dates',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: '.', pathNot: '^(domain/|node_modules/(date-fns|@date-fns/tz|zod)/)' },
    },
    {
      name: 'zod-in-domain-for-documents-alone',
      severity: 'error',
      from: { path: '^domain/', pathNot: '^domain/(policy|calendar|aims)-schema[.]ts$' },
      to: { path: '^node_modules/zod/' },
    },
    {
      name: 'standing-without-dates',
      comment:
        'A workflow answers queries with it, and a date library would be held in memory with every journey',
      severity: 'error',
      from: { path: '^domain/standing[.]ts$' },
      to: { path: '^node_modules/' },
    },
    {
      name: 'engine-in-the-api-from-main-alone',
      comment: 'The API is handed what asks the engine, so that it is tried without one',
      severity: 'error',
      from: { path: '^api/', pathNot: '^api/main[.]ts$' },
      to: { path: '^(temporal/|node_modules/@temporalio/)' },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-is-found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'everything-is-named-in-package-json',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-without-development-packages',
      comment: 'An installation has only what package.json names under dependencies',
      severity: 'error',
      from: { path: inFolders(FOLDERS.filter((folder) => !['test', 'bench'].includes(folder))) },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/@types/',
      },
    },
  ],
  options: {
    exclude: '^([.]cache|[.]pace|coverage|reports|docs)/',
    doNotFollow: { path: '^node_modules/' },
    // imports of types count too
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
}
