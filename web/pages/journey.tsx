import type { ComponentChildren, VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import type { Route } from '../../domain/codes'
import { inFull } from '../../domain/dates-in-words'
import { Due, Occurred } from '../components/due'
import { EventDetails, type EventAnswer } from '../components/event-details'
import { OwnerFact } from '../components/owner'
import { Siblings } from '../components/siblings'
import { StageTracker } from '../components/stage-tracker'
import { NoticeTag, StatusTag } from '../components/tag'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { formAddress, type NextAction } from '../next-action'
import { AGENCY_WORDS, EVENT_WORDS, meetingWords, STAGE_WORDS, wordsFor } from '../words'

export interface JourneyView {
  readonly journey: JourneyAnswer
  readonly notices: readonly NoticeAnswer[]
  readonly localityName: string
  readonly nameOf: NameOf
  readonly mayLinkSiblings: boolean
  /** What would meet each rule, by its id. */
  readonly actions: Readonly<Record<string, NextAction>>
  /** What the person has just recorded. */
  readonly recorded?: string
}

type DeadlineAnswer = JourneyAnswer['deadlines'][number]

/** A child's journey: what comes next first, then how far it has come, the deadlines, what happened, and who was told. */
export function journeyPage(view: JourneyView): Content {
  const { journey, recorded } = view
  return {
    title: `Journey of ${journey.childReference}`,
    body: (
      <>
        {recorded && (
          <div class="pace-recorded" role="status">
            <p>
              <strong>Recorded:</strong> {recorded}. It is kept, and those concerned will be told.
            </p>
          </div>
        )}
        <a class="ds_back-link" href="/children">
          Children
        </a>
        <Heading label="A child's journey">{journey.childReference}</Heading>
        <div data-live={journey.id} id="journey">
          <NextStep {...view} />
          <StageTracker stage={journey.stage} {...lastRoute(journey)} />
          <Facts {...view} />
          <Warnings {...view} />
          <Deadlines {...view} />
          <Diary {...view} />
          <Siblings {...journey} mayLink={view.mayLinkSiblings} />
          <Timeline {...view} />
          <Notices {...view} />
          <Source {...view} />
        </div>
      </>
    ),
  }
}

const OPEN_FIRST = ['overdue', 'due-soon', 'pending'] as const

function openDeadlines(journey: JourneyAnswer): DeadlineAnswer[] {
  return journey.deadlines
    .filter(({ status }) => (OPEN_FIRST as readonly string[]).includes(status))
    .sort((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : 1))
}

function NextStep({ journey, actions }: JourneyView): VNode {
  if (journey.closed) {
    return (
      <section class="pace-next" aria-labelledby="next">
        <h2 id="next">This journey has ended</h2>
      </section>
    )
  }
  const [next] = openDeadlines(journey)
  return (
    <section class={`pace-next pace-next--${next?.status ?? 'none'}`} aria-labelledby="next">
      <h2 id="next">{next ? `Next: ${next.title}` : 'Nothing is due'}</h2>
      {next && (
        <p>
          Due {next.dueAt ? 'at' : 'by'}{' '}
          <Due dueOn={next.dueOn ?? ''} {...(next.dueAt && { dueAt: next.dueAt })} />{' '}
          <StatusTag status={next.status} />
        </p>
      )}
      <div class="pace-next__actions">
        {next && <RecordButton journey={journey} action={actions[next.ruleId]} />}
        <a class="ds_button ds_button--secondary" href={`/journeys/${journey.id}/record`}>
          Record something else
        </a>
      </div>
    </section>
  )
}

function RecordButton({ journey, action }: { journey: JourneyAnswer; action?: NextAction }): VNode | null {
  if (action === undefined) return null
  const possible = journey.possible.find(({ type }) => type === action.type)
  if (possible === undefined) return null
  if (!possible.allowed) {
    return (
      <p class="pace-quiet">
        {possible.because}. {possible.remedy}.
      </p>
    )
  }
  return (
    <a class="ds_button" href={formAddress(journey.id, action)}>
      Record it
    </a>
  )
}

// Of the recommendation made last, by itself or at a meeting.
function lastRoute({ events }: JourneyAnswer): { route?: Route } {
  const [last] = [...events].sort(byOccurrence).filter((event) => 'route' in event)
  const { route } = (last ?? {}) as { route?: Route }
  return route === undefined ? {} : { route }
}

function Facts({ journey, localityName, nameOf }: JourneyView): VNode {
  const start = journey.events.find(({ type }) => type === 'looked-after-started')
  return (
    <dl class="pace-facts">
      <Fact name="Stage">{STAGE_WORDS[journey.stage]}</Fact>
      <Fact name="Looked after since">{start && <Occurred at={start.occurredAt} />}</Fact>
      <Fact name="Pathway">{wordsFor(journey.pathway)}</Fact>
      <Fact name="Locality">{localityName}</Fact>
      {journey.team && <Fact name="Team">{journey.team}</Fact>}
      <Fact name="Lead worker">{journey.worker === null ? 'Nobody yet' : nameOf(journey.worker)}</Fact>
      <OwnerFact owner={journey.owner} nameOf={nameOf} />
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Warnings({ journey: { warnings } }: JourneyView): VNode | null {
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

const BASIS_WORDS = { law: 'Law', 'local-aim': 'Local aim', 'test-of-change': 'Test of change' } as const

function Deadlines({ journey }: JourneyView): VNode {
  return (
    <section aria-labelledby="deadlines">
      <h2 id="deadlines">Deadlines</h2>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">Deadlines of this journey, with status and legal basis</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Due</th>
            <th scope="col">Status</th>
            <th scope="col">On whose authority</th>
          </tr>
        </thead>
        <tbody>
          {journey.deadlines.map((deadline) => (
            <tr key={`${deadline.ruleId}/${deadline.instance}`}>
              <th scope="row">{deadline.title}</th>
              <td data-label="Due">
                <DueOf deadline={deadline} />
              </td>
              <td data-label="Status">
                <StatusTag status={deadline.status} />
                {deadline.metOn && <span class="pace-quiet"> on {inFull(deadline.metOn)}</span>}
              </td>
              <td data-label="On whose authority">
                {BASIS_WORDS[deadline.basis.kind]}: {deadline.basis.citation}
                {deadline.basis.confidence !== 'confirmed' &&
                  ` (${wordsFor(deadline.basis.confidence).toLowerCase()})`}
                {deadline.basis.note && <span class="pace-quiet">. {deadline.basis.note}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function DueOf({ deadline: { dueOn, dueAt } }: { deadline: DeadlineAnswer }): VNode {
  if (dueOn === null) return <span class="pace-quiet">When its clock starts</span>
  return <Due dueOn={dueOn} {...(dueAt && { dueAt })} />
}

function Diary({ journey: { diary } }: JourneyView): VNode | null {
  if (diary.length === 0) return null
  return (
    <section aria-labelledby="diary">
      <h2 id="diary">Diary</h2>
      <ul class="pace-diary">
        {diary.map(({ meeting, date, movedFrom, cancelled, heldBy, setBy }) => (
          <li key={setBy + meeting}>
            <strong>{meetingWords(meeting)}</strong>: {inFull(date)}
            {movedFrom && `, moved from ${inFull(movedFrom)}`}
            {cancelled && ', cancelled'}
            {heldBy && ', held'}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Timeline({ journey: { events }, nameOf }: JourneyView): VNode {
  const newestFirst = [...events].sort(byOccurrence)
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What has happened</h2>
      <ol class="pace-timeline">
        {newestFirst.map((event) => (
          <li key={event.id} id={`event-${event.id}`}>
            <h3>{titleOf(event)}</h3>
            <p>
              <Occurred at={event.occurredAt} />
            </p>
            <EventDetails event={event} />
            <p class="pace-quiet">
              Recorded by {nameOf(event.recordedBy)} at {inFull(event.recordedAt)}
              {event.source && `, from ${event.source.system}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

// By the day, and within it by the number: the newest first.
function byOccurrence(a: EventAnswer, b: EventAnswer): number {
  const [dayA, dayB] = [a.occurredAt.slice(0, 10), b.occurredAt.slice(0, 10)]
  if (dayA !== dayB) return dayA < dayB ? 1 : -1
  return b.number - a.number
}

function titleOf(event: EventAnswer): string {
  const { meeting, review } = event as { readonly meeting?: string; readonly review?: string }
  if (event.type === 'child-plan-meeting-held' && meeting !== undefined && meeting !== 'other') {
    return `${wordsFor(meeting).replace(' meeting', '')} child plan meeting`
  }
  return event.type === 'review-held' && review !== undefined ? wordsFor(review) : EVENT_WORDS[event.type]
}

function Notices({ notices }: JourneyView): VNode {
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">Who has been told</h2>
      {notices.length === 0 ? (
        <p>Nobody yet.</p>
      ) : (
        <table class="ds_table pace-stacked">
          <caption class="visually-hidden">Notices of this journey, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">About</th>
              <th scope="col">To</th>
              <th scope="col">When</th>
              <th scope="col">How it ended</th>
            </tr>
          </thead>
          <tbody>
            {notices.map(({ id, subject, agency, recipient, at, status, lastError }) => (
              <tr key={id}>
                <th scope="row">{subject}</th>
                <td data-label="To">
                  {AGENCY_WORDS[agency]}
                  {recipient !== 'contact' && `, ${wordsFor(recipient).toLowerCase()}`}
                </td>
                <td data-label="When">{inFull(at)}</td>
                <td data-label="How it ended">
                  <NoticeTag status={status} />
                  {lastError && <span class="pace-quiet"> {lastError}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const BECAUSE = {
  behind: 'the record, since its workflow has not caught up yet',
  closed: 'the record, since the journey has ended',
  silent: 'the record, since its workflow does not answer at present',
} as const

function Source({ journey: { source, sourceBecause, asOf } }: JourneyView): VNode {
  const said = source === 'workflow' ? 'its workflow' : BECAUSE[sourceBecause ?? 'behind']
  return (
    <p class="pace-quiet" id="source">
      As of {inFull(asOf)}, asked of {said}.
    </p>
  )
}
