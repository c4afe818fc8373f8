import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { ChangeKind } from '../domain/changes'
import type { ImportOf, ImportStatus } from '../contracts/import-schema'
import type { AimClock } from '../domain/aim-clocks'
import type { MeetingAnswer } from '../domain/answers'
import type { PublishedTable } from '../domain/counts'
import type { Agency, ClosingReason, DelayReason, DiaryMeeting, Pathway, Role, Stage } from '../domain/codes'
import type { Form } from '../domain/forms'
import type { EventType } from '../domain/events'
import type { ImprovementKind } from '../domain/improvement/record'
import type { TestStatus } from '../domain/improvement/test-of-change'
import type { FindingKind } from '../domain/importing/finding'
import type { PackItem } from '../domain/meeting-pack'
import type { Move } from '../domain/locality'
import type { MilestoneKind } from '../domain/milestones'
import type { PackMailStatus } from '../domain/pack-mail'
import type { MeetingChange } from '../domain/pace-meetings'
import type { NoticeContent, NoticeStatus, Recipient } from '../domain/notices'
import type { Ground } from '../domain/retention'
import type { LocalDate } from '../domain/time'

/** The tables as the migrations make them. Moments are JavaScript dates, days are text (`YYYY-MM-DD`). */
export interface Tables {
  journey: JourneyTable
  child: ChildTable
  child_details: ChildDetailsTable
  child_name_token: ChildNameTokenTable
  legal_hold: LegalHoldTable
  erasure: ErasureTable
  event: EventTable
  deadline: DeadlineTable
  aim_fact: AimFactTable
  meeting_fact: MeetingFactTable
  delay_fact: DelayFactTable
  milestone: MilestoneTable
  notice: NoticeTable
  notice_try: NoticeTryTable
  digest: DigestTable
  mail_server: MailServerTable
  meeting_answer: MeetingAnswerTable
  contact: ContactTable
  person: PersonTable
  pace_meeting: PaceMeetingTable
  meeting_pack: MeetingPackTable
  meeting_pack_item: MeetingPackItemTable
  meeting_pack_mail: MeetingPackMailTable
  person_access: PersonAccessTable
  directory: DirectoryTable
  sibling: SiblingTable
  break_glass: BreakGlassTable
  import: ImportTable
  import_row: ImportRowTable
  import_child: ImportChildTable
  import_finding: ImportFindingTable
  imported_row: ImportedRowTable
  audit: AuditTable
  audit_seal: AuditSealTable
  change: ChangeTable
  feed_epoch: FeedEpochTable
  idempotency: IdempotencyTable
  heartbeat: HeartbeatTable
  installation: InstallationTable
  practice_policy: PracticePolicyTable
  publication: PublicationTable
  improvement_version: ImprovementVersionTable
  test_of_change: TestOfChangeTable
  driver_diagram: ImprovementRecordTable
  forcefield: ImprovementRecordTable
}

interface JourneyTable {
  id: Generated<string>
  child_id: string
  child_reference: string
  locality: string
  team: string | null
  worker: string | null
  /** Who covers for the lead worker, and until which day. */
  cover: ColumnType<string | null, string | null | undefined>
  cover_until: ColumnType<LocalDate | null, LocalDate | null | undefined>
  policy_id: string
  policy_version: number
  policy_hash: string
  /** Where and under which policy it was started; a transfer or an adoption that is withdrawn leads back here. */
  first_locality: string
  first_team: string | null
  first_policy_id: string
  first_policy_version: number
  first_policy_hash: string
  /** The test of change that it is of, by where and when it began and under which policy; null of none. */
  cohort: ColumnType<string | null, string | null | undefined>
  practice: Generated<boolean>
  /** How far a practice journey's clock is ahead of PostgreSQL's. */
  clock_offset_ms: Generated<number>
  /** How much of that the engine has been moved on by. */
  forwarded_ms: Generated<number>
  /** How far a practice journey's own clock is behind the engine's of it, 0 or less: it began in the past, or was moved too far. */
  clock_base_ms: Generated<number>
  /** The moment of a practice journey's clock at which it was conducted last; null of a real one. */
  engine_at: ColumnType<Date | null, never, Date>
  /** The engine refused to move its clock: it moves none. */
  move_refused: Generated<boolean>
  /** The number of its last event, and of the last one that has been conducted. */
  seq: number
  conducted_seq: Generated<number>
  /** The last number that the engine was told of, and when. */
  signalled_seq: Generated<number>
  signalled_at: Date | null
  /** Derived from the events, for lists. */
  pathway: Pathway
  stage: Stage
  stage_until: Date | null
  stage_then: Stage | null
  started_on: LocalDate
  closed: boolean
  /** The day on which it closed; null while it is open. */
  closed_on: ColumnType<LocalDate | null, LocalDate | null | undefined>
  closed_reason: ColumnType<ClosingReason | null, ClosingReason | null | undefined>
  /** The last moment of the earliest deadline still to be met; null when none is. */
  next_due: ColumnType<Date | null, Date | null | undefined>
  /** By which derivation the facts for reports were written; 0 when they are still to be. */
  facts_version: Generated<number>
  created_at: ColumnType<Date, Date, never>
  /** When an event was last recorded, by PostgreSQL's clock also of a practice journey. */
  changed_at: Date
}

