import type { VNode } from 'preact'
import type {
  DriverDiagramAnswer,
  ForcefieldAnswer,
  TestOfChangeAnswer,
} from '../../contracts/improvement-schema'
import { inFull } from '../../domain/dates-in-words'
import { onTimeCode } from '../../domain/measures'
import { TEST_STATUSES } from '../../domain/improvement/test-of-change'
import { aimName } from '../aim-words'
import { Fact, TestTag } from '../components/improvement'
import type { Content } from '../frame'
import { aimWords, TEST_STATUS_WORDS } from '../improvement-words'
import { Heading } from '../layout'
import { counted } from '../words'

export interface ImprovementView {
  readonly tests: readonly TestOfChangeAnswer[]
  readonly diagrams: readonly DriverDiagramAnswer[]
  readonly forcefields: readonly ForcefieldAnswer[]
  /** There are more of something than are shown. */
  readonly isCut: boolean
  /** The aims of the policy in force: each begins a part of its own, whether or not there is work on it. */
  readonly aims: readonly { readonly id: string; readonly title: string }[]
  readonly mayWrite: boolean
  readonly placeName: (locality: string | null) => string
}

/** The improvement work, aim by aim: what is tried and where it stands, what the aim hangs on, what helps and hinders. */
export function improvementPage(view: ImprovementView): Content {
  const { tests, diagrams, forcefields, mayWrite, isCut } = view
  const worked = [...tests, ...diagrams, ...forcefields].map(({ aim }) => aim)
  const aims = [...new Set([...view.aims.map(({ id }) => id), ...worked])].sort((a, b) =>
    a.localeCompare(b, 'en-GB', { numeric: true }),
  )
  return {
    title: 'Improvement',
    body: (
      <>
        <Heading>Improvement</Heading>
        <p>
          What is tried to bring children home sooner, and what came of it: tests of change by plan, do, study
          and act, and for each aim what it hangs on and what helps or hinders it.
        </p>
        {mayWrite && (
          <p class="pace-links pace-not-printed">
            <a href="/improvement/tests/new">Begin a test of change</a>{' '}
            <a href="/improvement/driver-diagrams/new">Begin a driver diagram</a>{' '}
            <a href="/improvement/forcefields/new">Begin a forcefield</a>
          </p>
        )}
        {tests.length > 0 && (
          <dl class="pace-facts">
            {TEST_STATUSES.map((status) => (
              <Fact key={status} name={TEST_STATUS_WORDS[status].words}>
                {counted(tests.filter((test) => test.status === status).length, 'test', 'tests')}
              </Fact>
            ))}
          </dl>
        )}
        {worked.length === 0 && <p>Nothing has been begun yet.</p>}
        {isCut && <p>The newest 200 of each kind are shown; the API lists all of them.</p>}
        {aims.map((aim) => (
          <Aim key={aim} aim={aim} view={view} />
        ))}
      </>
    ),
  }
}

function Aim({ aim, view }: { aim: string; view: ImprovementView }): VNode {
  const of = <Item extends { readonly aim: string }>(items: readonly Item[]) =>
    items.filter((item) => item.aim === aim)
  const set = view.aims.find(({ id }) => id === aim)
  const id = `aim-${aim.replaceAll(/\s+/g, '-')}`
  const [tests, diagrams, forcefields] = [of(view.tests), of(view.diagrams), of(view.forcefields)]
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{set === undefined ? aimWords(aim) : aimName(set)}</h2>
      {set && (
        <p class="pace-links pace-not-printed">
          <a href={`/aims#aim-${aim}`}>How it is met</a>{' '}
          <a href={`/run-charts?measure=${encodeURIComponent(onTimeCode(aim))}&by=quarter`}>
            Run chart: share on time
          </a>
        </p>
      )}
      {tests.length + diagrams.length + forcefields.length === 0 && (
        <p class="pace-quiet">Nothing has been begun for it.</p>
      )}
      {tests.length > 0 && (
        <Tests tests={inSeries(tests)} view={view} caption={`Tests of change: ${aimWords(aim)}`} />
      )}
      <Others words="Driver diagram" path="driver-diagrams" items={diagrams} placeName={view.placeName} />
      <Others words="Forcefield" path="forcefields" items={forcefields} placeName={view.placeName} />
    </section>
  )
}

function Tests({
  tests,
  view: { placeName },
  caption,
}: {
  tests: readonly TestOfChangeAnswer[]
  view: ImprovementView
  caption: string
}): VNode {
  return (
    <table class="ds_table pace-stacked">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Test</th>
          <th scope="col">Series</th>
          <th scope="col">Where it stands</th>
          <th scope="col">Where</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {tests.map((test) => (
          <tr key={test.id}>
            <th scope="row">
              <a class="pace-wraps" href={`/improvement/tests/${test.id}`}>
                {test.title}
              </a>
            </th>
            <td data-label="Series">
              {test.series}, cycle {test.cycle}
            </td>
            <td data-label="Where it stands">
              <TestTag status={test.status} />
            </td>
            <td data-label="Where">{placeName(test.locality)}</td>
            <td data-label="When">{whenWords(test)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** From when until when something is tried. */
export function whenWords({ from, until }: Pick<TestOfChangeAnswer, 'from' | 'until'>): string {
  if (from === null) return 'Not said'
  return until === null ? `From ${inFull(from)}` : `${inFull(from)} to ${inFull(until)}`
}

interface OthersProps {
  readonly words: string
  readonly path: string
  readonly items: readonly { readonly id: string; readonly title: string; readonly locality: string | null }[]
  readonly placeName: ImprovementView['placeName']
}

function Others({ words, path, items, placeName }: OthersProps): VNode | null {
  if (items.length === 0) return null
  return (
    <ul>
      {items.map(({ id, title, locality }) => (
        <li key={id}>
          {words}: <a href={`/improvement/${path}/${id}`}>{title}</a> ({placeName(locality)})
        </li>
      ))}
    </ul>
  )
}

// The cycles of a series stand together, the last one first, where its last one stands.
function inSeries(tests: readonly TestOfChangeAnswer[]): TestOfChangeAnswer[] {
  const series = [...new Set(tests.map((test) => test.series))]
  return series.flatMap((name) =>
    tests.filter((test) => test.series === name).sort((a, b) => b.cycle - a.cycle),
  )
}
