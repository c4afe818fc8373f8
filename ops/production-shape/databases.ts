import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** The accounts of the production shape, as ops/compose/postgresql-accounts.sh makes them in containers. */
export interface Accounts {
  readonly temporalPassword: string
  /** The address of PACE's own database, as the account that owns it. */
  readonly paceUrl: string
  /** The same for the API, as an account that owns nothing. */
  readonly frontUrl: string
}

/**
 * Makes an account for Temporal, which makes its own databases, one for PACE with the database that it owns, and one for
 * PACE's API, which owns nothing.
 */
export async function makeAccounts(adminUrl: string): Promise<Accounts> {
  const [temporalPassword, pacePassword, frontPassword] = [
    randomPassword(),
    randomPassword(),
    randomPassword(),
  ]
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query(
      `create role temporal login createdb password ${client.escapeLiteral(temporalPassword)}`,
    )
    await client.query('create role pace_api nologin')
    await client.query('create role pace_conductor nologin')
    await client.query('create role pace_reporting nologin')
    await client.query(
      `create role pace login password ${client.escapeLiteral(pacePassword)} in role pace_api, pace_conductor, pace_reporting`,
    )
    await client.query(
      `create role pace_front login password ${client.escapeLiteral(frontPassword)} in role pace_api, pace_reporting`,
    )
    await client.query('create database pace owner pace')
    await client.query('revoke connect on database pace from public')
    await client.query('grant connect on database pace to pace_front')
  } finally {
    await client.end()
  }
  const addressOf = (account: string, password: string) => {
    const url = new URL(adminUrl)
    url.username = account
    url.password = password
    url.pathname = '/pace'
    return url.href
  }
  return {
    temporalPassword,
    paceUrl: addressOf('pace', pacePassword),
    frontUrl: addressOf('pace_front', frontPassword),
  }
}

function randomPassword(): string {
  return randomBytes(24).toString('hex')
}
