import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import type { NameOf } from '../name-of'

/** Who answers for a journey today, among its facts; why, where it is not its lead worker; a gap where it is nobody. */
export function OwnerFact({ owner, nameOf }: { owner: JourneyAnswer['owner']; nameOf: NameOf }): VNode {
  return (
    <div>
      <dt>Owner today</dt>
      <dd>
        {owner.person === null ? <span class="ds_tag ds_tag--red">Nobody</span> : nameOf(owner.person)}
        {owner.as !== 'lead' && <span class="pace-quiet"> ({owner.because})</span>}
      </dd>
    </div>
  )
}
