import { AUTHORITY } from '../../db/scope'
import { randomUUID } from 'node:crypto'
import type { Client, Connection } from '@temporalio/client'
import {
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  type Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker'
import { smtpMailer } from '../../activities/notices/mail'
import { journeyWorkflowId } from '../../contracts/journey-workflow'
import { noticesWorkflowId } from '../../contracts/notices-workflow'
import { noSeam, type Seam } from '../../contracts/seam'
import { openDatabase, type Database } from '../../db/database'
import { CONDUCTOR_ROLE } from '../../db/roles'
import { addContacts } from '../../db/contacts'
import { advancePractice } from '../../db/practice'
import { readJourney } from '../../db/read'
import {
  recordCorrection,
  recordEvent,
  startJourney,
  type RecordedJourney,
  type StartRequest,
} from '../../db/record'
import { AGENCIES } from '../../domain/codes'
import type { EventDraft } from '../../domain/events'
import { calendarIn, SENIORS } from '../../domain/policy'
import {
  instant,
  localDateOf,
  parseOccurrence,
  plusDays,
  wallTime,
  type Instant,
  type Occurrence,
} from '../../domain/time'
import { isWorkingDay } from '../../domain/calendar'
import type { KeyRing } from '../../keys/key-ring'
import { currentPolicy } from '../../policies/released'
import { engineHealth, openEngine } from '../../temporal/connection'
import { liveStandings } from '../../temporal/live-standings'
import { signalNotices } from '../../temporal/signals'
import { fastForward, workflowTime } from '../../temporal/time-skipping'
import { startRelay } from '../../relay/relay'
import { bundleWorkflows } from '../../worker/bundle'
import { createWorkers } from '../../worker/worker'
import { freshDatabase } from './database'
import { testKeys } from './keys'
import { catchMail, type MailCatcher } from './mail-catcher'
import { until } from './until'

/** Longer than any pause of the mail server. */
const LONGEST_WAIT_MS = 20 * 60_000

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The whole way from the record to the mail, on a real engine, a real database and real SMTP, for one test file. */
export interface House {
  readonly db: Database
  readonly databaseUrl: string
  readonly engine: Client
  readonly namespace: string
  readonly bundle: WorkflowBundleWithSourceMap
  readonly mail: MailCatcher
  readonly live: ReturnType<typeof liveStandings>
  /** Starts a journey and returns it; of Caithness, away from home, unless said otherwise. */
  start(occurredAt: string, options?: Partial<StartRequest>): Promise<RecordedJourney>
  record(
    journeyId: string,
    type: EventDraft['type'],
    occurredAt: string,
    fields?: object,
  ): Promise<RecordedJourney>
  /** Says how an event was; with null, that it did not happen. */
  correct(journeyId: string, eventId: string, replacement: EventDraft | null): Promise<RecordedJourney>
  read(journeyId: string): Promise<RecordedJourney>
  /** Waits until everything recorded has been conducted. */
  conducted(journeyId: string): Promise<RecordedJourney>
  /** Moves a practice journey to a moment of its own clock, and waits until the engine has been there. */
  advanceTo(journeyId: string, moment: string): Promise<void>
  /** What time it is for sending: in working time of a weekday from the start, however early or late the tests run. */
  sendingTime(): Instant
  /** Moves the time of sending on by so many milliseconds, and the workflows that send past what they wait for meanwhile. */
  sendLater(milliseconds: number): Promise<void>
  close(): Promise<void>
}

export interface HouseOptions {
  readonly cachedJourneys?: number
  /** What happens at each step; nothing when absent. */
  readonly seam?: Seam
  /** The test key alone when absent. */
  readonly keys?: KeyRing
}

export async function openHouse({ keys = testKeys, ...options }: HouseOptions = {}): Promise<House> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
  const { db, url, drop } = await freshDatabase()
  await addContacts(db, contactsOfEverybody())
  // with the rights that workers and relays have, and no more
  const conductors = openDatabase(url, { role: CONDUCTOR_ROLE })
  const namespace = `house-${randomUUID().slice(0, 8)}`
  const engine = openEngine({ address, namespace, keys })
  await registerNamespace(engine, namespace)
  silenceRuntime()
  const [bundle, connection, mail] = await Promise.all([
    bundleWorkflows(quiet),
    NativeConnection.connect({ address }),
    catchMail(),
  ])
  const mailFrom = 'PACE <pace@pace.example>'
  let ahead = untilWorkingTime(instant(Date.now()))
  const mailer = smtpMailer({ url: mail.url, from: mailFrom })
  const workers = await createWorkers({
    connection,
    namespace,
    keys,
    workflowBundle: bundle,
    db: conductors,
    engine,
    mailer,
    mailFrom,
    mailPerMinute: 60_000,
    sendingClock: () => Promise.resolve(instant(Date.now() + ahead)),
    publicUrl: 'http://pace.example',
    seam: noSeam,
    ...options,
  })
  const running = workers.map((worker) => worker.run())
  const relay = await startRelay({
    db: conductors,
    databaseUrl: url,
    engine,
    health: engineHealth(engine),
    log: quiet,
    seam: noSeam,
    instance: namespace,
  })

  const house: House = {
    db,
    databaseUrl: url,
    engine,
    namespace,
    bundle,
    mail,
    live: liveStandings(engine),
    start: (occurredAt, given = {}) =>
      db.transaction().execute((trx) =>
        startJourney(trx, testKeys, {
          childReference: `CAI-${randomUUID().slice(0, 8)}`,
          locality: 'caithness',
          policy: currentPolicy('highland'),
          by: 'case-worker-1',
          draft: {
            type: 'looked-after-started',
            occurred: occurrence(occurredAt),
            pathway: 'away-from-home',
            legalBasis: 'cso',
          },
          ...given,
        }),
      ),
    record: (journeyId, type, occurredAt, fields = {}) =>
      db.transaction().execute((trx) =>
        recordEvent(trx, testKeys, {
          journeyId,
          by: 'reviewer-1',
          scope: AUTHORITY,
          draft: { type, occurred: occurrence(occurredAt), ...fields } as EventDraft,
        }),
      ),
    correct: (journeyId, eventId, replacement) =>
      db.transaction().execute((trx) =>
        recordCorrection(trx, testKeys, {
          journeyId,
          eventId,
          replacement,
          reason: 'Typed wrongly',
          by: 'reviewer-1',
          scope: AUTHORITY,
          permit: () => undefined,
        }),
      ),
    read: (journeyId) => readJourney(db, testKeys, journeyId, AUTHORITY),
    conducted: (journeyId) =>
      until(`journey ${journeyId} is conducted`, async () => {
        const journey = await house.read(journeyId)
        return journey.row.conducted_seq === journey.row.seq && journey
      }),
    advanceTo: async (journeyId, moment) => {
      const { now } = await house.read(journeyId)
      // on a busy machine the clock may have come there by itself
      const ahead = Math.max(0, Date.parse(moment) - Date.parse(now))
      await advancePractice(db, journeyId, ahead, AUTHORITY)
      await until(`the engine is at ${moment}`, async () => {
        const time = await workflowTime(engine, journeyWorkflowId(journeyId)).catch(() => undefined)
        return time !== undefined && time.getTime() >= Date.parse(moment)
      })
    },
    sendingTime: () => instant(Date.now() + ahead),
    async sendLater(milliseconds) {
      ahead += milliseconds
      const waiting = await db
        .selectFrom('notice')
        .select(['agency', 'locality'])
        .distinct()
        .where('status', '=', 'pending')
        .execute()
      for (const mailbox of waiting) {
        await fastForward(engine, noticesWorkflowId(mailbox), {
          id: randomUUID(),
          milliseconds: LONGEST_WAIT_MS,
        })
        // one that was still trying, and began to wait only after it was moved on, does not wait that out
        await signalNotices(engine, mailbox)
      }
    },
    async close() {
      await relay.stop()
      for (const worker of workers) shutDown(worker)
      await Promise.all(running)
      mailer.close()
      await mail.close()
      await connection.close()
      await engine.connection.close()
      await conductors.destroy()
      await drop()
    },
  }
  return house
}

