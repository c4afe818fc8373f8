import { randomUUID } from 'node:crypto'
import type { AgencyJourneyAnswer, JourneyAnswer } from '../../contracts/journey-schema'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import { EVENT_TYPES, FACT_TYPES } from '../../domain/events'
import type { Action } from '../../domain/permissions'
import { instant, isLocalDate, localDateOf, type LocalDate } from '../../domain/time'
import { policyOf } from '../../policies/released'
import { councilOf } from '../../web/council'
import { actionFor } from '../../web/next-action'
import { agencyJourneyPage } from '../../web/pages/agency-journey'
import { journeyPage } from '../../web/pages/journey'
import { recordPage } from '../../web/pages/record'
import { readJourneyRoute } from '../journeys/read-journey'
import { readNoticesRoute } from '../journeys/read-notices'
import { paramsOf } from '../perform'
import type { Refusal } from '../not-allowed'
import { Problem } from '../problem'
import { judgeOf } from '../reach'
import { readNames } from './names'
import { policyNames } from './offered'
import type { PageRequest, PageRoute } from './page-route'
import { readChildFor } from './read-child-for'
import type { PageServices } from '../services'
import type { Person } from './session'

export const journeyPageRoute: PageRoute = {
  method: 'get',
  path: '/journeys/:id',
  actions: ['journey.read'],
  here: 'children',
  async answer(request, services) {
    const [shown, told, nameOf] = await Promise.all([
      readShownFor(request, services),
      readNoticesRoute.read(askedBy(request), services),
      readNames(services.db),
    ])
    const notices = (told.body as { items: NoticeAnswer[] }).items
    const policy = policyOf(shown.policy)
    const council = councilOf(policy)
    if (!isWhole(shown)) {
      return { content: agencyJourneyPage({ journey: shown, notices, ...policyNames(policy), council }) }
    }
    const journey = shown
    const refused = await refusedIn(request.person, journey, services)
    const may = (action: Action) => refused(action) === undefined
    // practice is about nobody
    const known =
      journey.practice === undefined && may('child.read') ? await readChildFor(request, services) : undefined
    const opening = request.person.openings?.find(({ journeyId }) => journeyId === journey.id)
    const recorded = EVENT_TYPES.find((type) => type === request.query['recorded'])
    return {
      content: journeyPage({
        journey,
        notices,
        mayLinkSiblings: may('siblings.link'),
        ...(known && { child: known.child }),
        mayChangeChild: may('child.write'),
        ...(may('practice.advance') && { moving: { csrf: request.csrf, keyOf: () => randomUUID() } }),
        mayReadAudit: may('audit.read'),
        mayReadChronology: may('chronology.read'),
        ...(opening && { openedUntil: opening.until }),
        council,
        names: { ...policyNames(policy), person: nameOf },
        actions: Object.fromEntries(policy.rules.map(({ id, metBy }) => [id, actionFor(metBy)])),
        mayCorrect: new Set(FACT_TYPES.filter((type) => may(`record.${type}`))),
        ...(recorded && { recorded: council.event(recorded) }),
        ...(request.query['resent'] !== undefined && { resent: true }),
        ...(may('notices.resend') && { resending: { csrf: request.csrf } }),
      }),
    }
  },
}

const RECORDING = FACT_TYPES.map((type): Action => `record.${type}`) as [Action, ...Action[]]

export const recordPageRoute: PageRoute = {
  method: 'get',
  path: '/journeys/:id/record',
  actions: RECORDING,
  here: 'children',
  async answer(request, services) {
    const journey = await readJourneyFor(request, services)
    return { content: recordPage(journey, councilOf(policyOf(journey.policy))) }
  },
}

/** The journey that a page is about, as the API shows it to the person: as a whole, or their agency's part of it. */
export async function readShownFor(
  request: PageRequest,
  services: PageServices,
): Promise<JourneyAnswer | AgencyJourneyAnswer> {
  const { body } = await readJourneyRoute.read(askedBy(request), services)
  return body as JourneyAnswer | AgencyJourneyAnswer
}

/** The journey that a page is about, for a page that needs the whole of it. Throws Problem where only a part is shown. */
export async function readJourneyFor(request: PageRequest, services: PageServices): Promise<JourneyAnswer> {
  const shown = await readShownFor(request, services)
  if (isWhole(shown)) return shown
  throw new Problem('not-allowed', "Only your agency's part of this journey is shown to you", {
    remedy: 'Ask the social worker of the child',
  })
}

function isWhole(shown: JourneyAnswer | AgencyJourneyAnswer): shown is JourneyAnswer {
  return 'events' in shown
}

function isDay(text: string | undefined): text is LocalDate {
  return text !== undefined && isLocalDate(text)
}

/** What stands against what somebody does in a journey that they are shown, by role and by reach. */
export async function refusedIn(
  person: Person,
  { id, team, worker, locality, circumstances, asOf }: JourneyAnswer,
  { db }: PageServices,
): Promise<(action: Action) => Refusal | undefined> {
  const { cover } = circumstances
  const whose = {
    id,
    locality,
    ...(team !== null && { team }),
    ...(worker !== null && { lead: worker }),
    ...(cover && { cover: { worker: cover.worker, ...(isDay(cover.until) && { until: cover.until }) } }),
  }
  return judgeOf(person, whose, localDateOf(instant(asOf)), db)
}

function askedBy({ person, params }: PageRequest) {
  return {
    caller: person,
    params: paramsOf(readJourneyRoute, { id: params['id'] }),
    query: {},
    body: undefined,
  }
}
