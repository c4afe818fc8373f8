/** A message by what it is of: a notice and which of its tries, or a digest. */
export interface MessageOf {
  readonly of: 'notice' | 'digest'
  readonly id: string
  /** Counts from 1; undefined where all that is known is the notice's id. */
  readonly number?: number
}

/** The Message-ID of a try of a notice, of a digest, or of the link of a pack: the same however often it is sent for that try. */
export function messageIdOf(
  { of, id, number = 1 }: Omit<MessageOf, 'of'> & { readonly of: MessageOf['of'] | 'meeting-pack' },
  from: string,
): string {
  const host = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return `<${of}.${id}${number === 1 ? '' : `.${number}`}@${host}>`
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const MESSAGE_ID = new RegExp(`^<?(notice|digest)\\.(${UUID})(?:\\.(\\d{1,6}))?@`, 'i')
const ALONE = new RegExp(`^${UUID}$`, 'i')

/** Which message of ours a Message-ID names, or the bare id of a notice; undefined of any other. */
export function messageOf(known: string): MessageOf | undefined {
  if (ALONE.test(known)) return { of: 'notice', id: known.toLowerCase() }
  const found = MESSAGE_ID.exec(known.trim())
  if (found === null) return undefined
  const [, of = '', id = '', number = '1'] = found
  const isDigest = of.toLowerCase() === 'digest'
  return {
    of: isDigest ? 'digest' : 'notice',
    id: id.toLowerCase(),
    ...(!isDigest && { number: Number(number) }),
  }
}
