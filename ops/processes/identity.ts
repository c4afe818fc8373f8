import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * A process that can be recognised later. A pid alone is not enough: it is given again to another process sooner or
 * later, and ending a stranger would be worse than leaving one of ours.
 */
export interface ProcessIdentity {
  readonly pid: number
  /** When it started, in the system's own terms; equal for the same process, different for any other with this pid. */
  readonly started: string
}

/** The identity of a running process, or undefined when there is none with this pid (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid)
  return started === undefined ? undefined : { pid, started }
}

/** Whether this very process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started
}

/** The command line of a running process, its words separated by spaces; empty when it cannot be read. */
export function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return ps(pid, 'args=')
  } catch {
    return ''
  }
}

function startOnLinux(pid: number): string | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // the second field is the program's name in brackets and may itself hold spaces and brackets
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startedTicks] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X') return undefined
  return `${bootOf()} ${startedTicks}`
}

/** Start times are counted from the boot, so two boots must be told apart. */
function bootOf(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

function startByPs(pid: number): string | undefined {
  try {
    const [state, ...started] = ps(pid, 'state=,lstart=').split(/\s+/)
    return state === undefined || state === '' || state.startsWith('Z') ? undefined : started.join(' ')
  } catch {
    return undefined
  }
}

function ps(pid: number, columns: string): string {
  const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore']
  return execFileSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8', stdio }).trim()
}
