import path from 'node:path'

import { ExplainedError } from '../explained-error'
import { closeOnSignal, listenOnLoopback } from '../processes/loopback-server'
import { dataDirectory } from '../project'
import { Mailbox } from './mailbox'
import { mailPages } from './routes'
import { receiveInto } from './smtp'

/**
 * The process of the embedded mail sink: SMTP on the port of SMTP_URL, pages on the port of PACE_MAIL_ADDRESS, both on
 * loopback, the messages in the folder `mail` of PACE_DATA_DIR.
 * @throws ExplainedError when either address is not set
 */
export async function main(env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const mailbox = await Mailbox.open(path.join(dataDirectory(env), 'mail'))
  const smtp = receiveInto(mailbox)
  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject)
    smtp.listen(portOf(env, 'SMTP_URL'), '127.0.0.1', resolve)
  })
  const pages = await listenOnLoopback(mailPages(mailbox), portOf(env, 'PACE_MAIL_ADDRESS'))
  closeOnSignal(smtp, pages)
}

function portOf(env: NodeJS.ProcessEnv, name: 'SMTP_URL' | 'PACE_MAIL_ADDRESS'): number {
  const address = env[name]
  if (address) return Number(new URL(address).port)
  throw new ExplainedError(
    `${name} is not set: it says on which loopback port the embedded mail sink answers.`,
  )
}
