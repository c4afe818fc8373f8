import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import { meetingWords } from '../words'

/** The meetings that have a date. */
export function Diary({ diary }: Pick<JourneyAnswer, 'diary'>): VNode | null {
  if (diary.length === 0) return null
  return (
    <section aria-labelledby="diary">
      <h2 id="diary">Diary</h2>
      <ul class="pace-diary">
        {diary.map(({ meeting, date, movedFrom, cancelled, heldBy, setBy }) => (
          <li key={setBy + meeting}>
            <strong>{meetingWords(meeting)}</strong>: {inFull(date)}
            {movedFrom && `, moved from ${inFull(movedFrom)}`}
            {cancelled && ', cancelled'}
            {heldBy && ', held'}
          </li>
        ))}
      </ul>
    </section>
  )
}
