import type { VNode } from 'preact'
import type { MadePackAnswer, MeetingsAnswer } from '../../contracts/meetings-schema'
import { inFull } from '../../domain/dates-in-words'
import type { PackMailStatus } from '../../domain/pack-mail'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { counted } from '../words'

export interface MeetingsView {
  /** Every locality of the policy in force, with when it meets; absent where nobody has said. */
  readonly localities: readonly {
    readonly id: string
    readonly name: string
    readonly meetings?: MeetingsAnswer
    /** This person may set when it meets. */
    readonly mayWrite: boolean
    /** This person sees its packs. */
    readonly mayOpen: boolean
  }[]
  readonly nameOf: (person: string) => string
  readonly agencyName: (agency: string) => string
  /** What was just done. */
  readonly done?: string
}

type Locality = MeetingsView['localities'][number]

/** When each locality has its PACE meeting, and what became of its packs: those of whom somebody could not be told first. */
export function meetingsPage(view: MeetingsView): Content {
  const { localities, done } = view
  const failed = localities.filter(({ meetings }) => meetings?.packs.some(hasFailed))
  return {
    title: 'PACE meetings',
    body: (
      <>
        {done && (
          <div class="pace-recorded" role="status">
            <p>{done}</p>
          </div>
        )}
        <Heading>PACE meetings</Heading>
        <p>
          Each locality looks at its children’s journeys every few weeks. The pack for a meeting is made some
          working days before it, once, and its link is sent to those who come.
        </p>
        {failed.length > 0 && (
          <p>
            <strong>Somebody could not be told</strong> of a pack in{' '}
            {failed.map(({ name }) => name).join(', ')}: see below.
          </p>
        )}
        {localities.map((locality) => (
          <LocalitySection key={locality.id} locality={locality} view={view} />
        ))}
      </>
    ),
  }
}

function LocalitySection({ locality, view }: { locality: Locality; view: MeetingsView }): VNode {
  const { id, name, meetings, mayWrite } = locality
  const heading = `meetings-${id}`
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{name}</h2>
      {meetings === undefined ? (
        <p>Nobody has said when it meets.</p>
      ) : (
        <>
          <p>{rhythmWords(meetings)}</p>
          <p>{recipientWords(meetings, view)}</p>
          <Next locality={locality} meetings={meetings} />
          <Packs locality={locality} packs={meetings.packs} />
        </>
      )}
      {mayWrite && (
        <p class="pace-links">
          <a href={`/meeting-packs/${id}/rhythm`}>
            {meetings === undefined ? 'Say when it meets' : 'Change when it meets'}
            <span class="visually-hidden">: {name}</span>
          </a>
        </p>
      )}
    </section>
  )
}

function rhythmWords({ at, weeks, packDaysBefore, paused, scheduled, first }: MeetingsAnswer): string {
  const weekday = inFull(first).split(' ')[0] ?? ''
  const every = weeks === 1 ? `Every ${weekday}` : `Every ${weeks} weeks on a ${weekday}`
  const made =
    packDaysBefore === 0
      ? 'The pack is made on the morning of it.'
      : `The pack is made ${counted(packDaysBefore, 'working day', 'working days')} before.`
  return [
    `${every} at ${at}. ${made}`,
    ...(paused ? ['Paused: no packs are made.'] : []),
    ...(scheduled ? [] : ['The engine has not followed the last change yet.']),
  ].join(' ')
}

function recipientWords({ people, agencies }: MeetingsAnswer, { nameOf, agencyName }: MeetingsView): string {
  const names = [...people.map(nameOf), ...agencies.map(agencyName)]
  return names.length === 0
    ? 'Nobody is sent the link of the pack.'
    : `Its link is sent to: ${names.join(', ')}.`
}

