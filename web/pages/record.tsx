import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { EVENT_FORMS } from '../forms/event-forms'
import { EVENT_GROUPS } from '../forms/event-groups'
import { InTheWordsOf, useCouncil, type Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'

type PossibleAnswer = JourneyAnswer['possible'][number]

/** What can be recorded in a journey now, under headings, and why the rest cannot, with what would make it possible. */
export function recordPage(journey: JourneyAnswer, council: Council): Content {
  const ofType = new Map(journey.possible.map((possible) => [possible.type, possible]))
  const groups = Object.entries(EVENT_GROUPS).map(([heading, types]) => ({
    heading,
    types: types.filter((type) => ofType.get(type)?.allowed),
  }))
  const others = Object.values(EVENT_GROUPS)
    .flat()
    .flatMap((type) => ofType.get(type) ?? [])
    .filter(({ allowed }) => !allowed)
  const offered = groups.filter(({ types }) => types.length > 0)
  return {
    title: `Record in the journey of ${journey.childReference}`,
    body: (
      <InTheWordsOf value={council}>
        <a class="ds_back-link" href={`/journeys/${journey.id}`}>
          Journey of {journey.childReference}
        </a>
        <Heading label={journey.childReference}>What do you want to record?</Heading>
        {offered.length === 0 && <p>There is nothing that you can record in this journey now.</p>}
        <div class="pace-groups">
          {offered.map(({ heading, types }) => (
            <section key={heading}>
              <h2>{heading}</h2>
              <ul class="pace-choices">
                {types.map((type) => (
                  <li key={type}>
                    <a href={`/journeys/${journey.id}/record/${type}`}>
                      {council.say(EVENT_FORMS[type].title)}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        {others.length > 0 && <NotNow others={others} />}
      </InTheWordsOf>
    ),
  }
}

function NotNow({ others }: { others: readonly PossibleAnswer[] }): VNode {
  const council = useCouncil()
  return (
    <section aria-labelledby="not-now">
      <details id="not-possible" class="pace-fold">
        <summary>
          <h2 id="not-now">What you cannot record now, and why</h2> ({others.length})
        </summary>
        <dl class="pace-reasons">
          {others.map(({ type, because, remedy }) => (
            <div key={type}>
              <dt>{council.event(type)}</dt>
              <dd>
                {because}. <span class="pace-quiet">{remedy}.</span>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}
