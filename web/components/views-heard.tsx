import type { VNode } from 'preact'
import { VIEW_HOLDERS, type ViewHolder, type ViewMeans } from '../../domain/codes'
import { inFull } from '../../domain/dates-in-words'
import type { View } from '../../domain/events'
import { useCouncil } from '../council'
import { newestFirst, standingFacts, type EventAnswer, type FactAnswer } from '../standing-facts'
import { ADVOCACY_WORDS, NONE_RECORDED, VIEW_HOLDER_WORDS, VIEW_MEANS_WORDS } from '../words'

const ASKED_AT = ['child-plan-meeting-held', 'review-held', 'panel-held']
type AskedAt = FactAnswer & { readonly views?: readonly View[]; readonly advocacyOffered?: boolean }

/** Whose views each meeting, review and panel heard, and how, the child's first; and whether advocacy was offered. */
export function ViewsHeard({ events }: { events: readonly EventAnswer[] }): VNode {
  const council = useCouncil()
  const meetings = newestFirst(standingFacts(events).filter(isAskedAt))
  return (
    <section aria-labelledby="views">
      <h2 id="views">Views and advocacy</h2>
      {meetings.length === 0 ? (
        <p>No meeting, review or panel is recorded yet.</p>
      ) : (
        <table class="ds_table pace-stacked pace-views">
          <caption class="visually-hidden">Whose views were heard at each meeting, and how</caption>
          <thead>
            <tr>
              <th scope="col">At</th>
              {VIEW_HOLDERS.map((holder) => (
                <th scope="col" key={holder}>
                  {VIEW_HOLDER_WORDS[holder]}
                </th>
              ))}
              <th scope="col">Advocacy</th>
            </tr>
          </thead>
          <tbody>
            {meetings.map((meeting) => (
              <tr key={meeting.id}>
                <th scope="row">
                  <a href={`#event-${meeting.id}`}>{council.eventTitle(meeting)}</a>
                  <br />
                  <span class="pace-quiet">{inFull(meeting.occurredAt.slice(0, 10))}</span>
                </th>
                {VIEW_HOLDERS.map((holder) => (
                  <td data-label={VIEW_HOLDER_WORDS[holder]} key={holder}>
                    <Heard holder={holder} means={meansOf(meeting, holder)} />
                  </td>
                ))}
                <td data-label="Advocacy">{advocacyWords(meeting)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function isAskedAt(fact: FactAnswer): fact is AskedAt {
  return ASKED_AT.includes(fact.type)
}

function meansOf({ views = [] }: AskedAt, holder: ViewHolder): ViewMeans[] {
  return views.filter(({ of }) => of === holder).map(({ how }) => how)
}

function Heard({ holder, means }: { holder: ViewHolder; means: readonly ViewMeans[] }): VNode {
  if (means.length > 0) return <>{means.map((how) => VIEW_MEANS_WORDS[how]).join(', ')}</>
  return holder === 'child' ? <strong>{NONE_RECORDED}</strong> : <>{NONE_RECORDED}</>
}

function advocacyWords({ advocacyOffered }: AskedAt): string {
  if (advocacyOffered === undefined) return ADVOCACY_WORDS.unknown
  return advocacyOffered ? ADVOCACY_WORDS.offered : ADVOCACY_WORDS.notOffered
}
