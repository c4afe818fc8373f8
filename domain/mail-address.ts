const LONGEST = 254
const LONGEST_LOCAL_PART = 64
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i

/**
 * What is wrong with a mail address, as the end of a sentence; undefined where nothing is. It is one address by itself, as it
 * is written to: `name@domain`, in ASCII, the domain by name. Source: RFC 5321, 4.1.2 and 4.5.3.1; without quoted names,
 * comments and literal addresses, which no council has.
 */
export function mailAddressFault(address: string): string | undefined {
  if (/[\r\n]/.test(address)) return 'must not have a line break'
  if (/[<>"]/.test(address)) return 'must be the address alone, without a name'
  if (/[,;\s]/.test(address)) return 'must be one address, without spaces'
  if (/[^\x21-\x7e]/.test(address)) return 'must have no letters but those of English'
  if (address.length > LONGEST) return `must have at most ${LONGEST} characters`
  const [local = '', domain, ...more] = address.split('@')
  if (domain === undefined || more.length > 0) return 'must be a mail address, such as health@nhs.example'
  if (local.length > LONGEST_LOCAL_PART)
    return `must have at most ${LONGEST_LOCAL_PART} characters before the @`
  if (!LOCAL_PART.test(local)) return 'is not a mail address before the @'
  return isDomain(domain) ? undefined : 'is not a mail address after the @'
}

/** Is it of a domain that leads nowhere, ever: kept for examples and tests, or for use inside a network? Source: RFC 2606, RFC 6761. */
export function isPlaceholder(address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return LEADS_NOWHERE.some((one) => domain === one || domain.endsWith(`.${one}`))
}

/** A mailbox, in one spelling: upper and lower case do not tell two apart anywhere in practice. */
export function mailboxOf(address: string): string {
  return address.toLowerCase()
}

const LEADS_NOWHERE = [
  'example',
  'example.com',
  'example.net',
  'example.org',
  'invalid',
  'local',
  'localhost',
  'test',
]

function isDomain(domain: string): boolean {
  const labels = domain.split('.')
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && /[a-z]/i.test(labels.at(-1) ?? '')
}
