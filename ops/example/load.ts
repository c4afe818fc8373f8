import { AUTHORITY } from '../../db/scope'
import { openDatabase, type DatabaseTransaction, type Queryable } from '../../db/database'
import { keepPaceMeetings, type MeetingsToKeep } from '../../db/pace-meetings'
import { recordEvent, startJourney } from '../../db/record'
import type { EventDraft } from '../../domain/events'
import { instant, localDateOf, parseOccurrence, plusDays, type Occurrence } from '../../domain/time'
import type { KeyRing } from '../../keys/key-ring'
import { currentPolicy, policyAtStart } from '../../policies/released'
import { BEFORE_THE_CHANGE } from './before-the-change'
import { addDiary } from './diary'
import type { ExampleJourney } from './fact'
import { addImprovement } from './improvement'
import { presentCaseload } from './present-caseload'
import { SEED_STORY } from './seed-story'

/** Under whose id the example was recorded. */
const RECORDED_BY = 'practice-example'

export interface ExampleOptions {
  readonly databaseUrl: string
  readonly keys: KeyRing
  /** The moment of the first start: the present caseload is dated back from it. */
  readonly now: Date
}

/**
 * Loads the example, once in the life of a database: how it was before, the seed's story, a small present caseload and
 * Highland's improvement work, in one transaction, so that a start that is killed leaves all of it or nothing. It counts as
 * brought in from before: nobody is told of what is past, and what falls due from now on is reminded of as ever. Some meetings
 * that lie ahead have a time from today on, and some of those who are invited to them have answered.
 */
export async function loadExample({ databaseUrl, keys, now }: ExampleOptions): Promise<void> {
  const db = openDatabase(databaseUrl, { maxConnections: 1 })
  try {
    await db.transaction().execute(async (trx) => {
      if (!(await isFirst(trx, 'example', now))) return
      for (const journey of [...BEFORE_THE_CHANGE, ...SEED_STORY, ...presentCaseload(now)])
        await load(trx, keys, journey)
      await keepPaceMeetings(trx, meetingsFrom(now), { by: RECORDED_BY })
    })
    // an example of before has none yet
    await db.transaction().execute(async (trx) => {
      if (await isFirst(trx, 'example improvement', now)) await addImprovement(trx, RECORDED_BY)
    })
    // of its own: whoever is invited is invited now, and not brought in from before
    if (await isFirst(db, 'example diary', now)) await addDiary(db, keys, RECORDED_BY)
  } finally {
    await db.destroy()
  }
}

// Caithness meets tomorrow for the first time, so that there is a pack to look at.
function meetingsFrom(now: Date): MeetingsToKeep {
  return {
    locality: 'caithness',
    first: plusDays(localDateOf(instant(now)), 1),
    at: '10:00',
    weeks: 2,
    packDaysBefore: 2,
    calendar: 'scotland',
    people: ['practice-manager-caithness', 'practice-reviewer-caithness'],
    agencies: ['health', 'education'],
    changes: [],
    paused: false,
  }
}

async function isFirst(db: Queryable, name: string, now: Date): Promise<boolean> {
  const added = await db
    .insertInto('installation')
    .values({ name, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  return added !== undefined
}

async function load(trx: DatabaseTransaction, keys: KeyRing, journey: ExampleJourney): Promise<void> {
  const { childReference, locality, startedAt, start, facts } = journey
  const recording = { by: RECORDED_BY, source: { system: 'example' }, imported: true } as const
  const { row } = await startJourney(trx, keys, {
    childReference,
    locality,
    policy: policyAtStart(currentPolicy('highland'), locality, occurrence(startedAt).on),
    draft: {
      type: 'looked-after-started',
      occurred: occurrence(startedAt),
      worker: `practice-case-worker-${locality}`,
      ...start,
    },
    ...recording,
  })
  for (const { type, occurredAt, fields } of facts) {
    const draft = { type, occurred: occurrence(occurredAt), ...fields } as EventDraft
    await recordEvent(trx, keys, { journeyId: row.id, scope: AUTHORITY, draft, ...recording })
  }
}

function occurrence(text: string): Occurrence {
  const read = parseOccurrence(text)
  if (read === undefined) throw new TypeError(`The example has no date or moment in ${text}`)
  return read
}
