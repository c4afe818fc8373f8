import { createHmac, hkdfSync } from 'node:crypto'
import type { EventDraft, JourneyEvent } from '../../domain/events'

/** Hashes of imported rows, keyed with a child's own key: nobody can tell or make them without it. */
export class Fingerprints {
  private readonly key: Buffer

  constructor(
    childKey: Buffer,
    /** What the system is called that the rows came from. */
    private readonly system: string,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', childKey, '', 'pace imported rows v1', 32))
  }

  /** By what a row is known again: by what its system calls it or, where it calls it nothing, by its content. */
  keyOf(sourceId: string | undefined, content: Buffer): Buffer {
    if (sourceId === undefined) return this.hash(['content', this.system, content.toString('hex')])
    return this.hash(['source', this.system, sourceId])
  }

  /** What an event says, whoever recorded it and when. */
  contentOf(draft: EventDraft | JourneyEvent): Buffer {
    return this.hash(said(draft))
  }

  /** What is said of a child. */
  detailsOf(details: object): Buffer {
    return this.hash(details)
  }

  private hash(value: unknown): Buffer {
    return createHmac('sha256', this.key).update(JSON.stringify(value, namesInOrder)).digest()
  }
}

const OF_RECORDING = [
  'id',
  'number',
  'recordedAt',
  'recordedBy',
  'source',
  'imported',
  'correctedBy',
  'erased',
]

function said(draft: EventDraft | JourneyEvent): object {
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !OF_RECORDING.includes(name)))
}

function namesInOrder(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