interface EventTable {
  id: Generated<string>
  journey_id: string
  number: number
  type: EventType
  /** Of its type, as it was recorded. */
  version: Generated<number>
  occurred_on: LocalDate
  occurred_at: Date | null
  recorded_at: Date
  recorded_by: string
  source_system: string | null
  /** What that system calls it; gone once the child was erased. */
  source_id: string | null
  imported: Generated<boolean>
  /** The event's own fields in codes and dates. */
  fields: JSONColumnType<Record<string, unknown>>
  /** Only of before words were sealed, until they are: never written any more. */
  words: ColumnType<Record<string, unknown> | null, never, null>
  /** What people wrote in their own words, sealed with the child's key; null when nothing was. */
  sealed: Buffer | null
}

/** A child, by the pseudonymous reference, with the key under which all that is personal is sealed. */
interface ChildTable {
  id: string
  reference: string
  practice: Generated<boolean>
  /** The child's key, sealed under a master key; null once it was destroyed. */
  wrapped: Buffer | null
  /** The id of that master key. */
  key_id: string | null
  made_at: Date
  destroyed_at: ColumnType<Date | null, Date | null | undefined>
}

interface ChildDetailsTable {
  child_id: string
  sealed: Buffer
  version: number
  changed_at: Date
  changed_by: string
}

/** The keyed hash of a word of a child's name, for finding a child by name. */
interface ChildNameTokenTable {
  child_id: string
  token: Buffer
  /** The id of the master key that it is hashed under. */
  key_id: string
}

/** Append-only: a child's data are held for the law since the last row says so, until another says that they are not. */
interface LegalHoldTable {
  id: Generated<number>
  child_id: string
  holds: boolean
  at: Date
  by: string
  /** Why, sealed with the child's key; null where nobody said. */
  sealed: Buffer | null
}

/** That a child was erased, on which ground, and whether the engine has forgotten the journeys as well. */
interface ErasureTable {
  child_id: string
  ground: Ground
  authorised_by: string
  erased_by: string
  erased_at: Date
  engine_forgot_at: Date | null
}

/** Derived from the events, for lists: the dates, never a status that would go stale. */
interface DeadlineTable {
  journey_id: string
  rule_id: string
  instance: number
  due_on: LocalDate
  last_moment: Date
  due_soon_from: Date | null
  met_on: LocalDate | null
  met_late: boolean | null
  cancelled_on: LocalDate | null
}

/**
 * A start of a clock that aims go by, and the first day on which each outcome came of it, as it was known from `known_from`
 * until before `known_to` (infinity while it is known so). Dates alone: which class it is of depends on the day of asking.
 */
interface AimFactTable {
  journey_id: string
  clock: AimClock
  instance: number
  known_from: Date
  known_to: ColumnType<Date | number, Date | undefined, Date>
  /** Where the journey was on the day on which the clock started. */
  locality: string
  /** Where it went from there while the period ran, as `{on, to}`. */
  moves: ColumnType<readonly Move[], string | undefined, string>
  /** The test of change that the journey is of. */
  cohort: string | null
  started_on: LocalDate
  /** The first recommendation of either kind. */
  recommended_on: LocalDate | null
  /** The first panel, whatever its outcome. */
  panel_on: LocalDate | null
  decided_on: LocalDate | null
  /** The first permanence order lodged, with or without authority to adopt. */
  lodged_on: LocalDate | null
  /** A peer review was held and fed back to both managers. */
  reviewed_on: LocalDate | null
  /** The child returned to the family. */
  returned_on: LocalDate | null
  /** From when it is no longer to be done: the journey closed, the period ended, or what the clock started for fell away. */
  left_on: LocalDate | null
  /** The period ended, or the journey closed. */
  ended_on: LocalDate | null
}

