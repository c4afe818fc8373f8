import { isDeepStrictEqual } from 'node:util'
import type { Mailbox } from '../contracts/notices-workflow'
import type { Conducted } from '../contracts/journey-workflow'
import { milestonesAt, type Milestone } from '../domain/milestones'
import { noticesAt, type Notice, type NoticeContent, type NoticeStatus } from '../domain/notices'
import { awaitedAfter, stateOf, type JourneyState } from '../domain/state'
import { instant, millisecondsBetween, parseOccurrence, type Instant } from '../domain/time'
import { invitationsAt, isAhead, withoutInvited, type WrittenInvitation } from '../domain/invitations'
import type { Policy } from '../domain/policy'
import { corrigenda, type Told } from '../domain/told'
import { sql } from 'kysely'
import { OPENING_KEYS } from './break-glass'
import { isErased } from './child-keys'
import { clockOf, type Database, type DatabaseTransaction } from './database'
import { readEventsWithoutWords } from './events'
import { lockJourney, policyOfRow, type JourneyRow } from './record'
import { RAISED_KEYS } from './raised'
import { AUTHORITY } from './scope'
import { UNDELIVERED_KEYS } from './undelivered'

/** What conducting a journey came to: the answer for its workflow, and where something waits to be sent. */
export interface ConductedJourney {
  readonly conducted: Conducted
  readonly mailboxes: readonly Mailbox[]
}

/**
 * Conducts a journey once: folds its record, writes the milestones and notices that are true now, withdraws those that
 * are not any more, marks what has been conducted, and says what is next. One transaction under the journey's lock;
 * doing it again at the same moment changes nothing. Nothing is due before its instant on PostgreSQL's clock.
 *
 * @param practiceTime of a practice journey, the engine's time of it: it goes through each moment in turn, while its
 *   committed clock is already where the person moved it
 */
export async function conductJourney(
  db: Database,
  journeyId: string,
  { practiceTime, beforeCommit }: { practiceTime?: Instant; beforeCommit?: () => void } = {},
): Promise<ConductedJourney> {
  return db.transaction().execute(async (trx) => {
    const row = await lockJourney(trx, journeyId, AUTHORITY)
    const policy = policyOfRow(row)
    // nothing that is due or told hangs on what people wrote
    const state = stateOf(await readEventsWithoutWords(trx, journeyId), policy)
    const clock = instant((await clockOf(trx)).getTime() + row.clock_offset_ms)
    const engineTime =
      row.practice && practiceTime !== undefined ? await onItsClock(trx, row, practiceTime, clock) : undefined
    const now = engineTime === undefined ? clock : practiceNow(state, engineTime, clock)

    await writeMilestones(trx, journeyId, milestonesAt(state.deadlines, now), now)
    // of a child who was erased nobody is told any more
    if (!(await isErased(trx, row.child_id))) {
      const written = await readNotices(trx, journeyId)
      await writeNotices(
        trx,
        row,
        written,
        wantedNotices(state, policy, { written, locality: row.locality }, now),
        now,
      )
    }
    await trx
      .updateTable('journey')
      .set({ conducted_seq: state.standing.seq, ...(row.practice && { engine_at: new Date(now) }) })
      .where('id', '=', journeyId)
      .execute()

    const next = awaitedAfter(state, policy, now)
    // Counted on the clock that will do the waiting: of a practice journey the engine's.
    const waitingFrom = engineTime ?? now
    const mailboxes = await mailboxesOf(trx, journeyId)
    beforeCommit?.()
    return {
      conducted: {
        standing: state.standing,
        closed: state.journey.closed !== undefined,
        ...(next && {
          next: {
            inMilliseconds: millisecondsBetween(waitingFrom, next.at),
            label: next.label,
          },
        }),
      },
      mailboxes,
    }
  })
}

/** So far apart the clocks of two machines may be. */
const CLOCKS_APART_MS = 60_000

// The engine's time of a practice journey that began in the past is ahead of it by as much. One that was moved too far, by an
// order that came twice, counts as being where the journey's clock is: the engine goes back never.
async function onItsClock(
  trx: DatabaseTransaction,
  { id, clock_base_ms }: JourneyRow,
  engine: Instant,
  clock: Instant,
): Promise<Instant> {
  const there = instant(Date.parse(engine) + clock_base_ms)
  const ahead = millisecondsBetween(clock, there)
  if (ahead > CLOCKS_APART_MS)
    await trx
      .updateTable('journey')
      .set({ clock_base_ms: clock_base_ms - ahead })
      .where('id', '=', id)
      .execute()
  return ahead > 0 ? clock : there
}

// A practice journey is where the engine has come to, but never before what has been recorded in it, and never past
// the clock that a person has set.
function practiceNow({ journey }: JourneyState, engine: Instant, clock: Instant): Instant {
  const recorded = journey.events.map((event) => event.recordedAt)
  const reached = recorded.reduce((last, at) => (at > last ? at : last), engine)
  return reached < clock ? reached : clock
}

