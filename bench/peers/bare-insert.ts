import { Pool } from 'pg'

import type { OpenStore } from './store'

/** The least that a durable answer takes: one row, inserted and committed in one round trip. */
export const openBareInsert: OpenStore = async ({ databaseUrl }) => {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 })
  await pool.query(`create table if not exists request (
    id bigint generated always as identity primary key,
    journey_id uuid not null,
    key text not null,
    payload jsonb not null,
    at timestamptz not null default clock_timestamp()
  )`)
  return async ({ journeyId, key, payload }) => {
    await pool.query('insert into request (journey_id, key, payload) values ($1, $2, $3)', [
      journeyId,
      key,
      JSON.stringify(payload),
    ])
  }
}
