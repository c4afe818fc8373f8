import { sql, type Kysely } from 'kysely'

/** Who holds a child's data for the law and why, and what was erased on which ground. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // A hold is set and lifted, and both stay. The reason is sealed with the child's key.
  `create table legal_hold (
    id bigint generated always as identity primary key,
    child_id uuid not null references child,
    holds boolean not null,
    at timestamptz not null,
    by text not null,
    sealed bytea
  )`,
  `create index legal_hold_child on legal_hold (child_id, id)`,
  // A hold of before had its reason in the open; there was no command that set one.
  `insert into legal_hold (child_id, holds, at, by)
    select id, true, clock_timestamp(), 'pace migrate' from child where legal_hold is not null`,
  `alter table child drop column legal_hold`,
  `create trigger legal_hold_only_added before update or delete on legal_hold
    for each row execute function refuse_change()`,
  `create trigger legal_hold_never_emptied before truncate on legal_hold
    for each statement execute function refuse_change()`,

  `create table erasure (
    child_id uuid primary key references child,
    ground text not null,
    authorised_by text not null,
    erased_by text not null,
    erased_at timestamptz not null,
    engine_forgot_at timestamptz
  )`,
  `create index erasure_unfinished on erasure (erased_at) where engine_forgot_at is null`,

  // Of a child whose key is destroyed, what another system calls the event and the day of the twelfth birthday may go too.
  `create or replace function refuse_all_but_sealing() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if old.words is not null and old.sealed is null and new.words is null and new.sealed is not null
          and to_jsonb(new) - 'words' - 'sealed' = to_jsonb(old) - 'words' - 'sealed' then
          return new;
        end if;
        if new.source_id is null
          and new.fields = (old.fields - 'consentRequiredFrom') #- '{replacement,consentRequiredFrom}'
          and to_jsonb(new) - 'source_id' - 'fields' = to_jsonb(old) - 'source_id' - 'fields'
          and exists (
            select from journey join child on child.id = journey.child_id
            where journey.id = old.journey_id and child.destroyed_at is not null
          ) then
          return new;
        end if;
      end if;
      raise exception 'Rows of % are only ever added: correct an event with another event', tg_table_name;
    end
  $$`,
]