async function writeMilestones(
  trx: DatabaseTransaction,
  journeyId: string,
  milestones: readonly Milestone[],
  now: Instant,
): Promise<void> {
  const written = await trx
    .selectFrom('milestone')
    .select(['rule_id', 'instance', 'due', 'kind', 'superseded_at'])
    .where('journey_id', '=', journeyId)
    .execute()
  const standing = new Map(
    written.map((row) => [milestoneKey(row.rule_id, row.instance, instant(row.due), row.kind), row]),
  )
  const wanted = new Map(
    milestones.map((one) => [milestoneKey(one.ruleId, one.instance, one.due, one.kind), one]),
  )

  const added = [...wanted].filter(([key]) => standing.get(key)?.superseded_at !== null).map(([, one]) => one)
  if (added.length > 0) {
    await trx
      .insertInto('milestone')
      .values(
        added.map(({ ruleId, instance, due, kind, startedOn, reachedOn }) => ({
          journey_id: journeyId,
          rule_id: ruleId,
          instance,
          due: new Date(due),
          kind,
          started_on: startedOn,
          reached_on: reachedOn,
          recorded_at: new Date(now),
          superseded_at: null,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['journey_id', 'rule_id', 'instance', 'due', 'kind']).doUpdateSet((row) => ({
          superseded_at: null,
          started_on: row.ref('excluded.started_on'),
          reached_on: row.ref('excluded.reached_on'),
        })),
      )
      .execute()
  }

  const untrue = [...standing].filter(([key, row]) => row.superseded_at === null && !wanted.has(key))
  for (const [, { rule_id, instance, due, kind }] of untrue) {
    await trx
      .updateTable('milestone')
      .set({ superseded_at: new Date(now) })
      .where('journey_id', '=', journeyId)
      .where('rule_id', '=', rule_id)
      .where('instance', '=', instance)
      .where('due', '=', due)
      .where('kind', '=', kind)
      .execute()
  }
}

function milestoneKey(ruleId: string, instance: number, due: Instant, kind: string): string {
  return `${ruleId}/${instance}/${due}/${kind}`
}

function wantedNotices(
  state: JourneyState,
  policy: Policy,
  { written, locality }: { readonly written: readonly WrittenNotice[]; readonly locality: string },
  now: Instant,
): Notice[] {
  const invited = written.flatMap(asInvitation)
  const invitations = invitationsAt(state, policy, invited, now, locality)
  return [
    ...withoutInvited(noticesAt(state, policy, now), [...invited, ...invitations]),
    ...corrigenda(state, goneOut(written), now),
    ...invitations,
  ]
}

interface WrittenNotice extends Told {
  readonly locality: string
  readonly status: NoticeStatus
  /** What it said when it had gone out, before somebody had it sent again. */
  readonly toldBefore?: NoticeContent
  /** Somebody has it in hand to send it, and may have sent it. */
  readonly onItsWay: boolean
}

function asInvitation(written: WrittenNotice): (WrittenInvitation & { readonly withdrawn: boolean })[] {
  const { content, status, onItsWay } = written
  if (content.about !== 'invitation') return []
  const arrived = goneOut([written]).length > 0
  return [
    {
      ...written,
      content,
      goneOut: onItsWay || arrived,
      onItsWay: onItsWay && !arrived,
      withdrawn: status === 'withdrawn' && !arrived,
    },
  ]
}

/** Notices that tell of no event and no deadline: whoever made them looks after them. */
const OF_OTHERS = [OPENING_KEYS, UNDELIVERED_KEYS, RAISED_KEYS]

async function readNotices(trx: DatabaseTransaction, journeyId: string): Promise<WrittenNotice[]> {
  const rows = await trx
    .selectFrom('notice')
    .select(['id', 'key', 'status', 'agency', 'locality', 'recipient', 'content', 'number'])
    .select(sql<boolean>`coalesce(leased_until > clock_timestamp(), false)`.as('onItsWay'))
    .where('journey_id', '=', journeyId)
    .where((where) => where.and(OF_OTHERS.map((keys) => where('key', 'not like', `${keys}%`))))
    .orderBy((order) => order.fn.coalesce('ended_at', 'created_at'))
    .orderBy('key')
    .execute()
  const before = rows.some(({ number }) => number > 1)
    ? await toldInTries(trx, journeyId)
    : new Map<string, NoticeContent>()
  return rows.map(({ id, recipient, number: _number, ...row }): WrittenNotice => {
    const toldBefore = before.get(id)
    return { ...row, to: recipient, ...(toldBefore && { toldBefore }) }
  })
}

async function toldInTries(
  trx: DatabaseTransaction,
  journeyId: string,
): Promise<ReadonlyMap<string, NoticeContent>> {
  const tries = await trx
    .selectFrom('notice_try')
    .select(['notice_id', 'content'])
    .where('journey_id', '=', journeyId)
    .where('status', '=', 'sent')
    .orderBy('number')
    .execute()
  return new Map(tries.map(({ notice_id, content }) => [notice_id, content]))
}

// What was caught of a practice journey counts as told: it is shown to whoever watches.
function goneOut(written: readonly WrittenNotice[]): Told[] {
  return written.flatMap((notice) => {
    const { status, toldBefore } = notice
    if (status === 'sent' || status === 'caught') return [notice]
    return toldBefore === undefined ? [] : [{ ...notice, content: toldBefore }]
  })
}

async function writeNotices(
  trx: DatabaseTransaction,
  journey: { id: string; locality: string; practice: boolean },
  written: readonly WrittenNotice[],
  notices: readonly Notice[],
  now: Instant,
): Promise<void> {
  const statuses = new Map(written.map(({ key, status }) => [key, status]))
  // what went out once and is to go again, goes as it was
  const ours = new Map(
    written.filter(({ toldBefore }) => toldBefore === undefined).map(({ key, status }) => [key, status]),
  )
  const wanted = new Set(notices.map(({ key }) => key))
  // whoever sends says that it could not go in time
  const overtaken = new Set(written.filter((one) => isOvertaken(one, now)).map(({ key }) => key))
  // Of a practice journey nothing is sent: what would be is caught and shown.
  const fresh = journey.practice ? 'caught' : 'pending'

  const added = notices.filter(({ key }) => !statuses.has(key))
  if (added.length > 0) {
    await trx
      .insertInto('notice')
      .values(
        added.map(({ key, at, agency, locality = journey.locality, to, content }) => ({
          journey_id: journey.id,
          key,
          agency,
          locality,
          recipient: to,
          at: new Date(at),
          content: JSON.stringify(content),
          status: fresh,
          created_at: new Date(now),
          next_attempt_at: new Date(now),
          lease: null,
          leased_until: null,
          ended_at: null,
          sent_to: null,
          last_error: null,
        })),
      )
      .execute()
  }

  await sayWhatIsSoNow(trx, journey.id, written, notices, now)
  await change(
    trx,
    journey.id,
    pick(ours, ['pending'], (key) => !wanted.has(key) && !overtaken.has(key)),
    {
      status: 'withdrawn',
      ended_at: new Date(now),
    },
  )
  await change(
    trx,
    journey.id,
    pick(ours, ['withdrawn'], (key) => wanted.has(key)),
    {
      status: fresh,
      ended_at: null,
    },
  )
}

// Its meeting came before it could go.
function isOvertaken({ content }: WrittenNotice, now: Instant): boolean {
  if (content.about !== 'invitation') return false
  const date = parseOccurrence(content.at)
  return date !== undefined && !isAhead(date, now)
}

// What has not gone out yet says what is so now, when the event it is about was corrected meanwhile.
async function sayWhatIsSoNow(
  trx: DatabaseTransaction,
  journeyId: string,
  written: readonly WrittenNotice[],
  notices: readonly Notice[],
  now: Instant,
): Promise<void> {
  const waiting = new Map(
    written
      .filter(({ status }) => status === 'pending' || status === 'withdrawn')
      .filter(({ toldBefore }) => toldBefore === undefined)
      .map(({ key, content }) => [key, content]),
  )
  for (const { key, content } of notices) {
    const before = waiting.get(key)
    if (before === undefined || isSame(before, content)) continue
    await trx
      .updateTable('notice')
      // it may be urgent now, and was not
      .set({ content: JSON.stringify(content), next_attempt_at: new Date(now) })
      .where('journey_id', '=', journeyId)
      .where('key', '=', key)
      // what is in a digest goes as it was written, and is corrected afterwards
      .where('digest_id', 'is', null)
      .where('status', 'in', ['pending', 'withdrawn'])
      .execute()
  }
}

function isSame(a: NoticeContent, b: NoticeContent): boolean {
  return isDeepStrictEqual(a, JSON.parse(JSON.stringify(b)))
}

function pick(statuses: Map<string, string>, among: string[], when: (key: string) => boolean): string[] {
  return [...statuses].filter(([key, status]) => among.includes(status) && when(key)).map(([key]) => key)
}

async function change(
  trx: DatabaseTransaction,
  journeyId: string,
  keys: string[],
  to: { status: 'withdrawn' | 'pending' | 'caught'; ended_at: Date | null },
): Promise<void> {
  if (keys.length === 0) return
  // A notice that is sent at this very moment keeps that ending: the sender writes it by its lease.
  await trx
    .updateTable('notice')
    .set(to)
    .where('journey_id', '=', journeyId)
    .where('key', 'in', keys)
    .execute()
}

async function mailboxesOf(trx: DatabaseTransaction, journeyId: string): Promise<Mailbox[]> {
  return trx
    .selectFrom('notice')
    .select(['agency', 'locality'])
    .distinct()
    .where('journey_id', '=', journeyId)
    .where('status', '=', 'pending')
    .execute()
}
