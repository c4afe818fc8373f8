import { appendFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { AuditAnchor } from '../db/audit-check'

/** The anchors of the audit, as they were read; and the lines that are none, by their number. */
export interface AuditAnchors {
  readonly anchors: readonly AuditAnchor[]
  readonly unreadable: readonly number[]
}

const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\d{1,10}) ([0-9a-f]{64})$/

/** Adds a line to the file of anchors: when, which seal, its hash. Throws when it cannot be written. */
export async function addAnchor(file: string, { at, number, hash }: AuditAnchor): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  // One write to the end of the file: several processes do not cut each other's lines.
  await appendFile(file, `${at} ${number} ${hash}\n`, { mode: 0o600, flush: true })
}

/** Reads the anchors; undefined when there is no such file. Throws when it cannot be read. */
export async function readAnchors(file: string): Promise<AuditAnchors | undefined> {
  let content: string
  try {
    content = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const anchors: AuditAnchor[] = []
  const unreadable: number[] = []
  for (const [place, line] of content.split('\n').entries()) {
    if (line === '') continue
    const [, at, number, hash] = LINE.exec(line) ?? []
    if (at === undefined || hash === undefined) unreadable.push(place + 1)
    else anchors.push({ at, number: Number(number), hash })
  }
  return { anchors, unreadable }
}
