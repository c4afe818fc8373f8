import type { Authority } from '../domain/codes'
import type { Recipient } from '../domain/notices'
import { AUTHORITY_WORDS } from './words'

const WITHIN: Readonly<Record<Exclude<Recipient, `authority-${Authority}`>, string>> = {
  chair: 'The chair of a meeting',
  contact: 'Contact',
  'lead-worker': 'Lead workers without an address of their own',
  'team-manager': 'Team manager',
  'service-manager': 'Service manager',
  'head-of-service': 'Head of service',
}

/** Whom a notice is for within an agency, or which other authority’s social work. */
export function recipientWords(recipient: Recipient): string {
  if (!isAuthority(recipient)) return WITHIN[recipient]
  return AUTHORITY_WORDS[recipient.slice('authority-'.length) as Authority]
}

/** Is it for the social work of another authority? */
export function isAuthority(recipient: Recipient): recipient is `authority-${Authority}` {
  return recipient.startsWith('authority-')
}
