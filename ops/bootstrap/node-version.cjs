'use strict'

// This file and the entry points must be understood by any Node, however old, or it could not say that it is too old.

var oldest = [20, 19]

/** Ends the process with a clear sentence when this Node is too old for PACE. */
function requireNodeVersion() {
  var found = process.versions.node.split('.').map(Number)
  if (found[0] > oldest[0] || (found[0] === oldest[0] && found[1] >= oldest[1])) return
  process.stderr.write(
    'PACE needs Node ' +
      oldest.join('.') +
      ' or later, and this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      '). Install a newer one from https://nodejs.org and start again.\n',
  )
  process.exit(1)
}

module.exports = { requireNodeVersion: requireNodeVersion }
