import { sql, type Kysely } from 'kysely'

/** Who holds a child's data for the law and why, and what was erased on which ground. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...STATEMENTS, ...secured('legal_hold'), ...secured('erasure'), ...RIGHTS])
    await sql.raw(statement).execute(db)
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

  // As before, but one that is being erased is waited for, and one that is not is not erased meanwhile.
  `create or replace function child_of(
      new_id uuid, child_reference text, is_practice boolean, new_wrapped bytea, new_key_id text)
    returns table (id uuid, wrapped bytea, key_id text, made boolean) language plpgsql
    security definer set search_path = pg_catalog, public, pg_temp as $$
    #variable_conflict use_column
    begin
      insert into child (id, reference, practice, wrapped, key_id, made_at)
        values (new_id, child_reference, is_practice, new_wrapped, new_key_id, clock_timestamp())
        on conflict (reference, practice) where destroyed_at is null do nothing;
      return query select child.id, child.wrapped, child.key_id, child.id = new_id from child
        where child.reference = child_reference and child.practice = is_practice and child.destroyed_at is null
        for key share;
    end
  $$`,
]

function secured(table: string): string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy conducted on ${table} to pace_conductor using (true) with check (true)`,
    `do $$ begin
      execute format('create policy operated on ${table} to %I using (true) with check (true)', current_user);
    end $$`,
  ]
}

// A hold is shown where the child is. Holds and erasures are written by whoever operates, and by nobody else.
const RIGHTS = [
  `create policy seen on legal_hold for select to pace_api
    using (exists (select from journey where journey.child_id = legal_hold.child_id))`,
  `grant select on legal_hold to pace_api`,
  `grant select on legal_hold, erasure to pace_conductor`,
]
