import type { Command } from 'commander'

import { ExplainedError } from '../ops/explained-error'
import { childOfReference, type Asked } from './child-of-reference'
import { operator, withRecord, type OpenRecord } from './record'

interface AskedOfHold extends Asked {
  readonly reason?: string
  readonly lift?: boolean
}

/** `pace hold`: holds a child's data for the law, lifts the hold, or says what holds there were. */
export function holdCommand(pace: Command): void {
  pace
    .command('hold <child-reference>')
    .description(
      'hold a child’s data for the law, so that they cannot be erased; without a reason, say what holds there were',
    )
    .option('--reason <words>', 'why, in words that are sealed with the child’s key')
    .option('--lift', 'lift the hold, with the reason')
    .option('--practice', 'the practice of this reference, not the child')
    .action((reference: string, asked: AskedOfHold) =>
      withRecord((record) => hold(record, reference, asked)).then(say),
    )
}

/** Does what is asked, and returns what to say about it. */
export async function hold(record: OpenRecord, reference: string, asked: AskedOfHold): Promise<string[]> {
  const { lift = false } = asked
  const reason = asked.reason?.trim()
  const child = await childOfReference(record, reference, asked)
  if (!reason && lift) throw new ExplainedError('Say why it is lifted: --lift --reason "…"')
  if (!reason) return history(record, child.id, reference)
  const { changeHold, HoldStandsError } = require('../db/holds') as typeof import('../db/holds')
  try {
    await record.db
      .transaction()
      .execute((trx) =>
        changeHold(trx, record.keys, { childId: child.id, holds: !lift, reason, by: operator() }),
      )
  } catch (error) {
    if (!(error instanceof HoldStandsError)) throw error
    throw new ExplainedError(
      error.holds
        ? `The data of ${reference} are held already. \`pace hold ${reference}\` says since when and why.`
        : `The data of ${reference} are not held, so there is nothing to lift.`,
    )
  }
  return [
    lift ? `The hold on ${reference} is lifted.` : `${reference} is held for the law, and cannot be erased.`,
  ]
}

async function history({ db, keys }: OpenRecord, childId: string, reference: string): Promise<string[]> {
  const { holdsOf } = require('../db/holds') as typeof import('../db/holds')
  const { childKeyOf } = require('../db/child-keys') as typeof import('../db/child-keys')
  const { writeOfChild } = require('../db/audit-of-child') as typeof import('../db/audit-of-child')
  const seen = { childId, by: operator(), action: 'child.holds-read', detail: {} }
  await db.transaction().execute((trx) => writeOfChild(trx, seen))
  const holds = await holdsOf(db, await childKeyOf(db, keys, childId))
  if (holds.length === 0) return [`The data of ${reference} were never held. To hold them: --reason "…"`]
  return holds.map(
    ({ holds: set, at, by, reason }) =>
      `${at.toISOString()} ${set ? 'held' : 'lifted'} by ${by}: ${reason ?? 'nobody said why'}`,
  )
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
