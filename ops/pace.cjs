'use strict'

// npm run -s pace -- <command>: the operator's command line

require('./bootstrap/node-version.cjs').requireNodeVersion()
const { enter, understandTypeScript } = require('./bootstrap/enter.cjs')

void enter({ development: false }, () => {
  understandTypeScript()
  return require('../cli/main').main(process.argv.slice(2))
})
