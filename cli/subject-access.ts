import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'

import { ExplainedError, reasonOf } from '../ops/explained-error'
import { childOfReference, type Asked } from './child-of-reference'
import { operator, withRecord, type OpenRecord } from './record'
import { subjectAccessPage } from './subject-access-page'

interface AskedOfAccess extends Asked {
  readonly out?: string
}

/** `pace subject-access`: all that is kept of a child, opened, for whoever answers a request for it. */
export function subjectAccessCommand(pace: Command): void {
  pace
    .command('subject-access <child-reference>')
    .description(
      'write all that is kept of a child into two files, one to read and one for programs; it is audited',
    )
    .option('--out <folder>', 'where to; here when left out')
    .option('--practice', 'the practice of this reference, not the child')
    .action((reference: string, asked: AskedOfAccess) =>
      withRecord(async (record) => {
        const files = await subjectAccess(record, reference, asked)
        process.stdout.write(
          [
            ...files.map((file) => `Written: ${file}`),
            'A person must read it and take out what is about others before it is given to anybody.',
            'Delete both files once they are handed over: they lie here in the open.',
            '',
          ].join('\n'),
        )
      }),
    )
}

/**
 * Writes all that is kept of a child into a folder, as HTML and as JSON that only the account which runs it can read. Returns both files.
 * @throws ExplainedError when there is no such child, or a file cannot be written
 */
export async function subjectAccess(
  record: OpenRecord,
  reference: string,
  { out = '.', ...asked }: AskedOfAccess,
): Promise<string[]> {
  const child = await childOfReference(record, reference, asked)
  const folder = path.resolve(out)
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new ExplainedError(
      `The folder ${folder} cannot be made: ${reasonOf(error)}. Give another with --out.`,
    )
  })
  const { giveOutAllOf } = require('../db/all-of-child') as typeof import('../db/all-of-child')
  const all = await giveOutAllOf(record.db, record.keys, child, operator())
  const { journeys, ...rest } = all
  // of the policy its reference is enough: it is published
  const plain = {
    ...rest,
    journeys: journeys.map(({ policy: { id, version }, ...journey }) => ({
      ...journey,
      policy: { id, version },
    })),
  }
  const name = `${reference.replaceAll(/[^A-Za-z0-9._-]/g, '_')}-${all.at.replaceAll(/[:.]/g, '-')}`
  return Promise.all([
    write(path.join(folder, `${name}.html`), subjectAccessPage(all)),
    write(path.join(folder, `${name}.json`), `${JSON.stringify(plain, null, 2)}\n`),
  ])
}

async function write(file: string, content: string): Promise<string> {
  // never over something that is there
  await writeFile(file, content, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    throw new ExplainedError(`${file} cannot be written: ${reasonOf(error)}. Give another folder with --out.`)
  })
  return file
}
