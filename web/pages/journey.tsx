import type { VNode } from 'preact'
import type { ChildAnswer } from '../../contracts/child-schema'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import type { Route } from '../../domain/codes'
import { inFull } from '../../domain/dates-in-words'
import type { FactType } from '../../domain/events'
import type { Instant } from '../../domain/time'
import { Child } from '../components/child'
import { Diary } from '../components/diary'
import type { Names } from '../components/event-details'
import { Facts } from '../components/facts'
import { NextStep } from '../components/next-step'
import { Notices } from '../components/notices'
import { MoveClock, PracticeClock, type MoveProps } from '../components/practice-clock'
import { Siblings } from '../components/siblings'
import { Source } from '../components/source'
import { StageTracker } from '../components/stage-tracker'
import { Timeline } from '../components/timeline'
import { TwoClocks } from '../components/two-clocks'
import { ViewsHeard } from '../components/views-heard'
import { WhoLooked } from '../components/who-looked'
import { Withheld } from '../components/withheld'
import { InTheWordsOf, type Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NextAction } from '../next-action'
import { newestFirst, standingFacts } from '../standing-facts'

export interface JourneyView {
  readonly journey: JourneyAnswer
  readonly notices: readonly NoticeAnswer[]
  readonly names: Names
  /** How the council of the journey speaks. */
  readonly council: Council
  /** What would meet each rule, by its id. */
  readonly actions: Readonly<Record<string, NextAction>>
  /** The types of events that the person may record, and so correct. */
  readonly mayCorrect: ReadonlySet<FactType>
  readonly mayLinkSiblings: boolean
  /** Who the child is; absent for somebody who may not know. */
  readonly child?: ChildAnswer
  readonly mayChangeChild: boolean
  readonly mayReadAudit: boolean
  /** May have the journey in order, for panel papers. */
  readonly mayReadChronology?: boolean
  /** Until when it is opened to the person, who gave a reason. */
  readonly openedUntil?: Instant
  /** For whoever may move a practice journey's clock. */
  readonly moving?: Pick<MoveProps, 'csrf' | 'keyOf'>
  /** What the person has just recorded. */
  readonly recorded?: string
  /** The person has just had a notice sent again. */
  readonly resent?: boolean
  /** For having a notice sent again; absent for somebody who may not. */
  readonly resending?: { readonly csrf: string }
}

/**
 * A child's journey: what comes next first, then how far it has come, the deadlines by two clocks, whose views were heard,
 * what happened, and who was told.
 */
export function journeyPage(view: JourneyView): Content {
  const { journey, names, notices, actions, mayCorrect, mayLinkSiblings, recorded } = view
  const { child, mayChangeChild, openedUntil, moving } = view
  const { practice } = journey
  return {
    title: `Journey of ${journey.childReference}`,
    body: (
      <InTheWordsOf value={view.council}>
        {recorded && (
          <div class="pace-recorded" role="status">
            <p>
              <strong>Recorded:</strong> {recorded}. It is kept, and{' '}
              {practice ? 'what would be sent is shown below' : 'those concerned will be told'}.
            </p>
          </div>
        )}
        {view.resent === true && <Resent />}
        <a class="ds_back-link" href={practice ? '/practice' : '/children'}>
          {practice ? 'Practice' : 'Children'}
        </a>
        {openedUntil !== undefined && (
          <div class="ds_inset-text">
            <div class="ds_inset-text__text">
              You have opened this journey with a reason, until {inFull(openedUntil)}. Everything that you see
              and do here is marked.
            </div>
          </div>
        )}
        <Heading label={practice ? 'A practice journey' : "A child's journey"}>
          {journey.childReference}
        </Heading>
        <div data-live={journey.id} id="journey">
          {practice && <PracticeClock clock={practice} />}
          <NextStep journey={journey} actions={actions} />
          <StageTracker stage={journey.stage} {...lastRoute(journey)} />
          <Facts journey={journey} names={names} />
          <Withheld {...journey} />
          {child && <Child journeyId={journey.id} child={child} mayChange={mayChangeChild} />}
          <Warnings {...journey} />
          <TwoClocks journeyId={journey.id} deadlines={journey.deadlines} />
          <Diary {...journey} nameOf={names.person} />
          <ViewsHeard events={journey.events} />
          <Siblings {...journey} mayLink={mayLinkSiblings} />
          <Timeline journeyId={journey.id} events={journey.events} names={names} mayCorrect={mayCorrect} />
          <Notices
            notices={notices}
            practice={practice !== undefined}
            {...(view.resending && { resending: { ...view.resending, from: journey.id } })}
          />
          <ForPapers id={journey.id} may={view.mayReadChronology === true} />
          <WhoLooked id={journey.id} may={view.mayReadAudit} />
          <Source {...journey} />
        </div>
        {practice && moving && (
          <MoveClock {...moving} id={journey.id} hasNext={practice.next !== null} from="journey" />
        )}
      </InTheWordsOf>
    ),
  }
}

function ForPapers({ id, may }: { id: string; may: boolean }): VNode | null {
  if (!may) return null
  return (
    <p class="pace-not-printed">
      <a href={`/journeys/${id}/chronology`}>Chronology, for panel papers</a>
    </p>
  )
}

function Resent(): VNode {
  return (
    <div class="pace-recorded" role="status">
      <p>
        <strong>Sent again:</strong> it is on its way. How it ends will stand under{' '}
        <a href="#notices">Who has been told</a>.
      </p>
    </div>
  )
}

// Of the recommendation made last, by itself or at a meeting.
function lastRoute({ events }: JourneyAnswer): { route?: Route } {
  const [last] = newestFirst(standingFacts(events)).filter((event) => 'route' in event)
  const { route } = (last ?? {}) as { route?: Route }
  return route === undefined ? {} : { route }
}

function Warnings({ warnings }: Pick<JourneyAnswer, 'warnings'>): VNode | null {
  if (warnings.length === 0) return null
  return (
    <section aria-labelledby="warnings">
      <h2 id="warnings">To look at</h2>
      <ul class="pace-warnings">
        {warnings.map(({ code, message, eventId }) => (
          <li key={`${code}${eventId}${message}`}>
            {message} (<a href={`#event-${eventId}`}>see it</a>)
          </li>
        ))}
      </ul>
    </section>
  )
}
