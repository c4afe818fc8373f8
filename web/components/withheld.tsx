import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { PART_WORDS } from '../words'

/** What of a journey is not shown to the person, so that nobody takes its absence for a gap in the record. */
export function Withheld({ withheld }: Pick<JourneyAnswer, 'withheld'>): VNode | null {
  if (withheld.length === 0) return null
  return (
    <p class="pace-quiet" id="withheld">
      Not shown to you: {withheld.map((part) => PART_WORDS[part].toLowerCase()).join('; ')}.{' '}
      <a href="/permissions">See who may do what</a>.
    </p>
  )
}
