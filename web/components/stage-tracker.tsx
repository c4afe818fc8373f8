import type { VNode } from 'preact'
import type { Route, Stage } from '../../domain/codes'
import { useCouncil } from '../council'

const WAY: readonly Stage[] = [
  'first-72-hours',
  'assessment',
  'awaiting-recommendation',
  'awaiting-panel',
  'awaiting-decision',
  'awaiting-lodging',
  'in-court',
  'order-in-place',
]

// Kinship care orders need neither panel nor agency decision maker: carers petition.
const KINSHIP_WAY = WAY.filter((stage) => stage !== 'awaiting-panel' && stage !== 'awaiting-decision')

/**
 * How far a journey has come: each stage of the way to an order, those behind it, the one it is in, and those to come.
 *
 * @param route the route that was recommended last, where one was
 */
export function StageTracker({ stage, route }: { stage: Stage; route?: Route }): VNode {
  const council = useCouncil()
  const way = route === 'kinship-care-order' ? KINSHIP_WAY : WAY
  const here = way.indexOf(stage)
  if (here === -1) {
    return (
      <p class="pace-stage-alone">
        Stage: <strong>{council.stage(stage)}</strong>
      </p>
    )
  }
  return (
    <ol class="pace-tracker" aria-label="Stages of the journey">
      {way.map((each, index) => (
        <li
          key={each}
          class={`pace-tracker__stage pace-tracker__stage--${placeOf(index, here)}`}
          aria-current={index === here ? 'step' : undefined}
        >
          <span class="pace-tracker__name">{council.stage(each)}</span>
          <span class="pace-tracker__state">{PLACE_WORDS[placeOf(index, here)]}</span>
        </li>
      ))}
    </ol>
  )
}

type Place = 'behind' | 'here' | 'ahead'
const PLACE_WORDS: Readonly<Record<Place, string>> = { behind: 'Passed', here: 'Now', ahead: 'To come' }

function placeOf(index: number, here: number): Place {
  if (index === here) return 'here'
  return index < here ? 'behind' : 'ahead'
}