/** A meeting, review or panel that was held, and whether the child was heard in it. */
interface MeetingFactTable {
  journey_id: string
  event_id: string
  kind: 'child-plan-meeting' | 'review' | 'panel'
  held_on: LocalDate
  locality: string
  child_heard: boolean
}

/** Why something is late, as somebody explained it. */
interface DelayFactTable {
  journey_id: string
  event_id: string
  rule_id: string
  reason: DelayReason
  said_on: LocalDate
  locality: string
}

interface MilestoneTable {
  journey_id: string
  rule_id: string
  instance: number
  due: Date
  kind: MilestoneKind
  started_on: LocalDate
  reached_on: LocalDate
  recorded_at: Date
  /** When it turned out not to be true after all; null while it stands. */
  superseded_at: Date | null
}

interface NoticeTable {
  id: Generated<string>
  journey_id: string
  key: string
  agency: Agency
  locality: string
  recipient: Recipient
  /** The instant that the notice belongs to. */
  at: Date
  content: JSONColumnType<NoticeContent>
  status: NoticeStatus
  created_at: Date
  attempts: Generated<number>
  next_attempt_at: Date
  lease: string | null
  leased_until: Date | null
  ended_at: Date | null
  sent_to: string | null
  last_error: string | null
  /** The digest that it goes in; null where it goes by itself, or is not yet in one. */
  digest_id: ColumnType<string | null, string | null | undefined>
  /** The address for whose next digest it waits. */
  digest_to: ColumnType<string | null, string | null | undefined>
  /** When it was tried last and put off, by the time of sending. */
  tried_at: ColumnType<Date | null, Date | null | undefined>
  /** Since when the mail server has put off this very notice, which it has not the others. */
  failing_since: ColumnType<Date | null, Date | null | undefined>
  /** Counts the times that it was sent or was to be: more than one when somebody had it sent again. */
  number: Generated<number>
  /** Where somebody has it sent; null where it goes to whom the directory names. */
  send_to: ColumnType<string | null, string | null | undefined>
}

/** How a notice ended before somebody had it sent again; what it said then is told. */
interface NoticeTryTable {
  notice_id: string
  number: number
  journey_id: string
  content: JSONColumnType<NoticeContent>
  status: 'sent' | 'refused' | 'gave-up'
  sent_to: string | null
  attempts: number
  last_error: string | null
  ended_at: Date
  resent_by: string
  resent_at: Generated<Date>
}

/** One message for all that waited for an address. */
interface DigestTable {
  id: Generated<string>
  address: string
  day: LocalDate
  /** What it says, the same at every try; null once it has ended, or when it must be written anew. */
  message: JSONColumnType<DigestMessage> | null
  made_at: Date
  attempts: Generated<number>
  next_attempt_at: Date
  lease: string | null
  leased_until: Date | null
  ended_at: Date | null
  status: 'sent' | 'refused' | 'gave-up' | null
  last_error: string | null
}

/** A digest as it is mailed. */
export interface DigestMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** One row: how the mail server is, for all who send. */
interface MailServerTable {
  only_one: Generated<boolean>
  /** Until then nobody sends anything. */
  paused_until: Date | null
  /** How many pauses there were without a message being taken in between. */
  pauses: Generated<number>
  failing_since: Date | null
  /** When it took a message last after it had failed. */
  took_at: Date | null
  last_error: string | null
  /** Not before this may the next message go, for the pace that is set. */
  next_message_at: Date | null
}

/** Append-only: what somebody who is invited answered. */
interface MeetingAnswerTable {
  id: Generated<string>
  journey_id: string
  /** The invitation that was answered. */
  notice_id: string
  /** What calendars know the meeting by, and which of its changes was answered. */
  uid: string
  sequence: number
  meeting: DiaryMeeting
  /** The date that was answered: a day or a moment. */
  meeting_at: string
  agency: Agency
  recipient: Recipient
  person: string | null
  /** Where the invitation had gone. */
  address: string
  answer: MeetingAnswer
  /** The time that is proposed instead. */
  proposed: string | null
  via: 'link' | 'reply'
  /** Of the mail that it came in. */
  message_id: string | null
  at: Date
}

interface ContactTable {
  agency: Agency
  /** `*` for the whole authority. */
  locality: string
  recipient: Recipient
  address: string
  /** Made of agency, recipient and locality. */
  id: ColumnType<string, never, never>
  name: string | null
  form: Generated<Form>
  /** Null where it is the one of the journey's policy. */
  calendar: string | null
  away_from: LocalDate | null
  away_until: LocalDate | null
  /** The contact who is told while this one is away. */
  stand_in: string | null
}

