import type { Queryable } from '../../db/database'
import { ownedBy } from '../../db/people'
import type { RecordedJourney } from '../../db/record'
import { surroundingsOf, type Surroundings } from '../../db/surroundings'
import type { Action } from '../../domain/permissions'
import { localDateOf } from '../../domain/time'
import type { Caller } from '../caller'
import type { Refusal } from '../not-allowed'
import { inReachOf, judgeOf } from '../reach'

/** What a journey's answer to somebody hangs on, besides the journey: who they are, what stands around it, what they may. */
export interface Seen extends Surroundings {
  readonly reader: Pick<Caller, 'roles' | 'scope'>
  /** What stands against an action of theirs in it. */
  readonly refused: (action: Action) => Refusal | undefined
}

/** Reads how a journey is seen by somebody who may read it. */
export async function seenBy(
  caller: Caller,
  { row, now }: Pick<RecordedJourney, 'row' | 'now'>,
  db: Queryable,
): Promise<Seen> {
  // whoever has just recorded is shown what they may read, which can be more than they may record in
  const reader = await inReachOf(caller, 'journey.read', db)
  return {
    reader,
    ...(await surroundingsOf(db, { row, now }, reader.scope)),
    refused: await judgeOf(reader, { id: row.id, ...ownedBy(row) }, localDateOf(now), db),
  }
}
