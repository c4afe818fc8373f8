'use strict'

// What a workflow's bundle may hold, through however many files: imports of types are gone by then and do not count.

const { options } = require('./.dependency-cruiser.cjs')

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'small-workflows',
      comment:
        'Whatever else a workflow reaches does not run in the engine’s sandbox, or is held in memory with every open journey',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        path: '.',
        pathNot: '^((workflows|domain|contracts)/|node_modules/@temporalio/(workflow|common)/)',
        reachable: true,
      },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
}
