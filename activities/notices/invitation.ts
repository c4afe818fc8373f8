import { meetingName, writeNotice, type Written } from '../../contracts/notice-words'
import { answerToken } from '../../keys/answer-link'
import { calendarOf } from './calendar'
import type { LeasedInvitation } from './leased-invitation'
import type { Message } from './mail'
import type { NoticeServices } from './services'
import { inDigest } from './sort'

/** An invitation as it is mailed: its words, the link to answer by, and what a calendar program takes of it. */
export function asInvited(
  services: Pick<NoticeServices, 'keys' | 'mailFrom' | 'publicUrl'>,
  notice: LeasedInvitation,
  attendee: { readonly address: string; readonly name?: string },
): Written & Pick<Message, 'calendar'> {
  const { content, childReference, id, created_at: stamp } = notice
  const { link, words } = inDigest(services, notice)
  const about = { childReference, locality: notice.locality, link, ...(words && { words }) }
  const isRequest = content.method === 'REQUEST'
  const answerLink = `${services.publicUrl}/answers/${answerToken(services.keys, id)}`
  return {
    ...writeNotice(content, { ...about, ...(isRequest && { answerLink }) }),
    calendar: {
      method: content.method,
      content: calendarOf(content, {
        summary: `${meetingName(content.meeting, words)}, child reference ${childReference}`,
        // the link to answer is for the one who reads the message, and not for a calendar that is shared
        description: writeNotice(content, about).text,
        organizer: organizerIn(services.mailFrom),
        attendee,
        link,
        stamp,
      }),
    },
  }
}

// As MAIL_FROM writes it: `PACE <pace@council.example>`, or the address alone.
function organizerIn(mailFrom: string): { name: string; address: string } {
  const [, name = '', address = mailFrom] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(mailFrom) ?? []
  return { name: name === '' ? 'PACE' : name, address: address.trim() }
}
