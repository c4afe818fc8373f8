/** The workflow that brings one file in: name, id, job. It runs where journeys do. */
export const IMPORT_WORKFLOW = 'importing'

/** The workflow id of an import. */
export function importWorkflowId(importId: string): string {
  return `import/${importId}`
}

export interface ImportInput {
  readonly importId: string
  /** Continue as new when the history has this many events; the engine's own suggestion when absent. For tests. */
  readonly historyLimit?: number
}

/** What one batch came to. */
export interface ImportedBatch {
  /** Whether the import has ended: done, failed or cancelled. */
  readonly ended: boolean
}

/** The job that has the engine begin an import. */
export const IMPORT_TASK = 'import'

export interface ImportJob {
  readonly importId: string
}
