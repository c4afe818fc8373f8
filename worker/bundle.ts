import { join } from 'node:path'
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import type { Log } from '../contracts/log'

/** Bundles the workflows once, for all workers of this process. */
export async function bundleWorkflows(log: Log): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', 'workflows', 'index.ts'),
    logger: {
      log: () => undefined,
      trace: () => undefined,
      debug: () => undefined,
      info: () => undefined,
      warn: (message) => log.warn({ message }, 'bundling workflows'),
      error: (message) => log.error({ message }, 'bundling workflows'),
    },
  })
}
