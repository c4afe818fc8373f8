import type { Agency } from '../domain/codes'

/** The workflow that sends what is due to one agency in one locality: name, id, signal and task queue. */
export const NOTICES_WORKFLOW = 'notices'
export const NOTICES_TASK_QUEUE = 'notices'

/** Those who get notices together: an agency in a locality. */
export interface Mailbox {
  readonly agency: Agency
  readonly locality: string
}

export function noticesWorkflowId({ agency, locality }: Mailbox): string {
  return `notices/${agency}/${locality}`
}

/** Signal: there is something to send. */
export const DUE_SIGNAL = 'due'

/** What one round of sending came to. */
export interface Sent {
  readonly sent: number
  readonly failed: number
  /** Milliseconds until something is to be sent (again); absent when nothing is left. */
  readonly nextInMilliseconds?: number
}
