import type { Queryable } from '../../db/database'
import { ownedBy } from '../../db/people'
import type { RecordedJourney } from '../../db/record'
import { surroundingsOf } from '../../db/surroundings'
import { localDateOf } from '../../domain/time'
import type { Caller } from '../caller'
import { inReachOf, judgeOf } from '../reach'
import type { Judgement } from './judgement'
import { journeyAnswer } from './representation'

/** A journey with what stands around it, as the API shows it to a caller who may read it. */
export async function shownJourney(
  db: Queryable,
  recorded: RecordedJourney,
  caller: Caller,
  judgement: Judgement,
): Promise<object> {
  const { row, now } = recorded
  // whoever has just recorded is shown what they may read, which can be more than they may record in
  const reader = await inReachOf(caller, 'journey.read', db)
  return journeyAnswer(
    recorded,
    reader,
    judgement,
    await surroundingsOf(db, recorded, reader.scope),
    await judgeOf(reader, { id: row.id, ...ownedBy(row) }, localDateOf(now), db),
  )
}
