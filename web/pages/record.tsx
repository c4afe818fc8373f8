import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { EVENT_FORMS, type RecordableType } from '../forms/event-forms'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { EVENT_WORDS } from '../words'

type PossibleAnswer = JourneyAnswer['possible'][number]

/** What can be recorded in a journey now, and why the rest cannot, with what would make it possible. */
export function recordPage(journey: JourneyAnswer): Content {
  const types = journey.possible.filter(({ type }) => type !== 'looked-after-started')
  const possible = types.filter(({ allowed }) => allowed)
  const others = types.filter(({ allowed }) => !allowed)
  return {
    title: `Record in the journey of ${journey.childReference}`,
    body: (
      <>
        <a class="ds_back-link" href={`/journeys/${journey.id}`}>
          Journey of {journey.childReference}
        </a>
        <Heading label={journey.childReference}>What do you want to record?</Heading>
        {possible.length === 0 && <p>There is nothing that you can record in this journey now.</p>}
        <ul class="pace-choices">
          {possible.map(({ type }) => (
            <li key={type}>
              <a href={`/journeys/${journey.id}/record/${type}`}>
                {EVENT_FORMS[type as RecordableType].title}
              </a>
            </li>
          ))}
        </ul>
        {others.length > 0 && <NotNow others={others} />}
      </>
    ),
  }
}

function NotNow({ others }: { others: readonly PossibleAnswer[] }): VNode {
  return (
    <section aria-labelledby="not-now">
      <h2 id="not-now">What you cannot record now, and why</h2>
      <dl class="pace-reasons">
        {others.map(({ type, because, remedy }) => (
          <div key={type}>
            <dt>{EVENT_WORDS[type]}</dt>
            <dd>
              {because}. <span class="pace-quiet">{remedy}.</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
