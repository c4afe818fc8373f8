import type { VNode } from 'preact'
import type { WorkAnswer } from '../../contracts/work-schema'
import { Due } from '../components/due'
import { receiverWords } from '../components/notices'
import { StatusTag } from '../components/tag'
import { USUAL_COUNCIL } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { formAddress, type NextAction } from '../next-action'
import { inFull } from '../../domain/dates-in-words'
import { CONCERN_WORDS, counted, meetingWords, STAGE_WORDS } from '../words'

export interface WorkView {
  readonly work: WorkAnswer
  /** What the person can record to meet a deadline; undefined where that is somebody else's. */
  readonly actionOf: (item: WorkItem, ruleId: string) => NextAction | undefined
}

type WorkItem = WorkAnswer['items'][number]
interface Row {
  readonly item: WorkItem
  readonly deadline: WorkItem['deadlines'][number]
}

const PARTS = [
  ['overdue', 'Overdue'],
  ['due-soon', 'Due soon'],
  ['pending', 'Next'],
] as const

/** What somebody is to do today: what is overdue, what is due soon, and what comes next, in every journey that is theirs. */
export function workPage(view: WorkView): Content {
  const { items, counts } = view.work
  const idle = items.filter(({ deadlines }) => deadlines.length === 0)
  return {
    title: 'My work',
    body: (
      <>
        <Heading>My work</Heading>
        <div data-live="journeys" id="work">
          <p>
            {items.length === 0
              ? 'No journey is yours today.'
              : `${counts.overdue} overdue and ${counts.dueSoon} due soon, in ${counted(counts.journeys, 'journey', 'journeys')} that you answer for today.`}{' '}
            <a href="/children">All children</a>
          </p>
          <Untold {...view.work} />
          <Raised raised={view.work.raised} />
          {PARTS.map(([status, title]) => (
            <Part key={status} status={status} title={title} {...view} />
          ))}
          {idle.length > 0 && (
            <section aria-labelledby="idle">
              <h2 id="idle">Nothing is due</h2>
              <ul>
                {idle.map((item) => (
                  <li key={item.id}>
                    <a href={`/journeys/${item.id}`}>{item.childReference}</a>, {STAGE_WORDS[item.stage]}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </>
    ),
  }
}

// Nobody else will tell them: it stands before everything else.
function Untold({ untold, counts }: Pick<WorkAnswer, 'untold' | 'counts'>): VNode | null {
  if (untold.length === 0) return null
  return (
    <section aria-labelledby="untold">
      <h2 id="untold">Could not be told</h2>
      <p>
        {counted(counts.untold, 'notice', 'notices')} could not be delivered in the last 30 days. Tell them
        yourself if it presses, or have it sent to somebody else.
      </p>
      <ul class="pace-untold">
        {untold.map(({ id, journeyId, childReference, subject, agency, recipient, lastError }) => (
          <li key={id}>
            <a href={`/journeys/${journeyId}#notices`}>{childReference}</a>: {subject}, to{' '}
            {receiverWords({ agency, recipient }, USUAL_COUNCIL)}
            {lastError !== undefined && <span class="pace-quiet"> ({lastError})</span>}
          </li>
        ))}
      </ul>
      {counts.untold > untold.length && (
        <p>
          <a href="/notices?status=failed">All that could not be delivered</a>
        </p>
      )}
    </section>
  )
}

function Raised({ raised }: Pick<WorkAnswer, 'raised'>): VNode | null {
  if (raised.length === 0) return null
  return (
    <section aria-labelledby="work-raised">
      <h2 id="work-raised">Meetings to see to</h2>
      <ul>
        {raised.map(({ journeyId, childReference, meeting, date, concerns }) => (
          <li key={journeyId + meeting}>
            <a href={`/journeys/${journeyId}#diary`}>{childReference}</a>, {meetingWords(meeting)} (
            {inFull(date)}): {concerns.map((one) => CONCERN_WORDS[one].toLowerCase()).join(', ')}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Part({ status, title, work, actionOf }: WorkView & { status: string; title: string }): VNode | null {
  const rows = work.items
    .flatMap((item): Row[] => item.deadlines.map((deadline) => ({ item, deadline })))
    .filter(({ deadline }) => deadline.status === status)
    .sort((a, b) => (whenDue(a) < whenDue(b) ? -1 : 1))
  if (rows.length === 0) return null
  return (
    <section aria-labelledby={`work-${status}`}>
      <h2 id={`work-${status}`}>{title}</h2>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">{title}: what is to be done in which journey</caption>
        <thead>
          <tr>
            <th scope="col">Child</th>
            <th scope="col">What</th>
            <th scope="col">Due</th>
            <th scope="col">To do</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DeadlineRow
              key={`${row.item.id}${row.deadline.ruleId}${row.deadline.dueOn}`}
              {...row}
              actionOf={actionOf}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function DeadlineRow({ item, deadline, actionOf }: Row & Pick<WorkView, 'actionOf'>): VNode {
  const action = actionOf(item, deadline.ruleId)
  return (
    <tr>
      <th scope="row">
        <a href={`/journeys/${item.id}`}>{item.childReference}</a>
      </th>
      <td data-label="What">
        {deadline.title}
        {item.as !== 'lead' && <span class="pace-quiet"> ({item.because})</span>}
      </td>
      <td data-label="Due">
        <Due dueOn={deadline.dueOn} {...(deadline.dueAt && { dueAt: deadline.dueAt })} />{' '}
        <StatusTag status={deadline.status} />
      </td>
      <td data-label="To do">
        {action === undefined ? (
          <span class="pace-quiet">Recorded by others</span>
        ) : (
          <a href={formAddress(item.id, action)}>
            Record it
            <span class="visually-hidden">
              : {deadline.title} of {item.childReference}
            </span>
          </a>
        )}
      </td>
    </tr>
  )
}

function whenDue({ deadline, item }: Row): string {
  return `${deadline.dueOn} ${item.id} ${deadline.ruleId}`
}
