/** A step in the way of an event where a process may be killed. */
export const SEAMS = [
  'recording: before commit',
  'recording: after commit',
  'relaying: before signal',
  'relaying: after signal',
  'conducting: before commit',
  'conducting: after commit',
  'importing: before commit',
  'importing: after a batch',
  'sending: leased',
  'sending: accepted by the mail server',
] as const
export type SeamName = (typeof SEAMS)[number]

/** Called at each such step. It does nothing, unless a drill has been prepared. */
export type Seam = (name: SeamName) => void

export const noSeam: Seam = () => undefined
