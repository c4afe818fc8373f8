import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { ExplainedError, reasonOf } from '../explained-error'

const run = promisify(execFile)

/** An account of the operating system. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const accountName = 'postgres'

/**
 * The account that PostgreSQL must run as, since it refuses root: undefined for an ordinary user, who runs it as
 * themselves; for root the account `postgres`, made when it is missing.
 * @throws ExplainedError when there is no such account and it cannot be made
 */
export async function accountForPostgres(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  return (await find()) ?? (await create())
}

async function find(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', accountName]), run('id', ['-g', accountName])])
    return { name: accountName, uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function create(): Promise<Account> {
  // root's PATH after `su` without a login lacks the folders that hold these programs
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }
  const noLogin = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin']
  try {
    // the group may be left over from an account that was removed
    await run('groupadd', ['--system', '--force', accountName], { env })
    await run('useradd', ['--system', '--gid', accountName, ...noLogin, accountName], { env })
  } catch (error) {
    // another start may have made it at the same moment
    const made = await find()
    if (made !== undefined) return made
    throw new ExplainedError(
      `PostgreSQL refuses to run as root, and the account "${accountName}" it would run as could not be made (${reasonOf(error)}). Make that account, or start PACE as an ordinary user, or set DATABASE_URL to a PostgreSQL that runs already.`,
      { cause: error },
    )
  }
  const made = await find()
  if (made !== undefined) return made
  throw new ExplainedError(
    `The account "${accountName}" was made but cannot be found. Start PACE as an ordinary user.`,
  )
}
