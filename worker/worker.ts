import type { Client } from '@temporalio/client'
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker'
import {
  createImportActivities,
  createJourneyActivities,
  createMeetingPackActivities,
  createNoticeActivities,
  createPackMailActivities,
} from '../activities'
import type { Mailer } from '../activities/notices/mail'
import { JOURNEYS_TASK_QUEUE } from '../contracts/journey-workflow'
import { NOTICES_TASK_QUEUE } from '../contracts/notices-workflow'
import type { Seam } from '../contracts/seam'
import type { Database } from '../db/database'
import { sendingClock } from '../db/outbox'
import type { Instant } from '../domain/time'
import type { KeyRing } from '../keys/key-ring'
import { dataConverter } from '../temporal/data-converter'
import { engineIdentity } from '../temporal/identity'

export interface WorkerServices {
  readonly connection: NativeConnection
  readonly namespace: string
  /** What everything is sealed with that the engine is to keep. */
  readonly keys: KeyRing
  readonly workflowBundle: WorkflowBundleOption
  readonly db: Database
  /** For the signals that activities send. */
  readonly engine: Client
  readonly mailer: Mailer
  readonly mailFrom: string
  readonly mailPerMinute: number
  /** What time it is for sending; PostgreSQL's clock when absent. */
  readonly sendingClock?: () => Promise<Instant>
  readonly publicUrl: string
  readonly seam: Seam
  /** How many journeys are kept in memory; the SDK's default when absent. */
  readonly cachedJourneys?: number
}

const GRACE = '10 seconds'

/** The workers of one process: one conducts journeys and brings files in, the other sends notices. */
export async function createWorkers(services: WorkerServices): Promise<Worker[]> {
  const { connection, namespace, keys, workflowBundle, db, engine, mailer, mailFrom, publicUrl, seam } =
    services
  const sending = {
    db,
    mailer,
    mailFrom,
    publicUrl,
    keys,
    seam,
    now: services.sendingClock ?? sendingClock(db),
    perMinute: services.mailPerMinute,
  }
  const common = {
    connection,
    namespace,
    dataConverter: dataConverter(keys),
    identity: engineIdentity('worker'),
    workflowBundle,
    shutdownGraceTime: GRACE,
  } as const
  return Promise.all([
    Worker.create({
      ...common,
      taskQueue: JOURNEYS_TASK_QUEUE,
      activities: {
        ...createJourneyActivities({ db, engine, seam }),
        ...createImportActivities({ db, keys, seam }),
        ...createMeetingPackActivities(db),
      },
      // An import's sign of life comes soon enough to tell a lost worker from a busy one.
      maxHeartbeatThrottleInterval: '3 seconds',
      ...(services.cachedJourneys !== undefined && { maxCachedWorkflows: services.cachedJourneys }),
    }),
    Worker.create({
      ...common,
      taskQueue: NOTICES_TASK_QUEUE,
      activities: { ...createNoticeActivities(sending), ...createPackMailActivities(sending) },
      // A sign of life that is held back for long would come just before the engine stops waiting for it.
      maxHeartbeatThrottleInterval: '3 seconds',
      // Each batch holds a connection of the mail server.
      maxConcurrentActivityTaskExecutions: 4,
    }),
  ])
}