/** When a locality has its PACE meeting. */
interface PaceMeetingTable {
  locality: string
  first_on: LocalDate
  meeting_at: string
  weeks: number
  pack_days_before: number
  /** The id of the council's working calendar; null where it has none. */
  calendar: string | null
  /** Who is sent the link of a pack: people by id, agencies by id. */
  people: string[]
  agencies: string[]
  changes: JSONColumnType<readonly MeetingChange[]>
  paused: boolean
  /** There are no more meetings; the row stays for the engine to follow. */
  ended: Generated<boolean>
  version: number
  /** The version that the engine was told of. */
  scheduled_version: Generated<number>
  /** When that was. */
  scheduled_at: Date | null
  changed_at: Date
  changed_by: string
}

/** The pack of a meeting, made once. */
interface MeetingPackTable {
  id: Generated<string>
  locality: string
  meeting_on: LocalDate
  meeting_at: string
  made_at: Date
  since: Date
  until: LocalDate
}

interface MeetingPackItemTable {
  pack_id: string
  place: number
  journey_id: string
  content: JSONColumnType<PackItem>
}

/** The message with the link of a pack to one address; without an address it was refused at once. */
interface MeetingPackMailTable {
  id: Generated<string>
  pack_id: string
  /** Whom it is for, by name. */
  recipients: string[]
  address: string | null
  status: PackMailStatus
  attempts: Generated<number>
  last_error: string | null
  /** Until when whoever sends it has it for themselves. */
  leased_until: Date | null
  ended_at: Date | null
}

interface PersonTable {
  id: string
  address: string | null
  /** Null of somebody of whom no more than the address is known. */
  name: string | null
  roles: Generated<Role[]>
  locality: string | null
  team: string | null
  manager: string | null
  cover: string | null
  away_from: LocalDate | null
  away_until: LocalDate | null
  left_on: LocalDate | null
  /** Roles that the directory had of them once, and has no more. */
  roles_taken: Generated<Role[]>
  form: Generated<Form>
  /** Null where it is the one of the journey's policy. */
  calendar: string | null
}

/** Whose sign-ins from before which moment count no more. */
interface PersonAccessTable {
  person: string
  signed_out_at: Date
  signed_out_by: string
}

/** One row: counts the changes of the people and of the contacts, for their ETags. */
interface DirectoryTable {
  only_one: Generated<boolean>
  version: number
  contacts_version: Generated<number>
}

/** Both ways: a link between two journeys is two rows. */
interface SiblingTable {
  journey_id: string
  sibling_id: string
  linked_at: Date
  linked_by: string
}

interface BreakGlassTable {
  id: string
  person: string
  journey_id: string
  /** Sealed with the child's key. */
  reason: Buffer
  opened_at: Date
  until: Date
}

interface ImportTable {
  id: string
  of: ImportOf
  /** What the system is called that the rows came from. */
  system: string
  /** The id of the policy of journeys that it starts. */
  policy: string
  asked_by: string
  /** What they might do when they asked: their roles, their localities (null: all), and where they called from. */
  roles: Role[]
  localities: string[] | null
  from_address: string | null
  status: ImportStatus | 'uploading'
  /** Why it failed. */
  because: ColumnType<string | null, string | null | undefined>
  /** Rows of the file, and from its end on what became of them. */
  rows: Generated<number>
  applied: Generated<number>
  unchanged: Generated<number>
  corrected: Generated<number>
  journeys: Generated<number>
  bad_rows: Generated<number>
  /** Good rows of children of whom another row was refused. */
  held_back: Generated<number>
  /** Who asked for it to be stopped; null while nobody did. */
  cancel_asked_by: ColumnType<string | null, string | null | undefined>
  created_at: Date
  /** When something was done of it last. */
  touched_at: Date
  ended_at: ColumnType<Date | null, Date | null | undefined>
  /** The key of its rows, sealed under a master key; null once it has ended. */
  wrapped: Buffer | null
  key_id: string | null
}

interface ImportRowTable {
  import_id: string
  line: number
  child: Buffer
  sealed: Buffer
}

interface ImportChildTable {
  import_id: string
  place: number
  child: Buffer
  done: Generated<boolean>
  applied: Generated<number>
  unchanged: Generated<number>
  corrected: Generated<number>
  journeys: Generated<number>
  bad_rows: Generated<number>
  /** Good rows of children of whom another row was refused. */
  held_back: Generated<number>
}

