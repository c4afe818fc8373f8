import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** The two accounts of the production shape, as ops/compose/postgresql-accounts.sh makes them in containers. */
export interface Accounts {
  readonly temporalPassword: string
  /** The address of PACE's own database, as the account that owns it. */
  readonly paceUrl: string
}

/** Makes an account for Temporal, which makes its own databases, and one for PACE with the database that it owns. */
export async function makeAccounts(adminUrl: string): Promise<Accounts> {
  const [temporalPassword, pacePassword] = [randomPassword(), randomPassword()]
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(
      `create role temporal login createdb password ${client.escapeLiteral(temporalPassword)}`,
    )
    await client.query(`create role pace login password ${client.escapeLiteral(pacePassword)}`)
    await client.query('create database pace owner pace')
    await client.query('revoke connect on database pace from public')
  } finally {
    await client.end()
  }
  const paceUrl = new URL(adminUrl)
  paceUrl.username = 'pace'
  paceUrl.password = pacePassword
  paceUrl.pathname = '/pace'
  return { temporalPassword, paceUrl: paceUrl.href }
}

function randomPassword(): string {
  return randomBytes(24).toString('hex')
}
