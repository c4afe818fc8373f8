import type { VNode } from 'preact'
import type { ComingMeetingAnswer, DiaryAnswer } from '../../contracts/diary-schema'
import { invitedAs } from '../../contracts/notice-words'
import { inFull } from '../../domain/dates-in-words'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { InvitedList } from '../components/invited'
import { InTheWordsOf, useCouncil, type Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { CONCERN_WORDS, counted, meetingWords } from '../words'

/** What the diary is narrowed to, as it stands in the address. */
export type DiaryFilter = Readonly<Partial<Record<'locality' | 'from' | 'until', string>>>

export interface DiaryView {
  readonly diary?: DiaryAnswer
  readonly filter: DiaryFilter
  /** The localities that the person may see. */
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  readonly nameOf: NameOf
  readonly council: Council
  readonly errors: readonly FormError[]
}

/** The meetings to come: first those that somebody should look at. */
export function diaryPage(view: DiaryView): Content {
  const items = view.diary?.items ?? []
  const pressing = items.filter(({ concerns }) => concerns.length > 0)
  const { nameOf, localities } = view
  const localityName = (id: string) => localities.find((one) => one.id === id)?.name ?? id
  const named = { nameOf, localityName }
  const others = items.filter(({ concerns }) => concerns.length === 0)
  return {
    title: 'Diary',
    wrong: view.errors.length > 0,
    body: (
      <InTheWordsOf value={view.council}>
        <ErrorSummary errors={view.errors} />
        <Heading>Diary</Heading>
        <Filters {...view} />
        <div data-live="journeys" id="diary">
          {view.diary && (
            <p>
              {counted(items.length, 'meeting', 'meetings')} from {inFull(view.diary.from)} until{' '}
              {inFull(view.diary.until)}.
            </p>
          )}
          <Meetings id="diary-pressing" title="To look at" meetings={pressing} {...named} />
          <Meetings id="diary-others" title="Others" meetings={others} {...named} />
        </div>
      </InTheWordsOf>
    ),
  }
}

function Filters({ filter, localities, diary }: DiaryView): VNode {
  return (
    <form method="get" action="/diary" class="pace-filters" aria-label="Filters">
      <div class="ds_question">
        <label class="ds_label" for="locality">
          Locality
        </label>
        <div class="ds_select-wrapper">
          <select class="ds_select" id="locality" name="locality">
            <option value="">All localities</option>
            {localities.map(({ id, name }) => (
              <option key={id} value={id} selected={filter.locality === id}>
                {name}
              </option>
            ))}
          </select>
          <span class="ds_select-arrow" aria-hidden="true" />
        </div>
      </div>
      <Day name="from" label="From" value={filter.from ?? diary?.from} />
      <Day name="until" label="Until" value={filter.until ?? diary?.until} />
      <div class="pace-filters__actions">
        <button class="ds_button" type="submit">
          Show
        </button>
      </div>
    </form>
  )
}

function Day({ name, label, value }: { name: string; label: string; value: string | undefined }): VNode {
  return (
    <div class="ds_question">
      <label class="ds_label" for={name}>
        {label}
      </label>
      <input class="ds_input" type="date" id={name} name={name} {...(value !== undefined && { value })} />
    </div>
  )
}

interface MeetingsView {
  readonly id: string
  readonly title: string
  readonly meetings: readonly ComingMeetingAnswer[]
  readonly nameOf: NameOf
  readonly localityName: (id: string) => string
}

function Meetings({ id, title, meetings, nameOf, localityName }: MeetingsView): VNode | null {
  const council = useCouncil()
  if (meetings.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">{title}: meetings by their dates</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Meeting</th>
            <th scope="col">Child</th>
            <th scope="col">Who comes</th>
          </tr>
        </thead>
        <tbody>
          {meetings.map((one) => (
            <tr key={one.journeyId + one.meeting + one.date}>
              <th scope="row">
                {inFull(one.date)}
                {one.movedFrom && <span class="pace-quiet"> moved from {inFull(one.movedFrom)}</span>}
              </th>
              <td data-label="Meeting">{council.say(meetingWords(one.meeting))}</td>
              <td data-label="Child">
                <a href={`/journeys/${one.journeyId}#diary`}>{one.childReference}</a>
                <span class="pace-quiet"> {localityName(one.locality)}</span>
              </td>
              <td data-label="Who comes">
                <Concerns {...one} />
                <InvitedList invited={one.invited} nameOf={nameOf} />
                {one.invited.length === 0 && 'Nobody was invited from here'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Concerns({ concerns, conflicts }: ComingMeetingAnswer): VNode | null {
  if (concerns.length === 0) return null
  return (
    <>
      <p>
        <strong>{concerns.map((one) => CONCERN_WORDS[one]).join('. ')}.</strong>
      </p>
      {conflicts.map(({ agency, recipient, otherAt, other }) => (
        <p key={agency + recipient + otherAt}>
          {invitedAs({ agency, recipient })} is also invited at {inFull(otherAt)}
          {other && (
            <>
              , for <a href={`/journeys/${other.journeyId}`}>{other.childReference}</a>
            </>
          )}
          .
        </p>
      ))}
    </>
  )
}
