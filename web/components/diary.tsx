import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import { useCouncil } from '../council'
import type { NameOf } from '../name-of'
import { meetingWords } from '../words'
import { InvitedList } from './invited'

/** The meetings that have a date. */
export function Diary({
  diary,
  nameOf = (id) => id,
}: Pick<JourneyAnswer, 'diary'> & { readonly nameOf?: NameOf }): VNode | null {
  const council = useCouncil()
  if (diary.length === 0) return null
  return (
    <section aria-labelledby="diary">
      <h2 id="diary">Diary</h2>
      <ul class="pace-diary">
        {diary.map(({ meeting, date, movedFrom, cancelled, heldBy, setBy, invited }) => (
          <li key={setBy + meeting}>
            <strong>{council.say(meetingWords(meeting))}</strong>: {inFull(date)}
            {movedFrom && `, moved from ${inFull(movedFrom)}`}
            {cancelled && ', cancelled'}
            {heldBy && ', held'}
            {!heldBy && <InvitedList invited={invited} nameOf={nameOf} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