interface ImportFindingTable {
  import_id: string
  line: number
  /** Counts the findings of a line. */
  number: number
  kind: FindingKind
  field: string
  message: string
  remedy: string
}

/** What was last imported of a child, as hashes that are keyed with the child's own key. */
interface ImportedRowTable {
  child_id: string
  /** Of what the other system calls the row; of its content, where it calls it nothing. */
  key: Buffer
  content: Buffer
  /** Null of the child's personal details. */
  journey_id: string | null
  event_id: string | null
}

interface AuditTable {
  id: Generated<number>
  at: Date
  actor: string
  action: string
  journey_id: string | null
  detail: JSONColumnType<Record<string, unknown>>
  /** From where, and why when that was asked: by itself what the transaction was told at its beginning. */
  from_address: Generated<string | null>
  reason: Generated<string | null>
  /** The journeys that a list showed; null when it was no list. */
  journey_ids: ColumnType<string[] | null, readonly string[] | null | undefined, never>
  /** PostgreSQL's own number of the transaction that wrote it, as text. */
  transaction: ColumnType<string, never, never>
}

/** Append-only: each continues the one before it. */
interface AuditSealTable {
  number: number
  /** The last row that is sealed, in order of transaction and id. */
  up_to_transaction: string
  up_to_id: number
  /** Rows up to this id were sealed before the order began anew, in a database that was brought from elsewhere. */
  after_id: number
  rows: number
  row_ids: ColumnType<string[], readonly number[], never>
  /** 32 bytes for each row. */
  row_hashes: Buffer
  previous: Buffer
  hash: Buffer
  sealed_at: Date
}

/** Append-only: what connected systems are told, in the order of epoch, transaction and id. Triggers write most of it. */
interface ChangeTable {
  id: Generated<number>
  epoch: Generated<number>
  /**
   * PostgreSQL's own number of the transaction that wrote it, as text, or of one that wrote in the journey before and has a
   * higher one; 0 of what was there before the feed.
   */
  transaction: Generated<string>
  /** What the change is called outside. */
  key: Generated<string>
  at: Generated<Date>
  kind: ChangeKind
  journey_id: string
  event_id: string | null
  /** It is for those who see this locality, and, where another is named, see or do not see that one as well. */
  locality: string
  team: string | null
  other: string | null
  other_seen: boolean | null
}

/** Which PostgreSQL counted the transactions of an epoch. */
interface FeedEpochTable {
  number: number
  system: string
  began_at: Date
}

interface IdempotencyTable {
  caller: string
  path: string
  key: string
  /** Only of before answers were sealed: it is sealed with the answer. */
  body_hash: string | null
  status: number | null
  location: string | null
  /** The version of the journey that the answer shows, for its ETag. */
  version: number | null
  /** Only of before answers were sealed: never written any more. */
  answer: string | null
  /** The child whose key seals the answer; without one a master key does, whose id stands beside it. */
  child_id: string | null
  key_id: string | null
  /** What was asked and answered, as text so that it is given again to the letter. */
  sealed: Buffer | null
  created_at: Date
}

interface HeartbeatTable {
  part: string
  instance: string
  at: Date
}

interface InstallationTable {
  name: string
  at: Date
}

/** A draft of a policy that a practice journey stands under: it is not released, and goes with the last such journey. */
interface PracticePolicyTable {
  hash: string
  document: JSONColumnType<object>
  kept_at: Date
}

/** What was published as of a day: the tables by aim, with the counts that are not shown. */
interface PublicationTable {
  as_of: LocalDate
  made_at: Date
  made_by: string
  threshold: number
  tables: JSONColumnType<Readonly<Record<string, PublishedTable>>>
}

/** Append-only: each version of each record of improvement work. */
interface ImprovementVersionTable {
  id: string
  version: number
  kind: ImprovementKind
  content: JSONColumnType<object>
  /** The fields that it changed, by name. */
  changed: string[]
  changed_at: Date
  changed_by: string
}

/** What the newest version of a record says. */
interface ImprovementRecordTable {
  id: string
  version: number
  title: string
  /** The id of an aim of the policy, or a name of people's own. */
  aim: string
  /** Null of what is of the whole authority. */
  locality: string | null
  begun_at: Date
  begun_by: string
}

/** A cycle of a test of change, as its newest version says. */
interface TestOfChangeTable extends ImprovementRecordTable {
  series: string
  cycle: number
  from_on: LocalDate | null
  /** The last day; null of one that nobody has ended. */
  until_on: LocalDate | null
  /** By what is written alone: one that is planned is running from its first day on. */
  phase: TestStatus
}
