import type { JourneyAnswer } from '../../../contracts/journey-schema'
import { until } from '../../support/until'
import type { Begun } from './beginning'
import type { Installation } from './installation'

/** What has come of a journey, in words that are the same for every child. */
export interface Outcome {
  /** How often the journey stands in the list. */
  readonly listed: number
  readonly events: readonly string[]
  readonly audited: readonly string[]
  readonly milestones: readonly string[]
  /** Whom each notice is for, what it is about and how it ended. */
  readonly notices: readonly string[]
  /** Each message once, whatever the number of its copies. */
  readonly mail: readonly string[]
}

const SETTLED_LIMIT_MS = 90_000

/** Waits until a journey's workflow answers for all that is recorded, and nothing waits to be sent. */
export async function untilSettled(installation: Installation, begun: Begun): Promise<void> {
  // A part that was killed is not back in all its connections at once: until then the answer is 503, or none.
  const settled = () => isSettled(installation, begun).catch(() => false)
  await until(`all that follows for ${begun.child} is done`, settled, SETTLED_LIMIT_MS)
}

async function isSettled(installation: Installation, { journeyId }: Begun): Promise<boolean> {
  const { source } = await installation.read<JourneyAnswer>(`/api/v1/journeys/${journeyId}`)
  const { conducted_seq, seq } = await installation.db
    .selectFrom('journey')
    .select(['conducted_seq', 'seq'])
    .where('id', '=', journeyId)
    .executeTakeFirstOrThrow()
  const notices = await noticesOf(installation, journeyId)
  return (
    source === 'workflow' &&
    conducted_seq === seq &&
    notices.length > 0 &&
    notices.every(({ status }) => status !== 'pending')
  )
}

/** What has come of a journey. */
export async function outcomeOf(installation: Installation, begun: Begun): Promise<Outcome> {
  const { child, journeyId, events } = begun
  const list = await installation.read<{ items: unknown[] }>(`/api/v1/journeys?q=${child}`)
  const journey = await installation.read<JourneyAnswer>(`/api/v1/journeys/${journeyId}`)
  // a journey without a lead worker is its locality's manager's, who is told
  const alike = (text: string) =>
    events.reduce(
      (said, id, index) => said.replaceAll(id, `event-${index + 1}`),
      text.replaceAll(child, 'CHILD').replaceAll(journey.locality, 'LOCALITY'),
    )
  const audited = await installation.db
    .selectFrom('audit')
    .select(['action', 'detail'])
    .where('journey_id', '=', journeyId)
    .where('action', 'like', 'record.%')
    .orderBy('id')
    .execute()
  const milestones = await installation.db
    .selectFrom('milestone')
    .select(['rule_id', 'kind', 'started_on', 'reached_on', 'superseded_at'])
    .where('journey_id', '=', journeyId)
    .orderBy('rule_id')
    .execute()
  const notices = await noticesOf(installation, journeyId)
  const messages = await messagesOf(installation, journeyId)
  return {
    listed: list.items.length,
    events: journey.events.map(({ id, number, type }) => alike(`${number} ${type} ${id}`)),
    audited: audited.map(({ action, detail }) => alike(`${action} ${String(detail['event'])}`)),
    milestones: milestones.map((one) => JSON.stringify(one)),
    notices: notices
      .map(({ agency, recipient, key, status }) => alike(`${agency} ${recipient} ${key} ${status}`))
      .sort(),
    mail: [...messages.values()]
      .map(({ to, subject }) => alike(`${to.map(officeOf).join()}: ${subject}`))
      .sort(),
  }
}

// Some localities have an office of an agency to themselves.
function officeOf(address: string): string {
  const [, office = '', domain = ''] = /^(.+)@(.+)\.example$/.exec(address) ?? []
  return domain === 'partners' ? office : domain === 'council' ? address : domain
}

/** The Message-IDs that a journey's notices are to be known by. */
export async function messageIdsOf(installation: Installation, { journeyId }: Begun): Promise<string[]> {
  const notices = await noticesOf(installation, journeyId)
  return notices.map(({ id }) => `<notice.${id}@localhost>`).sort()
}

/** How often each message about a journey has come, by its Message-ID. */
export async function copiesOf(
  installation: Installation,
  { journeyId }: Begun,
): Promise<Readonly<Record<string, number>>> {
  const messages = await messagesOf(installation, journeyId)
  return Object.fromEntries([...messages].map(([messageId, { copies }]) => [messageId, copies]))
}

async function noticesOf({ db }: Installation, journeyId: string) {
  return db
    .selectFrom('notice')
    .select(['id', 'agency', 'recipient', 'key', 'status'])
    .where('journey_id', '=', journeyId)
    .execute()
}

// By their Message-IDs; those about a journey hold the address where it is read.
async function messagesOf(installation: Installation, journeyId: string) {
  const mail = await installation.mail()
  return new Map(
    mail.filter(({ text }) => text.includes(journeyId)).map((message) => [message.messageId, message]),
  )
}
