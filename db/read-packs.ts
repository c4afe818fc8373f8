import { isForAgency, type PackItem } from '../domain/meeting-pack'
import type { PackMailStatus } from '../domain/pack-mail'
import { instant, type Instant, type LocalDate } from '../domain/time'
import { IS_NOT_ERASED } from './child-keys'
import type { Queryable } from './database'
import type { MeetingOf } from './meeting-packs'
import { inScope, isOfLocalities, type Scope } from './scope'

/** The pack of a meeting, as far as somebody sees its journeys. */
export interface Pack extends MeetingOf {
  readonly at: string
  readonly madeAt: Instant
  readonly since: Instant
  readonly until: LocalDate
  readonly items: readonly {
    readonly journey: { readonly id: string; readonly childReference: string }
    readonly item: PackItem
  }[]
}

/** A pack that was made, and who was told of it. */
export interface MadePack extends MeetingOf {
  readonly at: string
  readonly madeAt: Instant
  readonly mails: readonly {
    /** `person:ana`, `agency:health`. */
    readonly recipients: readonly string[]
    readonly address: string | null
    readonly status: PackMailStatus
    readonly attempts: number
    readonly lastError: string | null
    readonly endedAt: Instant | null
  }[]
}

/**
 * A pack with what it says of journeys that are within a scope, to partners what their agency is told of; undefined when there is
 * none in their localities.
 */
export async function readPack(
  db: Queryable,
  { locality, on }: MeetingOf,
  scope: Scope,
): Promise<Pack | undefined> {
  if (!isOfLocalities(scope, locality)) return undefined
  const pack = await db
    .selectFrom('meeting_pack')
    .selectAll()
    .where('locality', '=', locality)
    .where('meeting_on', '=', on)
    .executeTakeFirst()
  if (pack === undefined) return undefined
  const rows = await db
    .selectFrom('meeting_pack_item')
    .innerJoin('journey', 'journey.id', 'meeting_pack_item.journey_id')
    .select(['journey.id', 'journey.child_reference', 'content'])
    .where('pack_id', '=', pack.id)
    .where(inScope(scope))
    .where(IS_NOT_ERASED)
    .orderBy('place')
    .execute()
  const agencies = scope.within?.reach === 'agency' ? scope.within.agencies : undefined
  return {
    locality,
    on,
    at: pack.meeting_at,
    madeAt: instant(pack.made_at),
    since: instant(pack.since),
    until: pack.until,
    items: rows
      .filter(({ content }) => agencies === undefined || isForAgency(content, agencies))
      .map(({ id, child_reference: childReference, content }) => ({
        journey: { id, childReference },
        item: content,
      })),
  }
}

/** The packs that were made, the newest meeting first, with who was told: of a locality, or of all; one meeting, or the last ones. */
export async function madePacks(
  db: Queryable,
  { locality, on, limit }: { readonly locality?: string; readonly on?: LocalDate; readonly limit: number },
): Promise<MadePack[]> {
  const packs = await db
    .selectFrom('meeting_pack')
    .selectAll()
    .$if(locality !== undefined, (query) => query.where('locality', '=', locality ?? ''))
    .$if(on !== undefined, (query) => query.where('meeting_on', '=', on ?? ('' as LocalDate)))
    .orderBy('meeting_on', 'desc')
    .orderBy('locality')
    .limit(limit)
    .execute()
  if (packs.length === 0) return []
  const mails = await db
    .selectFrom('meeting_pack_mail')
    .selectAll()
    .where(
      'pack_id',
      'in',
      packs.map(({ id }) => id),
    )
    .orderBy('recipients')
    .execute()
  return packs.map((pack) => ({
    locality: pack.locality,
    on: pack.meeting_on,
    at: pack.meeting_at,
    madeAt: instant(pack.made_at),
    mails: mails
      .filter(({ pack_id }) => pack_id === pack.id)
      .map(({ recipients, address, status, attempts, last_error, ended_at }) => ({
        recipients,
        address,
        status,
        attempts,
        lastError: last_error,
        endedAt: ended_at === null ? null : instant(ended_at),
      })),
  }))
}

/** What the pack of a meeting says of a journey. */
export interface SaidInPack extends MeetingOf {
  readonly item: PackItem
}

/** All that packs say of a journey, by meeting. */
export async function saidInPacks(db: Queryable, journeyId: string): Promise<SaidInPack[]> {
  const rows = await db
    .selectFrom('meeting_pack_item')
    .innerJoin('meeting_pack', 'meeting_pack.id', 'meeting_pack_item.pack_id')
    .innerJoin('journey', 'journey.id', 'meeting_pack_item.journey_id')
    .select(['meeting_pack.locality', 'meeting_on', 'content'])
    .where('journey_id', '=', journeyId)
    .where(IS_NOT_ERASED)
    .orderBy('meeting_on')
    .orderBy('place')
    .execute()
  return rows.map(({ locality, meeting_on: on, content }) => ({ locality, on, item: content }))
}
