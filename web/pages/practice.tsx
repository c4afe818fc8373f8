import type { VNode } from 'preact'
import type { ListedPracticeAnswer, PracticeAnswer } from '../../contracts/practice-schema'
import type { NoticeAnswer } from '../../contracts/notice-schema'
import { inFull } from '../../domain/dates-in-words'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { Notices } from '../components/notices'
import { MoveClock, PracticeClock, type MoveProps } from '../components/practice-clock'
import { InTheWordsOf, type Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'

export interface PracticesView {
  readonly practices: readonly ListedPracticeAnswer[]
  /** What each locality is called. */
  readonly localities: Readonly<Record<string, string>>
  readonly mayStart: boolean
}

/** The practice journeys that somebody may know of, and the way to a new one. */
export function practicesPage({ practices, localities, mayStart }: PracticesView): Content {
  return {
    title: 'Practice',
    body: (
      <>
        <Heading>Practice</Heading>
        <p>
          A practice journey is about no child. It goes by the same rules and on the same engine as any other,
          on a clock of its own that you move: what would be sent to whom is shown, and nobody is sent
          anything. It is in no list, report or export.
        </p>
        {mayStart && (
          <p>
            <a class="ds_button" href="/practice/start">
              Start a practice journey
            </a>
          </p>
        )}
        <h2>Practice journeys</h2>
        {practices.length === 0 ? (
          <p>There are none in your localities.</p>
        ) : (
          <table class="ds_table pace-stacked">
            <caption class="visually-hidden">Practice journeys, what was used last first</caption>
            <thead>
              <tr>
                <th scope="col">Practice journey</th>
                <th scope="col">Locality</th>
                <th scope="col">Policy</th>
                <th scope="col">Its time</th>
                <th scope="col">Thrown away</th>
              </tr>
            </thead>
            <tbody>
              {practices.map(({ id, childReference, locality, policy, now, removedOn, closed }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={`/practice/${id}`}>{childReference}</a>
                    {closed && ' (ended)'}
                  </th>
                  <td data-label="Locality">{localities[locality] ?? locality}</td>
                  <td data-label="Policy">
                    {policy.id}, version {policy.version}
                  </td>
                  <td data-label="Its time">{inFull(now)}</td>
                  <td data-label="Thrown away">{inFull(removedOn)}, unless it is used before</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </>
    ),
  }
}

export interface PracticeView extends Pick<MoveProps, 'csrf' | 'keyOf' | 'typed' | 'error'> {
  readonly practice: PracticeAnswer
  readonly notices: readonly NoticeAnswer[]
  readonly council: Council
  readonly errors: readonly FormError[]
}

/** One practice journey: its clock, the ways to move it, and who would have been told of what. */
export function practicePage(view: PracticeView): Content {
  const { practice, notices, csrf, council, errors, ...moving } = view
  const { id, childReference, clock, policy } = practice
  return {
    title: `Practice: ${childReference}`,
    wrong: errors.length > 0,
    body: (
      <InTheWordsOf value={council}>
        <a class="ds_back-link" href="/practice">
          Practice
        </a>
        <ErrorSummary errors={errors} />
        <Heading label="Practice">{childReference}</Heading>
        <div data-live={id} id="practice-clock">
          <PracticeClock clock={clock} />
        </div>
        <MoveClock {...moving} id={id} csrf={csrf} hasNext={clock.next !== null} from="practice" />
        <p>
          <a href={`/journeys/${id}`}>The whole journey, and what can be recorded in it</a>
          {' · '}
          {policy.id}, version {policy.version}
        </p>
        <div data-live={id} id="practice-notices">
          <Notices notices={notices} practice />
        </div>
        <ThrowAway practice={practice} csrf={csrf} />
      </InTheWordsOf>
    ),
  }
}

function ThrowAway({ practice: { id, removedOn }, csrf }: { practice: PracticeAnswer; csrf: string }): VNode {
  return (
    <section aria-labelledby="end">
      <h2 id="end">When you have done with it</h2>
      <p>It is thrown away on {inFull(removedOn)}, unless somebody uses it before.</p>
      <details class="ds_details">
        <summary class="ds_details__summary">Throw it away now</summary>
        <div class="ds_details__text">
          <p>Everything that was recorded in it goes for good. That it was there stays in the audit.</p>
          <form method="post" action={`/practice/${id}/end`}>
            <input type="hidden" name="_csrf" value={csrf} />
            <button class="ds_button ds_button--secondary" type="submit">
              Throw this practice journey away
            </button>
          </form>
        </div>
      </details>
    </section>
  )
}
