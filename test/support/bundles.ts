import path from 'node:path'
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { FAILURE_CONVERTER } from '../../temporal/data-converter'

const FOLDER = path.join(__dirname, '..', 'workflow', 'changes')
const ROOT = path.join(__dirname, '..', '..')
const TODAY = path.join(ROOT, 'workflows', 'index.ts')

/** A change of a rule, made to the source of whatever is bundled. */
export interface ChangeOfRules {
  readonly name: string
  /** The files whose source it changes. */
  readonly files: RegExp
}

/** Each of these would disturb a workflow that knew the rules. */
export const CHANGES_OF_RULES: readonly ChangeOfRules[] = [
  { name: 'reminders-an-hour-later', files: /[\\/]domain[\\/]schedule\.ts$/ },
  { name: 'one-reminder-fewer', files: /[\\/]policies[\\/]\w+[\\/]\d+\.json$/ },
]

/**
 * Bundles workflows as a worker does, perhaps with a rule changed.
 * @param workflows the name of a file in test/workflow/changes; the workflows of today when absent
 */
export async function bundleChanged({
  workflows,
  change,
}: {
  workflows?: string
  change?: ChangeOfRules
}): Promise<WorkflowBundleWithSourceMap> {
  const nothing = () => undefined
  return bundleWorkflowCode({
    workflowsPath: workflows === undefined ? TODAY : path.join(FOLDER, `${workflows}.ts`),
    failureConverterPath: FAILURE_CONVERTER,
    logger: { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
    webpackConfigHook: (config) => ({
      ...config,
      module: {
        ...config.module,
        rules: [
          ...(config.module?.rules ?? []),
          ...(change
            ? [
                {
                  test: change.files,
                  enforce: 'pre' as const,
                  loader: path.join(FOLDER, `${change.name}.cjs`),
                },
              ]
            : []),
        ],
      },
    }),
  })
}
