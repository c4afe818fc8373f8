'use strict'

// npm run bench: the benchmarks, with their table and JSON file

require('./bootstrap/node-version.cjs').requireNodeVersion()
const { enter, understandTypeScript } = require('./bootstrap/enter.cjs')

void enter({ development: true }, () => {
  understandTypeScript()
  return require('../bench/main').main(process.argv.slice(2))
})
