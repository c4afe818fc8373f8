import type { VNode } from 'preact'
import type { FactType } from '../../domain/events'
import { inFull } from '../../domain/dates-in-words'
import {
  isFact,
  newestFirst,
  type CorrectionAnswer,
  type EventAnswer,
  type FactAnswer,
} from '../standing-facts'
import { useCouncil } from '../council'
import { EVENT_WORDS } from '../words'
import { Occurred } from './due'
import { EventDetails, type Names } from './event-details'

export interface TimelineProps {
  readonly journeyId: string
  readonly events: readonly EventAnswer[]
  readonly names: Names
  /** The types of events that the person may record, and so correct. */
  readonly mayCorrect: ReadonlySet<FactType>
}

/** What has happened, the newest first, with its author; what was corrected stays to be seen, struck through. */
export function Timeline({ events, ...more }: TimelineProps): VNode {
  const { person } = more.names
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What has happened</h2>
      <ol class="pace-timeline">
        {newestFirst(events).map((event) => (
          <li key={event.id} id={`event-${event.id}`}>
            {isFact(event) ? (
              <Fact fact={event} {...more} />
            ) : (
              <Correction correction={event} events={events} {...more} />
            )}
            <p class="pace-quiet">
              Recorded by {person(event.recordedBy)} at {inFull(event.recordedAt)}
              {event.source && `, from ${event.source.system}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

type FactProps = { readonly fact: FactAnswer } & Omit<TimelineProps, 'events'>

function Fact({ fact, journeyId, names, mayCorrect }: FactProps): VNode {
  const council = useCouncil()
  const said = (
    <>
      <p>
        <Occurred at={fact.occurredAt} />
      </p>
      <EventDetails event={fact} names={names} />
    </>
  )
  return (
    <>
      <FactHeading fact={fact} />
      {fact.correctedBy === undefined ? said : <del class="pace-corrected">{said}</del>}
      {mayCorrect.has(fact.type) && (
        <p>
          <a href={`/journeys/${journeyId}/events/${fact.id}/correct`}>
            Correct<span class="visually-hidden"> {council.eventOn(fact)}</span>
          </a>
        </p>
      )}
    </>
  )
}

function FactHeading({ fact }: { fact: FactAnswer }): VNode {
  const council = useCouncil()
  if (fact.correctedBy === undefined) return <h3>{council.eventTitle(fact)}</h3>
  const withdrawn = fact.withdrawn === true
  return (
    <>
      <h3>
        <span class="visually-hidden">{withdrawn ? 'Withdrawn: ' : 'Corrected: '}</span>
        <s>{council.eventTitle(fact)}</s>
      </h3>
      <p>
        <span class="ds_tag ds_tag--grey">{withdrawn ? 'Withdrawn' : 'Corrected'}</span>{' '}
        <a href={`#event-${fact.correctedBy}`}>
          {withdrawn ? 'It did not happen: see why' : 'See how it was, and why'}
        </a>
      </p>
    </>
  )
}

type CorrectionProps = { readonly correction: CorrectionAnswer } & Pick<TimelineProps, 'events' | 'names'>

function Correction({ correction, events, names }: CorrectionProps): VNode {
  const council = useCouncil()
  const { eventId, replacement, reason, id, occurredAt } = correction
  const corrected = events.find((event) => event.id === eventId)
  const last = corrected?.correctedBy
  return (
    <>
      <h3>{replacement === null ? 'Withdrawal' : EVENT_WORDS['event-corrected']}</h3>
      <p>
        <Occurred at={occurredAt} />
      </p>
      <p>
        {replacement === null ? 'This did not happen: ' : 'Corrects '}
        <a href={`#event-${eventId}`}>
          {corrected === undefined ? 'an event of this journey' : council.eventOn(corrected)}
        </a>
      </p>
      <dl class="pace-details">
        <div>
          <dt>Why</dt>
          <dd>{reason}</dd>
        </div>
      </dl>
      {last !== undefined && last !== id && (
        <p>
          <a href={`#event-${last}`}>It has been corrected again since</a>
        </p>
      )}
      {replacement !== null && (
        <div class="pace-stands">
          <h4>
            {last === id ? 'As it stands now' : 'As it was then said to be'}:{' '}
            {council.eventTitle(replacement)}
          </h4>
          <p>
            <Occurred at={replacement.occurredAt} />
          </p>
          <EventDetails event={replacement} names={names} />
        </div>
      )}
    </>
  )
}
