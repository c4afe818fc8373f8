import { execFileSync, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { ImapFlow } from 'imapflow'
import { until } from './until'

/** A mailbox on a real IMAP server. */
export interface Mailbox {
  readonly url: string
  /** Puts a message in, unread. */
  put(message: string): Promise<void>
  /** The subjects and flags of what is in it, in the order in which it came. */
  messages(): Promise<{ readonly subject: string; readonly flags: readonly string[] }[]>
  close(): Promise<void>
}

/** Where Debian's dovecot is; undefined where it is not installed. */
export function findDovecot(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin']
  return folders
    .map((folder) => path.join(folder, 'dovecot'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

const PASSWORD = 'a made-up password'

/** Starts dovecot on a free port of this machine, with a made-up user, as a process that ends with `close`. */
export async function openMailbox(program: string): Promise<Mailbox> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pace-mailbox-'))
  // as root, dovecot hands the mailbox to somebody who is not
  const { uid, gid } = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : userInfo()
  const mail = path.join(folder, 'mail')
  await mkdir(mail)
  await chmod(folder, 0o777)
  await chmod(mail, 0o777)
  const port = await freePort()
  const configuration = path.join(folder, 'dovecot.conf')
  await writeFile(path.join(folder, 'users'), `replies:{PLAIN}${PASSWORD}:${uid}:${gid}::${mail}::\n`)
  await writeFile(configuration, configurationOf({ folder, port, mail }))
  const server = spawn(program, ['-F', '-c', configuration], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const box = {
    url: `imap://replies:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/INBOX`,
    put: (message: string) =>
      using(port, async (client) => {
        await client.append('INBOX', message.replace(/\r?\n/g, '\r\n'))
      }),
    messages: () =>
      using(port, async (client) => {
        const lock = await client.getMailboxLock('INBOX')
        try {
          const all = await client.fetchAll('1:*', { envelope: true, flags: true })
          return all.map(({ envelope, flags }) => ({
            subject: envelope?.subject ?? '',
            flags: [...(flags ?? [])].sort(),
          }))
        } finally {
          lock.release()
        }
      }),
    async close() {
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
  await until('the mailbox can be opened', () => using(port, () => Promise.resolve(true)).catch(() => false))
  return box
}

async function using<T>(port: number, use: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user: 'replies', pass: PASSWORD }
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await use(client)
  } finally {
    client.close()
  }
}

function configurationOf({ folder, port, mail }: { folder: string; port: number; mail: string }): string {
  const root = process.getuid?.() === 0
  const user = userInfo().username
  // whoever is not root can hand its sockets to nobody else
  const group = root ? '' : execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${mail}/Maildir
first_valid_uid = 1
${root ? '' : `default_internal_user = ${user}\ndefault_internal_group = ${group}\ndefault_login_user = ${user}\n`}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
