import { AUTHORITY } from '../../db/scope'
import type { Client } from '@temporalio/client'

import { journeyWorkflowId } from '../../contracts/journey-workflow'
import type { Database } from '../../db/database'
import { advancePractice } from '../../db/practice'
import { readJourney } from '../../db/read'
import { recordEvent, startJourney } from '../../db/record'
import type { EventDraft } from '../../domain/events'
import { instant, parseOccurrence, plusDays, plusHours, wallTime, type Instant } from '../../domain/time'
import type { KeyRing } from '../../keys/key-ring'
import { currentPolicy } from '../../policies/released'
import { workflowTime } from '../../temporal/time-skipping'
import { until } from '../until'
import { beginning, start, steps, type Step, type When } from './reference-journey'

const by = 'reviewer-1'
/** How long one step may take: the engine goes through each reminder on the way, and a wake takes about 0.2 s. */
const stepMs = 60_000
/** Meetings are held in the morning, after the notices of that day. */
const meetingHour = 11
const daysBeforeDue = 3
/** Of a rule of hours, three days before it is due is before it began. */
const hoursBeforeDue = 12

/** A practice journey on the engine's skipped time. */
export class PracticeJourney {
  private constructor(
    private readonly db: Database,
    private readonly keys: KeyRing,
    private readonly engine: Client,
    readonly id: string,
  ) {}

  /** Starts the reference journey. Its clock is moved to the day on which it begins. */
  static async start(db: Database, keys: KeyRing, engine: Client): Promise<PracticeJourney> {
    const { row } = await db.transaction().execute((trx) =>
      startJourney(trx, keys, {
        childReference: 'BENCH-reference',
        locality: 'caithness',
        practice: true,
        clockOffset: Date.parse(beginning) - Date.now() + 1_000,
        policy: currentPolicy('highland'),
        by,
        draft: { ...start, occurred: occurrence(beginning) },
      }),
    )
    const journey = new PracticeJourney(db, keys, engine, row.id)
    await journey.untilConducted()
    return journey
  }

  /** Goes through the whole reference journey, from its second event to the lodging. */
  async goThrough(): Promise<void> {
    for (const step of steps) await this.take(step)
  }

  private async take({ type, fields, when }: Step): Promise<void> {
    const moment = await this.momentOf(when)
    await this.advanceTo(moment)
    await this.db.transaction().execute((trx) =>
      recordEvent(trx, this.keys, {
        journeyId: this.id,
        by,
        scope: AUTHORITY,
        draft: { type, occurred: occurrence(moment), ...fields } as EventDraft,
      }),
    )
    await this.untilConducted()
  }

  private async momentOf(when: When): Promise<Instant> {
    const { state } = await this.read()
    if ('afterDays' in when)
      return wallTime(plusDays(state.journey.start.occurred.on, when.afterDays), meetingHour)
    const deadline = state.deadlines.find(({ rule, met }) => rule.id === when.beforeDueOf && !met)
    if (deadline === undefined)
      throw new Error(`The reference journey has no open deadline ${when.beforeDueOf}`)
    const { dueAt, dueOn } = deadline
    return dueAt === undefined
      ? wallTime(plusDays(dueOn, -daysBeforeDue), meetingHour)
      : plusHours(dueAt, -hoursBeforeDue)
  }

  private async advanceTo(moment: Instant): Promise<void> {
    const { now } = await this.read()
    await advancePractice(this.db, this.id, Date.parse(moment) - Date.parse(now), AUTHORITY)
    await until(
      `the engine is at ${moment}`,
      async () => {
        const time = await workflowTime(this.engine, journeyWorkflowId(this.id))
        return time !== undefined && instant(time) >= moment
      },
      stepMs,
    )
  }

  private async untilConducted(): Promise<void> {
    const isConducted = async () => {
      const { row } = await this.read()
      return row.conducted_seq === row.seq
    }
    await until(`journey ${this.id} is conducted`, isConducted, stepMs)
  }

  private read() {
    return readJourney(this.db, this.keys, this.id, AUTHORITY)
  }
}

function occurrence(text: string) {
  const read = parseOccurrence(text)
  if (read === undefined) throw new TypeError(`No date or moment: ${text}`)
  return read
}
