import type { ComponentChildren, VNode } from 'preact'
import type { MadePackAnswer, MeetingPackAnswer } from '../../contracts/meetings-schema'
import { inFull } from '../../domain/dates-in-words'
import { ReportPicture, sayingsOf, titleOf } from '../charts/report-picture'
import { AimsBrief } from '../components/aims-brief'
import type { Council } from '../council'
import type { Content } from '../frame'
import type { PackNumbers } from '../pack-numbers'
import { Heading } from '../layout'
import { counted, meetingWords } from '../words'
import { Mails } from './meetings'

export interface MeetingPackView {
  readonly pack: MeetingPackAnswer
  readonly localityName: string
  readonly council: Council
  /** The aims and charts of the locality. */
  readonly numbers?: PackNumbers
  /** Who was told of it; absent for those who are not shown that. */
  readonly mails?: MadePackAnswer['mails']
  /** Whether there is a page of all meetings to go back to. */
  readonly mayGoBack: boolean
}

/** The pack of a PACE meeting, for the table in front of those who meet: on a screen, or printed. */
export function meetingPackPage(view: MeetingPackView): Content {
  const { pack, localityName, mails, mayGoBack } = view
  const { on, at, madeAt, since, until } = pack
  const title = `PACE meeting in ${localityName}`
  return {
    title: `${title}, ${inFull(on)}`,
    body: (
      <>
        {mayGoBack && (
          <a class="ds_back-link" href="/meeting-packs">
            PACE meetings
          </a>
        )}
        <Heading label={`${inFull(on)}, ${at}`}>{title}</Heading>
        <p class="pace-quiet">
          As it stood when it was made, at {inFull(madeAt)}. Children are named by their reference. What is
          shown is what you may see.
        </p>
        <p class="pace-not-printed">
          <a href={`/api/v1/reports/meeting-pack.pdf?locality=${encodeURIComponent(pack.locality)}&on=${on}`}>
            This pack as a PDF
          </a>
        </p>
        <Overdue {...view} />
        <Due {...view} />
        <Decided {...view} since={since} />
        <Diary {...view} until={until} />
        {view.numbers && <Numbers numbers={view.numbers} place={localityName} />}
        {mails && (
          <section aria-labelledby="told" class="pace-not-printed">
            <h2 id="told">Who was told of this pack</h2>
            <Mails mails={mails} />
          </section>
        )}
      </>
    ),
  }
}

function Part({
  id,
  title,
  none,
  count,
  columns,
  children,
}: {
  id: string
  title: string
  none: string
  count: number
  columns: readonly string[]
  children: ComponentChildren
}): VNode {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title} <span class="pace-quiet">({count})</span>
      </h2>
      {count === 0 ? (
        <p>{none}</p>
      ) : (
        <table class="ds_table pace-stacked">
          <caption class="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">Child</th>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      )}
    </section>
  )
}

function Child({ journey }: { journey: { readonly id: string; readonly childReference: string } }): VNode {
  return (
    <th scope="row">
      <a href={`/journeys/${journey.id}`}>{journey.childReference}</a>
    </th>
  )
}

function Overdue({ pack: { overdue }, council }: MeetingPackView): VNode {
  return (
    <Part
      id="overdue"
      title="Overdue"
      none="Nothing was overdue."
      count={overdue.length}
      columns={['What', 'Was due', 'Overdue for']}
    >
      {overdue.map(({ journey, ruleId, title, dueOn, days }) => (
        <tr key={`${journey.id} ${ruleId} ${dueOn}`}>
          <Child journey={journey} />
          <td data-label="What">{council.say(title)}</td>
          <td data-label="Was due">{inFull(dueOn)}</td>
          <td data-label="Overdue for">{days === 0 ? 'Less than a day' : counted(days, 'day', 'days')}</td>
        </tr>
      ))}
    </Part>
  )
}

function Due({ pack: { due }, council }: MeetingPackView): VNode {
  return (
    <Part
      id="due"
      title="Due in four weeks"
      none="Nothing falls due."
      count={due.length}
      columns={['What', 'Due']}
    >
      {due.map(({ journey, ruleId, title, dueOn }) => (
        <tr key={`${journey.id} ${ruleId} ${dueOn}`}>
          <Child journey={journey} />
          <td data-label="What">{council.say(title)}</td>
          <td data-label="Due">{inFull(dueOn)}</td>
        </tr>
      ))}
    </Part>
  )
}

function Decided({ pack: { decided }, council, since }: MeetingPackView & { since: string }): VNode {
  return (
    <Part
      id="decided"
      title="Decided since the last meeting"
      none={`Nothing was recorded as decided since ${inFull(since.slice(0, 10))}.`}
      count={decided.length}
      columns={['What', 'When', 'Came to']}
    >
      {decided.map(({ journey, event, occurredAt, detail }) => (
        <tr key={`${journey.id} ${event} ${occurredAt} ${detail}`}>
          <Child journey={journey} />
          <td data-label="What">{council.event(event)}</td>
          <td data-label="When">{inFull(occurredAt)}</td>
          <td data-label="Came to">{detail === null ? 'Not said' : council.code(detail)}</td>
        </tr>
      ))}
    </Part>
  )
}

function Diary({ pack: { diary }, until }: MeetingPackView & { until: string }): VNode {
  return (
    <Part
      id="diary"
      title={`In the diary until ${inFull(until)}`}
      none="No meeting has a date."
      count={diary.length}
      columns={['Meeting', 'When']}
    >
      {diary.map(({ journey, meeting, at }) => (
        <tr key={`${journey.id} ${meeting} ${at}`}>
          <Child journey={journey} />
          <td data-label="Meeting">{meetingWords(meeting)}</td>
          <td data-label="When">{inFull(at)}</td>
        </tr>
      ))}
    </Part>
  )
}

function Numbers({ numbers: { aims, charts }, place }: { numbers: PackNumbers; place: string }): VNode {
  return (
    <section aria-labelledby="numbers">
      <h2 id="numbers">Aims and charts</h2>
      <AimsBrief aims={aims} place={place} />
      {charts.map((chart, index) => (
        <section key={chart.measure} aria-labelledby={`chart-${index}`}>
          <h3 id={`chart-${index}`}>{titleOf(chart, place)}</h3>
          <ReportPicture chart={chart} place={place} size="wide" id={`wide-${index}`} />
          <ReportPicture chart={chart} place={place} size="narrow" id={`narrow-${index}`} />
          <p>{sayingsOf(chart)}</p>
          <p class="pace-not-printed">
            <a
              href={`/run-charts?${new URLSearchParams({ measure: chart.measure, by: chart.by, locality: aims.locality ?? '' }).toString()}`}
            >
              The chart with its data<span class="visually-hidden">: {chart.title}</span>
            </a>
          </p>
        </section>
      ))}
    </section>
  )
}
