import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

const mostBytes = 10 * 1024 * 1024

/** The file that takes what one part says. Its last 10 MB and one older file are kept. */
export class PartLog {
  readonly file: string

  constructor(dataDir: string, part: string) {
    const folder = path.join(dataDir, 'logs')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.file = path.join(folder, `${part}.log`)
  }

  /** Opens the file to be written at its end, putting it aside first when it has grown large. The caller closes it. */
  open(): number {
    const size = statSync(this.file, { throwIfNoEntry: false })?.size ?? 0
    if (size > mostBytes) renameSync(this.file, `${this.file}.1`)
    return openSync(this.file, 'a', 0o600)
  }

  /** The last words of the log, at most so many lines. */
  lastLines(count: number): string {
    let handle: number
    try {
      handle = openSync(this.file, 'r')
    } catch {
      return ''
    }
    try {
      const { size } = fstatSync(handle)
      const end = Buffer.alloc(Math.min(size, 8_192))
      readSync(handle, end, 0, end.length, size - end.length)
      return end.toString().trimEnd().split('\n').slice(-count).join('\n')
    } finally {
      closeSync(handle)
    }
  }
}
