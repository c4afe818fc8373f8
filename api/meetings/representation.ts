import type { MadePackAnswer, MeetingPackAnswer, MeetingsAnswer } from '../../contracts/meetings-schema'
import { calendarOfMeetings, type PaceMeetings } from '../../db/pace-meetings'
import type { MadePack, Pack } from '../../db/read-packs'
import type { PackItem, PackPart } from '../../domain/meeting-pack'
import { meetingsFrom } from '../../domain/pace-meetings'
import { writeInstant, type LocalDate } from '../../domain/time'

const MEETINGS_SHOWN = 6

/** By their ids: what people and agencies are called. */
export interface NamesOf {
  readonly person: (id: string) => string
  readonly agency: (id: string) => string
}

/** When a locality meets, as it is answered. */
export function meetingsAnswer(
  meetings: PaceMeetings,
  packs: readonly MadePack[],
  today: LocalDate,
  names: NamesOf,
): MeetingsAnswer {
  const { locality, first, at, weeks, packDaysBefore, people, agencies, changes, paused, version } = meetings
  return {
    locality,
    first,
    at,
    weeks,
    packDaysBefore,
    people: [...people],
    agencies: [...agencies],
    changes: changes.map(({ leftOut, ...change }) => ({ ...change, ...(leftOut === true && { leftOut }) })),
    paused,
    calendar: meetings.calendar ?? null,
    version,
    scheduled: meetings.isScheduled,
    next: meetingsFrom(meetings, calendarOfMeetings(meetings), today, MEETINGS_SHOWN),
    packs: packs.filter((pack) => pack.locality === locality).map((pack) => madePackAnswer(pack, names)),
  }
}

/** A pack that was made, with who was told of it. */
export function madePackAnswer({ on, at, madeAt, mails }: MadePack, names: NamesOf): MadePackAnswer {
  return {
    on,
    at,
    madeAt: writeInstant(madeAt),
    mails: mails.map(({ recipients, status, attempts, lastError, endedAt }) => ({
      to: recipients.map((recipient) => recipientAnswer(recipient, names)),
      status,
      attempts,
      lastError,
      endedAt: endedAt === null ? null : writeInstant(endedAt),
    })),
  }
}

function recipientAnswer(recipient: string, names: NamesOf) {
  const kind = recipient.startsWith('person:') ? ('person' as const) : ('agency' as const)
  const id = recipient.slice(kind.length + 1)
  return { kind, id, name: names[kind](id) }
}

/** The pack of a meeting, part by part. */
export function packAnswer(pack: Pack): MeetingPackAnswer {
  const { locality, on, at, madeAt, since, until } = pack
  return {
    locality,
    on,
    at,
    madeAt: writeInstant(madeAt),
    since: writeInstant(since),
    until,
    overdue: partOf(pack, 'overdue').map(({ journey, item: { ruleId, title, dueOn, days } }) => ({
      journey,
      ruleId,
      title,
      dueOn,
      days,
    })),
    due: partOf(pack, 'due').map(({ journey, item: { ruleId, title, dueOn } }) => ({
      journey,
      ruleId,
      title,
      dueOn,
    })),
    decided: partOf(pack, 'decided').map(({ journey, item: { event, occurredAt, detail } }) => ({
      journey,
      event,
      occurredAt,
      detail: detail ?? null,
    })),
    diary: partOf(pack, 'diary').map(({ journey, item: { meeting, at: when } }) => ({
      journey,
      meeting,
      at: when,
    })),
  }
}

function partOf<P extends PackPart>({ items }: Pack, part: P) {
  return items.flatMap(({ journey, item }) =>
    item.part === part ? [{ journey, item: item as Extract<PackItem, { part: P }> }] : [],
  )
}
