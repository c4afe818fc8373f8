import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'

const BECAUSE = {
  behind: 'the record, since its workflow has not caught up yet',
  closed: 'the record, since the journey has ended',
  silent: 'the record, since its workflow does not answer at present',
} as const

// The page's script asks again until the workflow answers.
const FOR_NOW = { 'data-for-now': true }

/** For which moment a journey was judged, and by whom. */
export function Source({
  source,
  sourceBecause,
  asOf,
}: Pick<JourneyAnswer, 'source' | 'sourceBecause' | 'asOf'>): VNode {
  const said = source === 'workflow' ? 'its workflow' : BECAUSE[sourceBecause ?? 'behind']
  return (
    <p class="pace-quiet" id="source" {...(source === 'record' && sourceBecause !== 'closed' && FOR_NOW)}>
      As of {inFull(asOf)}, asked of {said}.
    </p>
  )
}
