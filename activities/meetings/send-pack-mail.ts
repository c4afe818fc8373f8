import type { PackMailEnding } from '../../contracts/meeting-pack-workflow'
import { messageIdOf } from '../../contracts/message-ids'
import { writePackMail } from '../../contracts/meeting-pack-words'
import {
  keepPackMail,
  leasePackMail,
  readPackMail,
  releasePackMail,
  withdrawPackMail,
} from '../../db/meeting-packs'
import { policyLocalityName } from '../../policies/released'
import { deliver } from '../notices/deliver'
import type { PackMailStatus } from '../../domain/pack-mail'
import type { NoticeServices } from '../notices/services'

/** Thrown to have the engine try again: the reason stands in the record, where people look. */
class NotTakenError extends Error {
  override readonly name = 'NotTakenError'
}

/** The activity has a minute. */
const BEGUN_WITHIN_MS = 20_000

/**
 * Sends the link of a pack to one address, and keeps how it ended. Of one that has ended nothing is sent again, nor of
 * a meeting that is not on that day any more. Throws NotTakenError for what may pass by itself, such as a server that is away, or
 * another who is sending it.
 */
export async function sendPackMail(
  services: NoticeServices,
  { mailId }: { readonly mailId: string },
): Promise<PackMailEnding> {
  const { db, mailFrom, publicUrl } = services
  const mail = await readPackMail(db, mailId)
  if (mail === undefined || mail.status !== 'pending') return endingOf(mail?.status)
  const { locality, on, at, address, madeAt } = mail
  if (at === undefined) {
    await withdrawPackMail(db, mailId)
    return 'withdrawn'
  }
  if (!(await leasePackMail(db, mailId))) throw new NotTakenError('Another is sending it')
  const link = `${publicUrl}/meeting-packs/${locality}/${on}`
  const delivered = await deliver(
    { ...services, stop: Date.now() + BEGUN_WITHIN_MS },
    {
      ...writePackMail({ locality: policyLocalityName(locality), on, at, link }),
      to: address,
      messageId: messageIdOf({ of: 'meeting-pack', id: mailId }, mailFrom),
      date: madeAt,
    },
    { stillSo: async () => (await readPackMail(db, mailId))?.status === 'pending' },
  )
  if (delivered.came === 'sent') {
    await keepPackMail(db, mailId, { status: 'sent' })
    return 'sent'
  }
  if (delivered.came === 'stop' || delivered.came === 'gone') {
    await releasePackMail(db, mailId)
    throw new NotTakenError('The mail server is not asked now')
  }
  const { verdict, reason: error } = delivered
  await keepPackMail(db, mailId, { status: verdict === 'refused' ? 'refused' : 'pending', error })
  if (verdict === 'refused') return 'refused'
  throw new NotTakenError('The mail server did not take it now')
}

function endingOf(status: PackMailStatus | undefined): PackMailEnding {
  return status === 'sent' || status === 'withdrawn' ? status : 'refused'
}
