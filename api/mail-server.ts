import { connect } from 'node:net'

const LIMIT_MS = 1_000

/**
 * Whether a mail server takes connections; nothing is said to it. Rejects when it does not within a second.
 *
 * @param smtpUrl e.g. `smtp://127.0.0.1:1025`; without a port, 465 for smtps and 587 for smtp
 */
export function mailServerAnswers(smtpUrl: string): Promise<void> {
  const { hostname, port, protocol } = new URL(smtpUrl)
  const otherwise = protocol === 'smtps:' ? 465 : 587
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? otherwise : Number(port),
    })
    socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error('No answer within a second')))
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}