function Next({ locality, meetings }: { locality: Locality; meetings: MeetingsAnswer }): VNode | null {
  const { id, name, mayWrite } = locality
  const leftOut = meetings.changes.filter(
    (change) => change.leftOut === true && change.planned >= (meetings.next[0]?.planned ?? ''),
  )
  if (meetings.next.length === 0) return null
  return (
    <table class="ds_table pace-stacked">
      <caption>Next meetings</caption>
      <thead>
        <tr>
          <th scope="col">Meeting</th>
          <th scope="col">Pack</th>
          {mayWrite && <th scope="col">To do</th>}
        </tr>
      </thead>
      <tbody>
        {meetings.next.map(({ planned, on, at, packOn }) => (
          <tr key={planned}>
            <th scope="row">
              {inFull(on)}, {at}
              {planned !== on && ` (moved from ${inFull(planned)})`}
            </th>
            <td data-label="Pack">{meetings.paused ? 'None while paused' : inFull(packOn)}</td>
            {mayWrite && (
              <td data-label="To do" class="pace-links">
                <a href={`/meeting-packs/${id}/meetings/${planned}`}>
                  Move or leave out<span class="visually-hidden">: {`${name}, ${inFull(on)}`}</span>
                </a>
              </td>
            )}
          </tr>
        ))}
        {leftOut.map(({ planned }) => (
          <tr key={planned}>
            <th scope="row">{inFull(planned)}</th>
            <td data-label="Pack">Left out</td>
            {mayWrite && (
              <td data-label="To do" class="pace-links">
                <a href={`/meeting-packs/${id}/meetings/${planned}`}>
                  Change<span class="visually-hidden">: {`${name}, ${inFull(planned)}`}</span>
                </a>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Packs({ locality, packs }: { locality: Locality; packs: readonly MadePackAnswer[] }): VNode | null {
  if (packs.length === 0) return null
  const inOrder = [...packs].sort((a, b) => Number(hasFailed(b)) - Number(hasFailed(a)))
  return (
    <table class="ds_table pace-stacked">
      <caption>Packs that were made</caption>
      <thead>
        <tr>
          <th scope="col">Meeting</th>
          <th scope="col">Made</th>
          <th scope="col">Who was told</th>
        </tr>
      </thead>
      <tbody>
        {inOrder.map((pack) => (
          <tr key={pack.on}>
            <th scope="row">
              {locality.mayOpen ? (
                <a href={`/meeting-packs/${locality.id}/${pack.on}`}>{inFull(pack.on)}</a>
              ) : (
                inFull(pack.on)
              )}
            </th>
            <td data-label="Made">{inFull(pack.madeAt)}</td>
            <td data-label="Who was told">
              <Mails mails={pack.mails} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const STATUS_WORDS: Readonly<Record<PackMailStatus, { readonly words: string; readonly colour: string }>> = {
  pending: { words: 'On its way', colour: 'blue' },
  sent: { words: 'Sent', colour: 'green' },
  refused: { words: 'Not sent', colour: 'red' },
  'gave-up': { words: 'Given up', colour: 'red' },
  withdrawn: { words: 'Withdrawn: the meeting was moved or left out', colour: 'grey' },
}

/** Who was told of a pack, and who could not be: those first. */
export function Mails({ mails }: { mails: MadePackAnswer['mails'] }): VNode {
  if (mails.length === 0) return <>Nobody was to be told.</>
  const inOrder = [...mails].sort((a, b) => Number(isFailed(b)) - Number(isFailed(a)))
  return (
    <ul class="pace-plain">
      {inOrder.map(({ to, status, lastError }) => {
        const { words, colour } = STATUS_WORDS[status]
        return (
          <li key={to.map(({ id }) => id).join(' ')}>
            <span class={`ds_tag ds_tag--${colour}`}>{words}</span> {to.map(({ name }) => name).join(', ')}
            {lastError !== null && status !== 'sent' && `: ${lastError}`}
          </li>
        )
      })}
    </ul>
  )
}

function hasFailed({ mails }: MadePackAnswer): boolean {
  return mails.some(isFailed)
}

function isFailed({ status }: MadePackAnswer['mails'][number]): boolean {
  return status === 'refused' || status === 'gave-up'
}
