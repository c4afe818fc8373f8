import type { ComponentChildren, VNode } from 'preact'
import type { CohortAnswer, TestOfChangeAnswer } from '../../contracts/improvement-schema'
import { inFull } from '../../domain/dates-in-words'
import { AimLink, Done, Fact, Measures, TestTag, Words } from '../components/improvement'
import type { Content } from '../frame'
import { ACT_WORDS, COHORT_GROUP_WORDS } from '../improvement-words'
import { Heading } from '../layout'
import { whenWords } from './improvement'

export interface TestView {
  readonly test: TestOfChangeAnswer
  /** The cycles of its series, in order. */
  readonly cycles: readonly Pick<TestOfChangeAnswer, 'id' | 'cycle' | 'status'>[]
  /** Of a variant of a policy: how its cohort has fared beside others. */
  readonly cohort?: CohortAnswer
  readonly mayWrite: boolean
  /** Why no next cycle can begin from it; absent when one can. */
  readonly noNext?: string
  readonly placeName: (locality: string | null) => string
  readonly nameOf: (person: string) => string
  readonly done?: string
}

/** A test of change: plan, do, study and act, one beneath the other. */
export function testOfChangePage(view: TestView): Content {
  const { test, cycles, cohort, mayWrite, noNext, nameOf, done } = view
  return {
    title: test.title,
    body: (
      <>
        <a class="ds_back-link" href="/improvement">
          Improvement
        </a>
        <Done words={done} />
        <Heading label={`${test.series}, cycle ${test.cycle}`}>{test.title}</Heading>
        <p>
          <TestTag status={test.status} />
        </p>
        <Cycles test={test} cycles={cycles} />
        <Plan view={view} />
        <Step view={view} step="do" title="Do" words="What happened" text={test.happened} />
        <Step view={view} step="study" title="Study" words="What was learnt" text={test.study}>
          {test.prediction !== null && (
            <>
              <h3>What was predicted</h3>
              <Words text={test.prediction} />
            </>
          )}
        </Step>
        <section aria-labelledby="act">
          <h2 id="act">Act</h2>
          <p>{test.act === null ? 'Nothing has been decided yet.' : ACT_WORDS[test.act]}</p>
          {test.actNote !== null && <Words text={test.actNote} />}
          {mayWrite && <ChangeLink test={test} step="act" words="what was decided" />}
          {mayWrite && noNext === undefined && (
            <p class="pace-not-printed">
              <a class="ds_button" href={`/improvement/tests/new?after=${test.id}`}>
                Begin the next cycle
              </a>
            </p>
          )}
        </section>
        {cohort && <Cohort cohort={cohort} />}
        <p>
          Last changed {inFull(test.changedAt)} by {nameOf(test.changedBy)}.{' '}
          <a href={`/improvement/tests/${test.id}/history`}>Its history</a>
        </p>
      </>
    ),
  }
}

function Cycles({ test, cycles }: Pick<TestView, 'test' | 'cycles'>): VNode | null {
  if (cycles.length < 2) return null
  return (
    <nav aria-label="Cycles of this series">
      <ul class="pace-cycles">
        {cycles.map(({ id, cycle, status }) => (
          <li key={id}>
            {id === test.id ? (
              <strong aria-current="page">Cycle {cycle}</strong>
            ) : (
              <a href={`/improvement/tests/${id}`}>Cycle {cycle}</a>
            )}{' '}
            <TestTag status={status} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Plan({ view: { test, mayWrite, placeName } }: { view: TestView }): VNode {
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">Plan</h2>
      <dl class="pace-facts">
        <Fact name="Aim">
          <AimLink aim={test.aim} />
        </Fact>
        <Fact name="Driver">{test.driver ?? 'Not said'}</Fact>
        <Fact name="Where">{placeName(test.locality)}</Fact>
        <Fact name="When">{whenWords(test)}</Fact>
        <Fact name="Who">{test.who ?? 'Not said'}</Fact>
        {test.variant && (
          <Fact name="Tried by a policy">
            <a href={`/policies/${test.variant.id}/${test.variant.version}`}>
              {test.variant.id}, version {test.variant.version}
            </a>
          </Fact>
        )}
        <Fact name="Measures">
          <Measures measures={test.measures} locality={test.locality} />
        </Fact>
      </dl>
      <Written title="Objective" text={test.objective} />
      <Written title="Question" text={test.question} />
      <Written title="Prediction" text={test.prediction} />
      <Written title="How the data are collected" text={test.dataPlan} />
      {mayWrite && <ChangeLink test={test} step="plan" words="the plan" />}
    </section>
  )
}

function Written({ title, text }: { title: string; text: string | null }): VNode | null {
  if (text === null) return null
  return (
    <>
      <h3>{title}</h3>
      <Words text={text} />
    </>
  )
}

interface StepProps {
  readonly view: TestView
  readonly step: 'do' | 'study'
  readonly title: string
  readonly words: string
  readonly text: string | null
  readonly children?: ComponentChildren
}

function Step({ view: { test, mayWrite }, step, title, words, text, children }: StepProps): VNode {
  return (
    <section aria-labelledby={step}>
      <h2 id={step}>{title}</h2>
      {children}
      <h3>{words}</h3>
      <Words text={text} />
      {mayWrite && <ChangeLink test={test} step={step} words={words.toLowerCase()} />}
    </section>
  )
}

function ChangeLink({ test, step, words }: { test: TestOfChangeAnswer; step: string; words: string }): VNode {
  return (
    <p class="pace-not-printed">
      <a href={`/improvement/tests/${test.id}/${step}`}>Write {words}</a>
    </p>
  )
}

function Cohort({ cohort: { cohort, groups, said, smallNumbers, asOf } }: { cohort: CohortAnswer }): VNode {
  return (
    <section aria-labelledby="cohort">
      <h2 id="cohort">Its cohort beside others</h2>
      <p>
        The journeys of {cohort}, as known on {inFull(asOf)}.
      </p>
      <p class={smallNumbers ? 'pace-stands' : undefined}>{smallNumbers ? <strong>{said}</strong> : said}</p>
      <table class="ds_table pace-stacked">
        <caption>How the journeys have fared</caption>
        <thead>
          <tr>
            <th scope="col">Journeys</th>
            <th scope="col">In all</th>
            <th scope="col">Done</th>
            <th scope="col">Ended without it</th>
            <th scope="col">Not yet</th>
            <th scope="col">Median weeks of those done</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ group, n, done, ended, notYet, medianWeeks }) => (
            <tr key={group}>
              <th scope="row">{COHORT_GROUP_WORDS[group]}</th>
              <td data-label="In all">{n}</td>
              <td data-label="Done">{done}</td>
              <td data-label="Ended without it">{ended}</td>
              <td data-label="Not yet">{notYet}</td>
              <td data-label="Median weeks of those done">{medianWeeks ?? 'None is done'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
