import type { KnownChild } from '../db/retention'
import { ExplainedError } from '../ops/explained-error'
import type { OpenRecord } from './record'

/** A child reference as it is written on the command line. */
export interface Asked {
  readonly practice?: boolean
}

/**
 * The child of a reference.
 * @throws ExplainedError when there is none, or no more
 */
export async function childOfReference(
  { db }: OpenRecord,
  reference: string,
  { practice = false }: Asked,
): Promise<KnownChild> {
  const { findChild } = require('../db/retention') as typeof import('../db/retention')
  const child = await findChild(db, reference, practice)
  if (child) return child
  const other = await findChild(db, reference, !practice)
  throw new ExplainedError(
    other
      ? `${reference} is known ${practice ? 'as a child, not as practice: leave out --practice' : 'as practice alone: add --practice'}.`
      : `Nobody is known by the reference ${reference}. Write it as the pages show it, capitals included; somebody who was erased has none any more.`,
  )
}
