import { randomUUID } from 'node:crypto'
import { smtpMailer, type Mailer } from '../../activities/notices/mail'
import { sendNotices } from '../../activities/notices/send-notices'
import type { NoticeServices } from '../../activities/notices/services'
import type { Mailbox } from '../../contracts/notices-workflow'
import { noSeam, type Seam } from '../../contracts/seam'
import { conductJourney } from '../../db/conduct'
import { addContacts, type ContactToKeep } from '../../db/contacts'
import { openDatabase, type Database } from '../../db/database'
import { recordEvent, startJourney } from '../../db/record'
import { CONDUCTOR_ROLE } from '../../db/roles'
import { AUTHORITY } from '../../db/scope'
import type { EventDraft } from '../../domain/events'
import type { NoticeContent, Recipient } from '../../domain/notices'
import { instant, parseOccurrence, type Instant, type LocalDate } from '../../domain/time'
import { currentPolicy } from '../../policies/released'
import { freshDatabase } from './database'
import { testKeys } from './keys'
import { catchMail, type MailCatcher } from './mail-catcher'

/** The sending of notices, over a real database and a real SMTP server, at whatever time a test says it is. */
export interface Sender {
  readonly db: Database
  readonly mail: MailCatcher
  /** What is sent with; changed by tests of one's own that say so. */
  readonly services: NoticeServices
  /** Sets the time of sending. */
  at(moment: string): void
  now(): Instant
  /** Sends all that is due now, mailbox by mailbox and several at once, until nothing more goes at this moment. */
  send(): Promise<void>
  /** Sends one batch of a mailbox. */
  sendOf(mailbox: Mailbox, services?: Partial<NoticeServices>): ReturnType<typeof sendNotices>
  /** Starts a journey and returns its id. */
  start(occurredAt: string, options?: { locality?: string; childReference?: string }): Promise<string>
  record(journeyId: string, type: EventDraft['type'], occurredAt: string, fields?: object): Promise<void>
  /** Has a journey conducted as if so many days had passed since. */
  conductLater(journeyId: string, days: number): Promise<void>
  /** Puts a notice into the outbox and returns its id. */
  put(journeyId: string, notice: PutNotice): Promise<string>
  contacts(...contacts: ContactToKeep[]): Promise<void>
  close(): Promise<void>
}

export interface PutNotice {
  readonly agency?: string
  readonly locality?: string
  readonly to?: Recipient
  readonly at: string
  readonly content: NoticeContent
}

/** So many workers, each with connections of its own to the mail server, and so many mailboxes in hand in each. */
const WORKERS = 4
const AT_ONCE = 4

/** @param given a database of a test's own, which it drops itself */
export async function openSender({
  given,
  seam = noSeam,
}: { given?: { db: Database; url: string }; seam?: Seam } = {}): Promise<Sender> {
  const opened: { db: Database; url: string; drop?: () => Promise<void> } = given ?? (await freshDatabase())
  const { db, url } = opened
  const ofWorkers = openDatabase(url, { role: CONDUCTOR_ROLE, maxConnections: WORKERS * AT_ONCE })
  const mail = await catchMail()
  const mailFrom = 'PACE <pace@pace.example>'
  const [mailer, ...others] = Array.from({ length: WORKERS }, () =>
    smtpMailer({ url: mail.url, from: mailFrom }),
  ) as [Mailer, ...Mailer[]]
  let now = instant(Date.now())
  const services: NoticeServices = {
    db: ofWorkers,
    keys: testKeys,
    mailer,
    mailFrom,
    publicUrl: 'http://pace.example',
    seam,
    perMinute: 600_000,
    now: () => Promise.resolve(now),
  }
  const sendOf: Sender['sendOf'] = (mailbox, changed = {}) =>
    sendNotices({ ...services, ...changed }, mailbox, () => undefined)
  return {
    db,
    mail,
    services,
    at(moment) {
      now = instant(moment)
    },
    now: () => now,
    sendOf,
    async send() {
      // what is written while others are sent, as that somebody could not be told, goes as well
      for (let isFirst = true, done = 1; done > 0; isFirst = false) {
        const mailboxes = await db
          .selectFrom('notice')
          .select(['agency', 'locality'])
          .distinct()
          .where('status', '=', 'pending')
          .$if(!isFirst, (query) => query.where('next_attempt_at', '<=', new Date(now)))
          .execute()
        done = 0
        const sendAll = async (by: Mailer) => {
          for (let next = mailboxes.pop(); next !== undefined; next = mailboxes.pop()) {
            let left: number | undefined
            do {
              const came = await sendOf(next, { mailer: by })
              done += came.sent + came.failed
              left = came.nextInMilliseconds
            } while (left === 0)
          }
        }
        await Promise.all(
          [mailer, ...others].flatMap((one) => Array.from({ length: AT_ONCE }, () => sendAll(one))),
        )
      }
    },
    start: async (occurredAt, { locality = 'caithness', childReference = newReference() } = {}) =>
      (
        await db.transaction().execute((trx) =>
          startJourney(trx, testKeys, {
            childReference,
            locality,
            policy: currentPolicy('highland'),
            by: 'case-worker-1',
            draft: draft('looked-after-started', occurredAt, {
              pathway: 'away-from-home',
              legalBasis: 'cso',
            }) as Extract<EventDraft, { type: 'looked-after-started' }>,
          }),
        )
      ).row.id,
    async record(journeyId, type, occurredAt, fields) {
      await db.transaction().execute((trx) =>
        recordEvent(trx, testKeys, {
          journeyId,
          by: 'reviewer-1',
          scope: AUTHORITY,
          draft: draft(type, occurredAt, fields),
        }),
      )
    },
    async conductLater(journeyId, days) {
      await db
        .updateTable('journey')
        .set({ clock_offset_ms: days * 86_400_000 })
        .where('id', '=', journeyId)
        .execute()
      await conductJourney(ofWorkers, journeyId)
    },
    async put(journeyId, { agency = 'health', locality = 'caithness', to = 'contact', at, content }) {
      const moment = new Date(at)
      const { id } = await db
        .insertInto('notice')
        .values({
          journey_id: journeyId,
          key: `put/${randomUUID()}`,
          agency,
          locality,
          recipient: to,
          at: moment,
          content: JSON.stringify(content),
          status: 'pending',
          created_at: moment,
          next_attempt_at: moment,
          lease: null,
          leased_until: null,
          ended_at: null,
          sent_to: null,
          last_error: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },
    contacts: (...contacts) => addContacts(db, contacts),
    async close() {
      for (const one of [mailer, ...others]) one.close()
      await mail.close()
      await ofWorkers.destroy()
      await opened.drop?.()
    },
  }
}

/** A contact of an agency for the whole authority. */
export function contact(agency: string, more: Partial<ContactToKeep> = {}): ContactToKeep {
  const recipient = agency === 'social-work' ? 'lead-worker' : 'contact'
  return { agency, locality: '*', recipient, address: `${agency}@partners.example`, ...more }
}

/** What is said of a deadline of a day. */
export function dueOn(day: string, title = '6-week review') {
  return { rule: 'six-week-review', title, dueOn: day as LocalDate }
}

let references = 0
function newReference(): string {
  references += 1
  return `CAI-${process.pid}-${references}`
}

function draft(type: EventDraft['type'], occurredAt: string, fields: object = {}): EventDraft {
  const occurred = parseOccurrence(occurredAt)
  if (occurred === undefined) throw new TypeError(`No date or moment: ${occurredAt}`)
  return { type, occurred, ...fields } as EventDraft
}
