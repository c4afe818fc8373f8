import os from 'node:os'
import { sql } from 'kysely'

import type { Database } from '../../db/database'
import { engineArguments } from '../../ops/engine/dev-server'
import { ENGINE_ENCRYPTION } from '../../temporal/payload-codec'

/** What holds for every figure of a run, and without which none of them says anything. */
export interface Conditions {
  /** How late the engine may fire a timer. */
  readonly timerShift: string
  readonly fsync: string
  readonly synchronousCommit: string
  readonly postgres: string
  /** Of what the engine keeps. */
  readonly encryption: string
  readonly node: string
  readonly cores: number
  readonly processor: string
  /** How many processes wanted a core in the minute before: other work on this machine shows here. */
  readonly loadBefore: number
  readonly at: string
}

/** Reads the conditions off the installation under test and this machine. */
export async function conditionsOf(db: Database): Promise<Conditions> {
  return {
    timerShift: timerShift(),
    fsync: await setting(db, 'fsync'),
    synchronousCommit: await setting(db, 'synchronous_commit'),
    postgres: await setting(db, 'server_version'),
    encryption: ENGINE_ENCRYPTION,
    node: process.version,
    cores: os.availableParallelism(),
    processor: os.cpus()[0]?.model ?? 'unknown',
    loadBefore: os.loadavg()[0] ?? 0,
    at: new Date().toISOString(),
  }
}

async function setting(db: Database, name: string): Promise<string> {
  const { rows } = await sql<{ value: string }>`select current_setting(${name}) as value`.execute(db)
  return rows[0]?.value ?? 'unknown'
}

// As the launcher has told the engine.
function timerShift(): string {
  const words = engineArguments({ port: 0, databaseFile: '' })
  const value = words.map((word) => /^history[.]timerProcessorMaxTimeShift="(.+)"$/.exec(word)?.[1])
  return value.find((found) => found !== undefined) ?? "the engine's default"
}
