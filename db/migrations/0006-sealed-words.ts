import { sql, type Kysely } from 'kysely'

/**
 * A key for each child, under which all that people wrote in their own words and all personal details are sealed. What
 * was written before lies open until `sealWhatLiesOpen` has been over it, which has the keys.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table child (
    id uuid primary key default gen_random_uuid(),
    reference text not null,
    practice boolean not null default false,
    wrapped bytea,
    key_id text,
    made_at timestamptz not null,
    destroyed_at timestamptz,
    legal_hold text,
    check ((wrapped is null) = (key_id is null)),
    check (destroyed_at is null or wrapped is null)
  )`,
  // practice stands apart; a child who comes again when everything was erased begins anew
  `create unique index child_reference on child (reference, practice) where destroyed_at is null`,
  `create index child_key on child (key_id, id)`,
  `insert into child (reference, practice, made_at)
    select child_reference, practice, min(created_at) from journey group by child_reference, practice`,
  `alter table journey add column child_id uuid references child`,
  `update journey set child_id = child.id from child
    where child.reference = journey.child_reference and child.practice = journey.practice`,
  `alter table journey alter column child_id set not null`,
  `create index journey_child on journey (child_id)`,

  `alter table event add column sealed bytea`,
  // of new rows and changed ones; those of before have theirs until they are sealed
  `alter table event add constraint event_words_are_sealed check (words is null) not valid`,
  // the one change that there is: what lies open is sealed
  `create function refuse_all_but_sealing() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if old.words is not null and old.sealed is null and new.words is null and new.sealed is not null
          and to_jsonb(new) - 'words' - 'sealed' = to_jsonb(old) - 'words' - 'sealed' then
          return new;
        end if;
      end if;
      raise exception 'Rows of % are only ever added: correct an event with another event', tg_table_name;
    end
  $$`,
  `drop trigger event_only_added on event`,
  `create trigger event_only_added before update or delete on event
    for each row execute function refuse_all_but_sealing()`,

  `alter table idempotency
    alter column body_hash drop not null,
    add column child_id uuid references child,
    add column sealed bytea,
    add column key_id text`,
  `create index idempotency_child on idempotency (child_id)`,

  `create table child_details (
    child_id uuid primary key references child,
    sealed bytea not null,
    version integer not null,
    changed_at timestamptz not null,
    changed_by text not null
  )`,
  `create table child_name_token (
    child_id uuid not null references child,
    token bytea not null,
    key_id text not null,
    primary key (token, child_id)
  )`,
  `create index child_name_token_child on child_name_token (child_id)`,
  `create index child_name_token_key on child_name_token (key_id)`,
]
