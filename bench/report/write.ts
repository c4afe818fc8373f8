import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { projectRoot } from '../../ops/project'
import type { Conditions } from './conditions'
import { isWithin, type Figure } from './figure'

/** Where the figures of the last run are kept. */
export const reportFile = path.join(projectRoot, 'reports', 'bench.json')

/** Keeps the figures of a run, in place of those of the run before. */
export async function writeReport(conditions: Conditions, figures: readonly Figure[]): Promise<void> {
  const report = { conditions, figures: figures.map(asKept) }
  await mkdir(path.dirname(reportFile), { recursive: true })
  await writeFile(reportFile, `${JSON.stringify(report, null, 2)}\n`)
}

function asKept({ title, circumstances, columns, rows, verdicts, remarks }: Figure): object {
  return {
    title,
    circumstances,
    rows: rows.map(({ name, values }) => ({
      name,
      ...Object.fromEntries(columns.map((column, index) => [column, values[index]])),
    })),
    verdicts: verdicts.map((verdict) => ({ ...verdict, within: isWithin(verdict) })),
    remarks,
  }
}
