import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'

import { reasonOf } from '../explained-error'
import type { Mailbox } from './mailbox'

/** The largest message that is taken. A notice with its calendar entry is a few kilobytes. */
const mostBytes = 10 * 1024 * 1024

/**
 * An SMTP server that takes whatever it is sent, from anyone to anyone, and keeps it in a mailbox. Its 250 means that
 * the message is on the disk.
 */
export function receiveInto(mailbox: Mailbox): SMTPServer {
  const server = new SMTPServer({
    banner: 'PACE mail sink: nothing sent here goes any further',
    size: mostBytes,
    // a sender may be set up for a real server: whatever it says of itself is believed
    authOptional: true,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    closeTimeout: 2_000,
    onAuth: (auth, _session, answer) => answer(null, { user: auth.username ?? 'anyone' }),
    onData: (content, _session, answer) => {
      keep(mailbox, content).then(() => answer(null), answer)
    },
  })
  // a sender that goes away in the middle concerns nobody else; it will try again
  server.on('error', (error) => console.error(`A connection ended: ${reasonOf(error)}`))
  return server
}

async function keep(mailbox: Mailbox, content: SMTPServerDataStream): Promise<void> {
  try {
    await mailbox.keep(content, new Date(), () => content.sizeExceeded)
  } catch (error) {
    console.error(`A message could not be kept: ${reasonOf(error)}`)
    throw refusal(452, `The message could not be kept, try again later: ${reasonOf(error)}`)
  }
  if (content.sizeExceeded) throw refusal(552, `The message is larger than ${mostBytes} bytes`)
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode })
}
