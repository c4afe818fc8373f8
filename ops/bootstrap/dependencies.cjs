'use strict'

const { spawnSync } = require('node:child_process')
const { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } = require('node:fs')
const path = require('node:path')

const pollMs = 500

/**
 * Makes sure that what package-lock.json names is installed, and runs `npm ci` when it is not. Every word goes to
 * stderr, so that a command's own output stays alone on stdout.
 *
 * What is installed is read from the list that npm leaves in node_modules when it has finished: an installation that
 * was cut short has none, and one made by hand needs no repetition.
 *
 * @param {string} root the project's folder
 * @param {{development: boolean}} needs whether the development dependencies are needed too
 * @throws {Error} with a message for the person when the dependencies cannot be installed
 */
function ensureDependencies(root, needs) {
  if (isInstalled(root, needs)) return
  withInstallLock(root, () => {
    // another process may have installed them while this one waited
    if (!isInstalled(root, needs)) install(root, needs)
  })
}

function isInstalled(root, needs) {
  const wanted = packagesIn(path.join(root, 'package-lock.json'))
  if (wanted === undefined)
    throw new Error(`${root} has no package-lock.json. Get a whole copy of the project.`)
  const found = packagesIn(path.join(root, 'node_modules', '.package-lock.json'))
  if (found === undefined) return false
  return Object.entries(wanted).every(([place, entry]) => {
    // the project itself; packages for other platforms; what only development needs
    if (place === '' || entry.optional || ((entry.dev || entry.devOptional) && !needs.development))
      return true
    return found[place] !== undefined && found[place].version === entry.version
  })
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

function install(root, needs) {
  process.stderr.write('Installing the dependencies (npm ci); the first time takes a minute\n')
  const args = ['ci', '--no-audit', '--no-fund', ...(needs.development ? ['--include=dev'] : [])]
  // npm names its own program to what it runs; started without npm, the one on the PATH serves
  const npm = process.env.npm_execpath
  const [program, start] = npm && /npm-cli\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []]
  const result = spawnSync(program, [...start, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.error) {
    throw new Error(
      `The dependencies cannot be installed: npm does not run (${result.error.message}). Install npm, or run \`npm ci\` in ${root} yourself.`,
    )
  }
  if (result.signal) process.exit(1)
  if (result.status !== 0) {
    throw new Error(
      `The dependencies were not installed: \`npm ci\` in ${root} ended with ${result.status}. What it said is above; put that right and start again.`,
    )
  }
}

/** Lets one process install at a time: the others wait until it has finished, or is gone. */
function withInstallLock(root, work) {
  const folder = path.join(root, '.cache')
  const lock = path.join(folder, 'installing')
  mkdirSync(folder, { recursive: true })
  let told = false
  for (;;) {
    if (take(lock)) break
    const owner = ownerOf(lock)
    if (owner === undefined || !isAlive(owner)) {
      rmSync(lock, { force: true })
      continue
    }
    if (!told) process.stderr.write(`Another process (${owner}) installs the dependencies; waiting for it\n`)
    told = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs)
  }
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  try {
    const handle = openSync(lock, 'wx')
    writeSync(handle, String(process.pid))
    closeSync(handle)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function ownerOf(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    // between making the lock and writing into it the owner is not known, and counts as this process: alive
    return pid > 0 ? pid : process.pid
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

module.exports = { ensureDependencies }
