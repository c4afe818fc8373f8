import { sql } from 'kysely'
import type { Database } from '../../db/database'

/** Every row of every table of a database as text, bytes as hexadecimal. */
export async function everythingKept(db: Database): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(db)
  const kept: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db)
    kept.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return kept.join('\n')
}

/** Which of some words stand in a text in the open: in whatever case, in base64, or as the bytes of a column. */
export function foundIn(text: string, words: readonly string[]): string[] {
  const all = text.toLowerCase()
  return words.filter((word) => {
    const bytes = Buffer.from(word)
    return (
      all.includes(word.toLowerCase()) ||
      all.includes(bytes.toString('hex')) ||
      text.includes(bytes.toString('base64').replace(/=+$/, '').slice(0, -1))
    )
  })
}
