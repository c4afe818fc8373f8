import type { VNode } from 'preact'
import type { ChronologyAnswer } from '../../contracts/chronology-schema'
import { inFull } from '../../domain/dates-in-words'
import { correctedWords, lateWords } from '../chronology'
import { Occurred } from '../components/due'
import { Withheld } from '../components/withheld'
import type { Content } from '../frame'
import { Heading } from '../layout'

export interface ChronologyView {
  readonly chronology: ChronologyAnswer
  /** Whether the person may have the child's name on it. */
  readonly mayName: boolean
}

/** A journey in the order in which it happened, for panel papers: on a screen, printed, or as a PDF. */
export function chronologyPage({ chronology, mayName }: ChronologyView): Content {
  const { id, childReference, name, asOf, practice } = chronology
  const named = name === null ? '' : '?with=name'
  return {
    title: `Chronology of ${childReference}`,
    body: (
      <>
        <a class="ds_back-link" href={`/journeys/${id}`}>
          The journey
        </a>
        <Heading label={practice ? 'Chronology of a practice journey' : 'Chronology'}>
          {name === null ? childReference : `${name} (${childReference})`}
        </Heading>
        <p class="pace-quiet">As recorded until {inFull(asOf)}, in the order in which it happened.</p>
        <ul class="pace-not-printed">
          <li>
            <a href={`/api/v1/journeys/${id}/chronology.pdf${named}`}>
              Chronology as a PDF, for panel papers
            </a>
          </li>
          {mayName && (
            <li>
              {name === null ? (
                <a href={`/journeys/${id}/chronology?with=name`}>With the name of the child</a>
              ) : (
                <a href={`/journeys/${id}/chronology`}>Without the name of the child</a>
              )}
            </li>
          )}
        </ul>
        <Withheld withheld={chronology.withheld} />
        <dl class="pace-facts">
          {chronology.summary.map((row) => (
            <div key={row.name}>
              <dt>{row.name}</dt>
              <dd>{row.value}</dd>
            </div>
          ))}
        </dl>
        <Overdue {...chronology} />
        <section aria-labelledby="happened">
          <h2 id="happened">What has happened</h2>
          <ol class="pace-timeline">
            {chronology.entries.map((entry) => (
              <li key={entry.eventId}>
                <Entry {...entry} />
              </li>
            ))}
          </ol>
        </section>
      </>
    ),
  }
}

function Overdue({ overdue }: Pick<ChronologyAnswer, 'overdue'>): VNode | null {
  if (overdue.length === 0) return null
  return (
    <section aria-labelledby="late">
      <h2 id="late">Late and not done yet</h2>
      <ul>
        {overdue.map((one) => (
          <li key={`${one.ruleId} ${one.dueOn}`}>{lateWords(one)}</li>
        ))}
      </ul>
    </section>
  )
}

function Entry({
  title,
  at,
  details,
  late,
  corrected,
  recordedBy,
  recordedAt,
}: ChronologyAnswer['entries'][number]): VNode {
  const withdrawn = corrected?.how === 'withdrawn'
  const said = (
    <>
      <p>
        <Occurred at={at} />
      </p>
      {details.length > 0 && (
        <dl class="pace-details">
          {details.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
  return (
    <>
      <h3>
        {withdrawn ? <s>{title}</s> : title}{' '}
        {corrected !== null && (
          <span class="ds_tag ds_tag--grey">{withdrawn ? 'Withdrawn' : 'Corrected'}</span>
        )}
      </h3>
      {withdrawn ? <del class="pace-corrected">{said}</del> : said}
      {late.map((one) => (
        <p key={`${one.ruleId} ${one.dueOn}`}>
          <strong>Late.</strong> {lateWords(one)}
        </p>
      ))}
      {corrected !== null && <p>{correctedWords(corrected)}</p>}
      <p class="pace-quiet">
        Recorded by {recordedBy} at {inFull(recordedAt)}
      </p>
    </>
  )
}
