import { sql, type Kysely } from 'kysely'

/** Who is told, and how: contacts with a name, a form, a calendar and a stand-in; people with a form and a calendar. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const FORM = `text not null default 'each' check (form in ('each', 'digest'))`

const STATEMENTS = [
  // The id says whose contact it is: there is one for each agency, recipient and locality, and codes have no dot.
  `alter table contact
    add column id text not null generated always as
      (agency || '.' || recipient || case locality when '*' then '' else '.' || locality end) stored,
    add column name text,
    add column calendar text,
    add column form ${FORM},
    add column away_from date,
    add column away_until date,
    add column stand_in text`,
  `alter table contact drop constraint contact_pkey, add primary key (id),
    add constraint contact_of_one unique (agency, locality, recipient)`,
  // at the end of the transaction: a document that is taken in names contacts further down
  `alter table contact
    add constraint contact_stand_in foreign key (stand_in) references contact deferrable initially deferred,
    add constraint contact_stands_not_in_for_itself check (stand_in <> id)`,
  `alter table person add column calendar text, add column form ${FORM}`,
  // counts the changes of the contacts, for their ETag
  `alter table directory add column contacts_version integer not null default 1`,
  `grant select, insert, update, delete on contact to pace_api`,
]
