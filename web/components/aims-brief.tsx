import type { VNode } from 'preact'
import type { AimsAnswer } from '../../contracts/aims-schema'
import { inFull } from '../../domain/dates-in-words'
import { aimName, attainmentWords, percentWords } from '../aim-words'

/** How the aims are met, in one table: for the pack of a meeting. */
export function AimsBrief({ aims: { aims, asOf }, place }: { aims: AimsAnswer; place: string }): VNode {
  if (aims.length === 0) return <p>No aims are set.</p>
  return (
    <table class="ds_table pace-stacked">
      <caption class="pace-quiet">{`${place}, as of ${inFull(asOf)}`}</caption>
      <thead>
        <tr>
          <th scope="col">Aim</th>
          <th scope="col">On time</th>
          <th scope="col">Target</th>
          <th scope="col">Overdue</th>
          <th scope="col">Still has time</th>
        </tr>
      </thead>
      <tbody>
        {aims.map((aim) => (
          <tr key={aim.id}>
            <th scope="row">{aimName(aim)}</th>
            <td data-label="On time">{attainmentWords(aim)}</td>
            <td data-label="Target">{`${percentWords(aim.targetPercent)} by ${inFull(aim.by)}`}</td>
            <td data-label="Overdue">{aim.overdue}</td>
            <td data-label="Still has time">{aim.open}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
