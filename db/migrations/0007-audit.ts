import { sql, type Kysely } from 'kysely'

/** From where and why something was done, what a list showed, and the seals by which tampering is found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Told once at the beginning of a transaction, and so in every row that is written in it.
  `alter table audit
    add column from_address text default nullif(current_setting('pace.from_address', true), ''),
    add column reason text default nullif(current_setting('pace.reason', true), ''),
    add column journey_ids uuid[],
    add column transaction xid8 not null default pg_current_xact_id()`,
  `create unique index audit_in_order on audit (transaction, id)`,
  `create index audit_of_journey on audit (journey_id, id)`,
  `create index audit_of_list on audit using gin (journey_ids)`,
  `create index audit_of_actor on audit (actor, id)`,

  // A seal covers the rows after the one before it, up to a row, in order of transaction and id.
  `create table audit_seal (
    number integer primary key,
    up_to_transaction xid8 not null,
    up_to_id bigint not null,
    after_id bigint not null,
    rows integer not null,
    row_ids bigint[] not null,
    row_hashes bytea not null,
    previous bytea not null,
    hash bytea not null,
    sealed_at timestamptz not null,
    check (rows = cardinality(row_ids) and octet_length(row_hashes) = 32 * rows)
  )`,
  `create trigger audit_seal_only_added before update or delete on audit_seal
    for each row execute function refuse_change()`,
  `create trigger audit_never_emptied before truncate on audit
    for each statement execute function refuse_change()`,
  `create trigger audit_seal_never_emptied before truncate on audit_seal
    for each statement execute function refuse_change()`,
]
