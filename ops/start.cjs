'use strict'

// npm start: everything embedded, in one command, on a clone that nothing was installed in

require('./bootstrap/node-version.cjs').requireNodeVersion()
const { enter, understandTypeScript } = require('./bootstrap/enter.cjs')

void enter({ development: false }, () => {
  understandTypeScript()
  return require('../cli/main').main(['start', ...process.argv.slice(2)])
})
