import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser'

/** One message as it was received. */
export interface Message {
  readonly id: string
  /** The sender's own id of the message, by which a repetition is recognised; empty when it had none. */
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  /** When the sender says it was sent, and when it came: instants in RFC 3339. */
  readonly date: string | null
  readonly receivedAt: string
  readonly text: string
  /** How many messages with this message id have been received, this one among them. */
  readonly copies: number
}

/** A message with all that is in it. */
export interface WholeMessage extends Message {
  /** The header lines as they came. */
  readonly headers: readonly string[]
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: number }[]
}

type Parsed = Omit<Message, 'copies'>

const idPattern = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/
const incoming = 'incoming-'

/** The messages kept in a folder, one `.eml` file each. A message counts as kept once it would survive a power cut. */
export class Mailbox {
  /** What was read of each message; files never change, so it is read once. */
  private readonly known = new Map<string, Parsed>()

  private constructor(private readonly folder: string) {}

  /** Opens a folder as a mailbox, making it when it is missing. Only one process may receive into it. */
  static async open(folder: string): Promise<Mailbox> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder)) {
      // cut short by a kill: the sender had no answer and will send it again
      if (name.startsWith(incoming)) await rm(path.join(folder, name), { force: true })
    }
    return new Mailbox(folder)
  }

  /**
   * Keeps a message. When the promise is fulfilled it is on the disk, whatever happens to this process afterwards.
   * @param isRefused asked at the end of the message; when it says yes nothing is kept
   */
  async keep(content: Readable, now: Date, isRefused: () => boolean = () => false): Promise<void> {
    const random = randomBytes(4).toString('hex')
    const file = path.join(this.folder, `${incoming}${random}`)
    try {
      await writeToDisk(content, file)
      if (isRefused()) return
      await rename(file, path.join(this.folder, `${stamp(now)}-${random}.eml`))
      await flushFolder(this.folder)
    } finally {
      await rm(file, { force: true })
    }
  }

  /** Every message, the newest first. */
  async list(): Promise<Message[]> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.eml'))
    const ids = names.map((name) => name.slice(0, -'.eml'.length)).filter((id) => idPattern.test(id))
    ids.sort().reverse()
    const parsed: Parsed[] = []
    for (const id of ids) parsed.push(await this.parsed(id))
    const copies = new Map<string, number>()
    for (const { messageId } of parsed) copies.set(messageId, (copies.get(messageId) ?? 0) + 1)
    return parsed.map((each) => ({
      ...each,
      copies: each.messageId === '' ? 1 : (copies.get(each.messageId) ?? 1),
    }))
  }

  /** One message, or undefined when none has this id. */
  async read(id: string): Promise<WholeMessage | undefined> {
    if (!idPattern.test(id)) return undefined
    const message = (await this.list()).find((each) => each.id === id)
    if (message === undefined) return undefined
    const mail = await this.parse(id)
    return {
      ...message,
      headers: mail.headerLines.map(({ line }) => line),
      attachments: mail.attachments.map(({ filename, contentType, size }) => ({
        name: filename ?? 'without a name',
        type: contentType,
        bytes: size,
      })),
    }
  }

  private async parsed(id: string): Promise<Parsed> {
    const known = this.known.get(id)
    if (known !== undefined) return known
    const mail = await this.parse(id)
    const parsed = {
      id,
      messageId: mail.messageId ?? '',
      from: mail.from?.text ?? '',
      to: addresses(mail.to),
      subject: mail.subject ?? '',
      date: mail.date?.toISOString() ?? null,
      receivedAt: receivedAt(id),
      text: mail.text ?? '',
    }
    this.known.set(id, parsed)
    return parsed
  }

  private async parse(id: string): Promise<ParsedMail> {
    const content = await readFile(path.join(this.folder, `${id}.eml`))
    return simpleParser(content, { skipHtmlToText: false, skipImageLinks: true })
  }
}

function addresses(to: AddressObject | AddressObject[] | undefined): string[] {
  if (to === undefined) return []
  const groups = Array.isArray(to) ? to : [to]
  return groups.flatMap(({ value }) => value.map(({ address, name }) => address ?? name))
}

/** An instant as the beginning of a file's name, so that names sort by time: 20260327T153000000Z. */
function stamp(instant: Date): string {
  return instant.toISOString().replace(/[-:.]/g, '')
}

function receivedAt(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z')
}

async function writeToDisk(content: Readable, file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await writeFile(handle, content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A file's name is on the disk once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
