import { sql, type Insertable, type Selectable } from 'kysely'
import type { Role } from '../domain/codes'
import type { Form } from '../domain/forms'
import { ownerOf, type Owned, type Owner } from '../domain/owners'
import { peopleById, type People, type Person } from '../domain/people'
import { instant, localDateOf, type LocalDate } from '../domain/time'
import { clockOf, type Database, type DatabaseTransaction, type Queryable } from './database'
import type { Tables } from './tables'

/** The directory: everybody by id, its version, and the day for which it is asked. */
export interface Directory {
  readonly people: People
  readonly version: number
  readonly today: LocalDate
}

/** Somebody else has changed the directory meanwhile. */
export class DirectoryVersionError extends Error {
  constructor(
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`The directory is at version ${actual}, not ${expected}`)
    this.name = 'DirectoryVersionError'
  }
}

/** Somebody as they are to be kept. Without an address, the one that is known stays. */
export type PersonToKeep = Person & { readonly address?: string }

/** What of a journey's row says who owns it. */
export type OwnedRow = Pick<
  Selectable<Tables['journey']>,
  'worker' | 'cover' | 'cover_until' | 'team' | 'locality'
>

/** Today in Scotland, by PostgreSQL's clock. */
export async function todayOf(db: Queryable): Promise<LocalDate> {
  return localDateOf(instant(await clockOf(db)))
}

/** The whole directory as it is today. */
export async function readDirectory(db: Queryable): Promise<Directory> {
  const { version } = await db.selectFrom('directory').select('version').executeTakeFirstOrThrow()
  const rows = await db.selectFrom('person').selectAll().orderBy('id').execute()
  return { people: peopleById(rows.map(personOf)), version, today: await todayOf(db) }
}

/** Those of the ids whom the directory knows. */
export async function readPeople(db: Queryable, ids: readonly string[]): Promise<People> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('person').selectAll().where('id', 'in', ids).execute()
  return peopleById(rows.map(personOf))
}

/** The names of those whose name the directory knows, by id. */
export async function namesOfPeople(db: Queryable): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('person').select(['id', 'name']).where('name', 'is not', null).execute()
  return new Map(rows.map(({ id, name }) => [id, name ?? id]))
}

/** What of a journey's row says who owns it, as the domain takes it. */
export function ownedBy({ worker, cover, cover_until, team, locality }: OwnedRow): Owned {
  return {
    ...(worker !== null && { lead: worker }),
    ...(cover !== null && {
      cover: { worker: cover, ...(cover_until !== null && { until: cover_until }) },
    }),
    ...(team !== null && { team }),
    locality,
  }
}

/** Who owns a journey on a day. The whole directory is read only when neither its cover nor its lead is here. */
export async function ownerToday(db: Queryable, row: OwnedRow, today: LocalDate): Promise<Owner> {
  const journey = ownedBy(row)
  const named = [journey.cover?.worker, journey.lead].filter((id) => id !== undefined)
  const owner = ownerOf(journey, await readPeople(db, named), today)
  if (owner.as === 'lead' || (owner.person !== undefined && owner.person === journey.cover?.worker))
    return owner
  const { people } = await readDirectory(db)
  return ownerOf(journey, people, today)
}

/**
 * Adds people to the directory, or replaces them as they are given. Returns the directory's new version. Throws DirectoryVersionError when it is not at the version that was asked for.
 */
export async function savePeople(
  trx: DatabaseTransaction,
  people: readonly PersonToKeep[],
  { by, ifVersion }: { by: string; ifVersion?: number },
): Promise<number> {
  const version = await lockDirectory(trx)
  if (ifVersion !== undefined && ifVersion !== version) throw new DirectoryVersionError(ifVersion, version)
  if (people.length > 0) {
    await trx
      .insertInto('person')
      .values(people.map(rowOf))
      .onConflict((conflict) => conflict.column('id').doUpdateSet(REPLACED))
      .execute()
  }
  await trx
    .updateTable('directory')
    .set({ version: version + 1 })
    .execute()
  await trx
    .insertInto('audit')
    .values({
      at: sql<Date>`clock_timestamp()`,
      actor: by,
      action: 'people.write',
      journey_id: null,
      detail: JSON.stringify({ people: people.map(({ id }) => id), version: version + 1 }),
    })
    .execute()
  return version + 1
}

/** Adds people that are not there yet, and what is not known yet of those who are. */
export async function addPeople(db: Database, people: readonly PersonToKeep[]): Promise<void> {
  if (people.length === 0) return
  await db
    .insertInto('person')
    .values(people.map(rowOf))
    .onConflict((conflict) => conflict.column('id').doUpdateSet(REPLACED).where('person.name', 'is', null))
    .execute()
}

/** Locks the directory for the rest of the transaction, and says its version. */
export async function lockDirectory(trx: DatabaseTransaction): Promise<number> {
  const { version } = await trx
    .selectFrom('directory')
    .select('version')
    .forUpdate()
    .executeTakeFirstOrThrow()
  return version
}

// What is told of somebody replaces what was; an address that is not told stays.
const REPLACED = {
  address: sql<string | null>`coalesce(excluded.address, person.address)`,
  name: sql<string | null>`excluded.name`,
  roles: sql<Role[]>`excluded.roles`,
  // a role that is named no more is taken away, until it is named again
  roles_taken: sql<
    Role[]
  >`array(select unnest(person.roles_taken || person.roles) except select unnest(excluded.roles))`,
  locality: sql<string | null>`excluded.locality`,
  team: sql<string | null>`excluded.team`,
  manager: sql<string | null>`excluded.manager`,
  cover: sql<string | null>`excluded.cover`,
  away_from: sql<LocalDate | null>`excluded.away_from`,
  away_until: sql<LocalDate | null>`excluded.away_until`,
  left_on: sql<LocalDate | null>`excluded.left_on`,
  form: sql<Form>`excluded.form`,
  calendar: sql<string | null>`excluded.calendar`,
}

/** Somebody as a row of the directory has them. */
export function personOf(row: Selectable<Tables['person']>): Person {
  const { id, name, roles, locality, team, manager, cover, away_from, away_until, left_on, form, calendar } =
    row
  return {
    id,
    name: name ?? id,
    roles,
    ...(locality !== null && { locality }),
    ...(team !== null && { team }),
    ...(manager !== null && { manager }),
    ...(cover !== null && { cover }),
    ...(away_from !== null && { awayFrom: away_from }),
    ...(away_until !== null && { awayUntil: away_until }),
    ...(left_on !== null && { leftOn: left_on }),
    ...(form !== 'each' && { form }),
    ...(calendar !== null && { calendar }),
  }
}

function rowOf(person: PersonToKeep): Insertable<Tables['person']> {
  return {
    id: person.id,
    address: person.address ?? null,
    name: person.name,
    roles: [...person.roles],
    locality: person.locality ?? null,
    team: person.team ?? null,
    manager: person.manager ?? null,
    cover: person.cover ?? null,
    away_from: person.awayFrom ?? null,
    away_until: person.awayUntil ?? null,
    left_on: person.leftOn ?? null,
    form: person.form ?? 'each',
    calendar: person.calendar ?? null,
  }
}
