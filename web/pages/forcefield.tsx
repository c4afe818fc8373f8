import type { VNode } from 'preact'
import type { ForcefieldAnswer } from '../../contracts/improvement-schema'
import { inFull } from '../../domain/dates-in-words'
import { FORCE_SIDES, type ForceSide } from '../../domain/improvement/forcefield'
import { AimLink, Done, DrawingRegion, Fact } from '../components/improvement'
import { withinOf } from '../components/report-filters'
import { useCouncil } from '../council'
import { drawForcefield, type WeeksLost } from '../drawings/forcefield'
import type { Content } from '../frame'
import { weeksWords } from '../improvement-words'
import { Heading } from '../layout'
import { wordsFor } from '../words'

export interface ForcefieldView {
  readonly forcefield: ForcefieldAnswer
  /** The weeks that are lost where a force is felt, of those of which it is known. */
  readonly weeks?: WeeksLost
  readonly mayWrite: boolean
  readonly placeName: (locality: string | null) => string
  readonly nameOf: (person: string) => string
  readonly done?: string
}

type Force = ForcefieldAnswer['forces'][number]

/** A forcefield: drawn to strength, and beneath the drawing as tables in which it is changed. */
export function forcefieldPage(view: ForcefieldView): Content {
  const { forcefield, weeks = {}, mayWrite, placeName, nameOf, done } = view
  const at = `/improvement/forcefields/${forcefield.id}`
  return {
    title: forcefield.title,
    body: (
      <>
        <a class="ds_back-link" href="/improvement">
          Improvement
        </a>
        <Done words={done} />
        <Heading label="Forcefield">{forcefield.title}</Heading>
        <dl class="pace-facts">
          <Fact name="Aim">
            <AimLink aim={forcefield.aim} />
          </Fact>
          <Fact name="Where">{placeName(forcefield.locality)}</Fact>
        </dl>
        {forcefield.forces.length > 0 && (
          <DrawingRegion label="The forcefield as a drawing">
            {drawForcefield(forcefield, weeks)}
          </DrawingRegion>
        )}
        <p>
          Strength is how strongly people judge a force to be, from 1, weak, to 5, strong. Beside it stand the
          weeks of the last year that were lost by local aims in the stage where it is felt, or for its reason
          where no stage is said: <a href={`/delay${withinOf(forcefield.locality)}`}>where weeks are lost</a>{' '}
          shows all that was counted.
        </p>
        {FORCE_SIDES.map((side) => (
          <Side key={side} side={side} view={view} at={at} />
        ))}
        {mayWrite && (
          <p class="pace-links pace-not-printed">
            <a class="ds_button" href={`${at}/forces/add`}>
              Add a force
            </a>
            <a href={`${at}/details`}>Change title, aim or place</a>
          </p>
        )}
        <p class="pace-not-printed">
          <a href={`/api/v1/forcefields/${forcefield.id}.svg`}>The drawing by itself (SVG)</a>
        </p>
        <p>
          Last changed {inFull(forcefield.changedAt)} by {nameOf(forcefield.changedBy)}.{' '}
          <a href={`${at}/history`}>Its history</a>
        </p>
      </>
    ),
  }
}

const TITLES: Readonly<Record<ForceSide, string>> = {
  driving: 'Driving forces',
  restraining: 'Restraining forces',
}

function Side({ side, view, at }: { side: ForceSide; view: ForcefieldView; at: string }): VNode {
  const { forcefield, mayWrite, weeks = {} } = view
  const forces = forcefield.forces
    .filter((force) => force.side === side)
    .sort((a, b) => b.strength - a.strength)
  return (
    <section aria-labelledby={side}>
      <h2 id={side}>{TITLES[side]}</h2>
      {forces.length === 0 ? (
        <p>None has been named yet.</p>
      ) : (
        <table class="ds_table pace-stacked">
          <caption class="visually-hidden">{TITLES[side]}</caption>
          <thead>
            <tr>
              <th scope="col">Force</th>
              <th scope="col">Strength</th>
              <th scope="col">Where it is seen</th>
              {mayWrite && (
                <th scope="col" class="pace-not-printed">
                  To do
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {forces.map((force) => (
              <tr key={force.id}>
                <th scope="row">{force.title}</th>
                <td data-label="Strength">{force.strength} of 5</td>
                <td data-label="Where it is seen">
                  <Seen force={force} weeks={weeks[force.id]} />
                </td>
                {mayWrite && (
                  <td data-label="To do" class="pace-links pace-not-printed">
                    <a href={`${at}/forces/${force.id}`}>
                      Change<span class="visually-hidden">: {force.title}</span>
                    </a>
                    <a href={`${at}/forces/${force.id}/remove`}>
                      Remove<span class="visually-hidden">: {force.title}</span>
                    </a>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Seen({ force: { stage, reason }, weeks }: { force: Force; weeks: number | undefined }): VNode {
  const council = useCouncil()
  // the weeks are those of the stage, where both are said
  const [first, second] = [
    ...(stage === null ? [] : [council.stage(stage)]),
    ...(reason === null ? [] : [wordsFor(reason)]),
  ]
  if (first === undefined) return <>Not said</>
  return (
    <>
      {first}
      {weeks !== undefined && `: ${weeksWords(weeks)}`}
      {second !== undefined && `. Reason of delay: ${second.toLowerCase()}`}
    </>
  )
}
