import { join } from 'node:path'
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import type { Log } from '../contracts/log'
import { FAILURE_CONVERTER } from '../temporal/data-converter'

/** Bundles the workflows once, for all workers of this process. */
export async function bundleWorkflows(log: Log): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', 'workflows', 'index.ts'),
    failureConverterPath: FAILURE_CONVERTER,
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