/** Reads a date or moment as tests write it. */
export function occurrence(text: string): Occurrence {
  const read = parseOccurrence(text)
  if (read === undefined) throw new TypeError(`No date or moment: ${text}`)
  return read
}

/** The moment so far from now, as people would write it. */
export function hoursFromNow(hours: number): string {
  return instant(Date.now() + hours * 3_600_000)
}

// As far as from here to 10:00 of a working day in Scotland that has begun, or the next one; nothing during one.
function untilWorkingTime(now: Instant): number {
  const { policy } = currentPolicy('highland')
  const calendar = calendarIn(policy, policy.workingCalendar ?? '')
  let day = localDateOf(now)
  if (isWorkingDay(calendar, day) && wallTime(day, 10) <= now && now < wallTime(day, 20)) return 0
  if (now >= wallTime(day, 10)) day = plusDays(day, 1)
  while (!isWorkingDay(calendar, day)) day = plusDays(day, 1)
  return Date.parse(wallTime(day, 10)) - Date.parse(now)
}

function contactsOfEverybody() {
  const locality = '*'
  const contacts = AGENCIES.map((agency) => ({
    agency,
    locality,
    recipient: agency === 'social-work' ? ('lead-worker' as const) : ('contact' as const),
    address: `${agency}@partners.example`,
  }))
  const seniors = SENIORS.map((recipient) => ({
    agency: 'social-work' as const,
    locality,
    recipient,
    address: `${recipient}@council.example`,
  }))
  return [...contacts, ...seniors]
}

// A namespace of its own keeps the journeys and mailboxes of test files apart on the one engine.
async function registerNamespace(engine: Client, namespace: string): Promise<void> {
  const connection = engine.connection as Connection
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  })
  await until('the engine knows the namespace', async () => {
    try {
      await engine.workflow.count()
      return true
    } catch {
      return false
    }
  })
}

let silenced = false
/** Keeps the engine's own words off the output of the tests; before any worker is made. */
export function silenceRuntime(): void {
  if (silenced) return
  silenced = true
  const nothing = () => undefined
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    logger: { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  })
}

function shutDown(worker: Worker): void {
  if (worker.getState() === 'RUNNING') worker.shutdown()
}
