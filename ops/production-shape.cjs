'use strict'

// npm run production-shape: the shape of docker-compose.yml, once, on this machine and without containers

require('./bootstrap/node-version.cjs').requireNodeVersion()
const { enter, understandTypeScript } = require('./bootstrap/enter.cjs')

void enter({ development: false }, () => {
  understandTypeScript()
  return require('../cli/main').main(['production-shape', ...process.argv.slice(2)])
})
