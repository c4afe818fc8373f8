import path from 'node:path'

import { readIfThere, writePrivateFile } from '../files/private-file'

/**
 * What the first start decided about the example. Later starts keep to it: an installation that was begun without the
 * example, because real children are in it, does not get it when somebody forgets `--empty`.
 */
export type ExampleDecision = 'loaded' | 'left out'

export function readExampleDecision(dataDir: string): ExampleDecision | undefined {
  const content = readIfThere(fileIn(dataDir))
  return content === undefined ? undefined : (JSON.parse(content) as { example: ExampleDecision }).example
}

export function writeExampleDecision(dataDir: string, example: ExampleDecision): void {
  writePrivateFile(fileIn(dataDir), `${JSON.stringify({ example })}\n`)
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'example.json')
}
