import { ImapFlow } from 'imapflow'
import { DatabaseError } from 'pg'
import { readMail, type ReadMail } from './read-mail'
import type { Taken } from './take-mail'

/** How many messages came to what in one look. */
export type Counts = Readonly<Record<Taken, number>>

/** Messages that were left alone already, by what the mailbox calls them: nobody looks at them twice. */
export type LeftAlone = Set<string>

const CONNECT_LIMIT_MS = 10_000
const SILENCE_LIMIT_MS = 60_000
/** An answer is small; of anything larger the beginning shows what it is. */
const MOST_BYTES = 1_000_000
/** At one look; the rest at the next. */
const MOST_MESSAGES = 500

/**
 * Looks through what is unread in a mailbox. What is taken in is marked as read, afterwards; what should be an answer and
 * cannot be taken for one stays unread with a flag, for a person; everything else is left as it is.
 *
 * A message that cannot be fetched, read or taken in is flagged, so that it holds up none of the others. Throws when it is the
 * mailbox or the database that is away; what was taken in until then stays so.
 *
 * @param url imaps://user:password@host/FOLDER
 * @param take takes a message in, committed when it resolves
 */
export async function lookThrough(
  url: string,
  left: LeftAlone,
  take: (mail: ReadMail, uid: string) => Promise<Taken>,
): Promise<Counts> {
  const counts = { answer: 0, bounce: 0, flagged: 0, left: 0 }
  const { client, folder } = clientOf(url)
  // it is thrown where it is waited for; without somebody to hear it, it would end the process
  client.on('error', () => undefined)
  try {
    await client.connect()
    const lock = await client.getMailboxLock(folder)
    try {
      const box = client.mailbox
      const validity = box === false ? '' : String(box.uidValidity)
      const found = await client.search({ seen: false, flagged: false, deleted: false }, { uid: true })
      const uids = (found || []).map(String).filter((uid) => !left.has(`${validity}/${uid}`))
      for (const uid of uids.slice(0, MOST_MESSAGES)) {
        const mail = await fetched(client, uid)
        if (mail === undefined) continue
        const taken = await takeOrFlag(mail, (one) => take(one, uid))
        counts[taken] += 1
        if (taken === 'left') left.add(`${validity}/${uid}`)
        else await client.messageFlagsAdd(uid, [taken === 'flagged' ? '\\Flagged' : '\\Seen'], { uid: true })
      }
    } finally {
      lock.release()
    }
    await client.logout()
  } finally {
    client.close()
  }
  return counts
}

async function fetched(client: ImapFlow, uid: string): Promise<ReadMail | undefined> {
  try {
    const message = await client.fetchOne(uid, { source: { maxLength: MOST_BYTES } }, { uid: true })
    return message === false || message.source === undefined ? undefined : await readMail(message.source)
  } catch (error) {
    if (!client.usable) throw error
    return { kind: 'unreadable', because: 'the mailbox does not give it out' }
  }
}

async function takeOrFlag(mail: ReadMail, take: (mail: ReadMail) => Promise<Taken>): Promise<Taken> {
  try {
    return await take(mail)
  } catch (error) {
    if (!isOfMessage(error)) throw error
    return take({ kind: 'unreadable', because: 'it cannot be kept' })
  }
}

/** Data that PostgreSQL cannot keep (22), or that breaks a rule of ours (23): trying again changes nothing. */
const CANNOT_BE_KEPT = /^2[23]/

// Not a database or a mailbox that is away, whatever words they have for that.
function isOfMessage(error: unknown): boolean {
  if (error instanceof DatabaseError) return CANNOT_BE_KEPT.test(error.code ?? '')
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
}

function clientOf(url: string): { readonly client: ImapFlow; readonly folder: string } {
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url)
  const secure = protocol === 'imaps:'
  const folder = decodeURIComponent(pathname.replace(/^\//, ''))
  const client = new ImapFlow({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    ...(searchParams.get('requireTLS') === 'true' && { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    connectionTimeout: CONNECT_LIMIT_MS,
    greetingTimeout: CONNECT_LIMIT_MS,
    socketTimeout: SILENCE_LIMIT_MS,
    disableAutoIdle: true,
    // it would write what it reads
    logger: false,
  })
  return { client, folder: folder === '' ? 'INBOX' : folder }
}
