import { madePacks } from '../../db/read-packs'
import { AUTHORITY, isOfLocalities } from '../../db/scope'
import type { MeetingPackAnswer } from '../../contracts/meetings-schema'
import { may, type Action } from '../../domain/permissions'
import { isLocalDate } from '../../domain/time'
import { councilOf } from '../../web/council'
import { meetingPackPage } from '../../web/pages/meeting-pack'
import { meetingsPage } from '../../web/pages/meetings'
import { namesIn } from '../meetings/names'
import { meetingAnswers } from '../meetings/read-meetings'
import { packNumbers } from '../meetings/pack-numbers'
import { readPackRoute } from '../meetings/read-pack'
import { madePackAnswer } from '../meetings/representation'
import { Problem } from '../problem'
import { inReachOf } from '../reach'
import type { PageServices } from '../services'
import { policyLocalities } from './localities'
import type { PageRequest, PageRoute } from './page-route'

export const meetingsPageRoute: PageRoute = {
  method: 'get',
  path: '/meeting-packs',
  actions: ['meetings.read'],
  here: 'meetings',
  async answer({ person, query }, services) {
    const { db, policy } = services
    const names = await namesIn(db, services)
    const meetings = await meetingAnswers(db, services)
    const [writes, opens] = [
      await localitiesOf(person, 'meetings.write', services),
      await localitiesOf(person, 'meeting-packs.read', services),
    ]
    const done = doneWords(query)
    return {
      content: meetingsPage({
        localities: policyLocalities(policy, AUTHORITY).map(({ id, name }) => {
          const own = meetings.find(({ locality }) => locality === id)
          return { id, name, ...(own && { meetings: own }), mayWrite: writes(id), mayOpen: opens(id) }
        }),
        nameOf: names.person,
        agencyName: names.agency,
        ...(done !== undefined && { done }),
      }),
    }
  },
}

export const meetingPackPageRoute: PageRoute = {
  method: 'get',
  path: '/meeting-packs/:locality/:on',
  actions: ['meeting-packs.read'],
  here: 'meetings',
  async answer({ person, params }, services) {
    const { locality = '', on = '' } = params
    if (!isLocalDate(on)) throw new Problem('not-found', 'There is no such pack in your localities')
    const { body } = await readPackRoute.read(
      { caller: person, params: {}, query: { locality, on }, body: undefined },
      services,
    )
    const { db, policy } = services
    const numbers = await packNumbers(body as MeetingPackAnswer, person, services)
    const names = await namesIn(db, services)
    const showsMails = may(person.roles, 'meetings.read')
    const [made] = showsMails ? await madePacks(db, { locality, on, limit: 1 }) : []
    return {
      content: meetingPackPage({
        pack: body as MeetingPackAnswer,
        localityName: policy.policy.localities.find(({ id }) => id === locality)?.name ?? locality,
        council: councilOf(policy.policy),
        ...(made && { mails: madePackAnswer(made, names).mails }),
        ...(numbers && { numbers }),
        mayGoBack: showsMails,
      }),
    }
  },
}

/** Where somebody may take an action: nowhere, where they may not at all. */
export async function localitiesOf(
  person: PageRequest['person'],
  action: Action,
  { db }: PageServices,
): Promise<(locality: string) => boolean> {
  if (!may(person.roles, action)) return () => false
  const { scope } = await inReachOf(person, action, db)
  return (locality) => isOfLocalities(scope, locality)
}

function doneWords({ kept, ended }: PageRequest['query']): string | undefined {
  if (kept !== undefined) return 'When it meets is kept.'
  return ended === undefined ? undefined : 'There are no more meetings in this locality.'
}
