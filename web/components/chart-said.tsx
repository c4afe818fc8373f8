import type { VNode } from 'preact'
import type { Drawn } from '../charts/drawn'
import { farQuestion, secondOpinion, whatItSays, type PlaceName } from '../charts/said'

/** What a run chart says in plain words, beneath it: its signals, the second opinion, and what people should ask. */
export function ChartSaid({ chart, nameOf }: { readonly chart: Drawn; readonly nameOf: PlaceName }): VNode {
  const question = farQuestion(chart, nameOf)
  return (
    <>
      <section aria-labelledby="said">
        <h2 id="said">What it says</h2>
        <ul>
          {whatItSays(chart, nameOf).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        {question && <p>{question}</p>}
      </section>
      <section aria-labelledby="second-opinion">
        <h2 id="second-opinion">Second opinion</h2>
        {chart.phases.map((phase, index) => (
          <p key={phase.from}>
            {chart.phases.length > 1 && <strong>Phase {index + 1}: </strong>}
            {secondOpinion(phase)}
          </p>
        ))}
        <p class="pace-quiet">
          By the rules of Anhøj, beside those of Perla, Provost and Murray: two ways of telling chance from
          change.
        </p>
      </section>
    </>
  )
}
