import type { VNode } from 'preact'
import type { DelayAnswer } from '../../contracts/delay-schema'
import { inFull } from '../../domain/dates-in-words'
import { DELAY_CLOCKS } from '../../domain/delay'
import { Bars } from '../charts/bars'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { ReportFilters, withinOf, type Place } from '../components/report-filters'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { CLOCK_WORDS, counted, DELAY_REASON_WORDS, delayStageWords } from '../words'

export interface DelayView {
  /** Absent where it was asked wrongly. */
  readonly delay?: DelayAnswer
  readonly localities: readonly Place[]
  readonly filter: { readonly locality?: string; readonly from?: string; readonly to?: string }
  /** May the person go to the dashboard? */
  readonly mayGoBack: boolean
  readonly errors: readonly FormError[]
}

type ByClock = DelayAnswer['law']
type Late = Pick<ByClock, 'weeks' | 'deadlines' | 'medianWeeks'> & { readonly journeys?: number }

/** Where weeks are lost: by stage as a picture, by the reason that was explained, and by rule; the law and local aims apart. */
export function delayPage(view: DelayView): Content {
  const { delay, localities, filter, mayGoBack, errors } = view
  const name = localities.find(({ id }) => id === filter.locality)?.name
  return {
    title: name === undefined ? 'Where weeks are lost' : `Where weeks are lost: ${name}`,
    wrong: errors.length > 0,
    body: (
      <>
        {mayGoBack && (
          <a class="ds_back-link" href={`/dashboard${withinOf(filter.locality)}`}>
            Dashboard
          </a>
        )}
        <ErrorSummary errors={errors} />
        <Heading label={name ?? 'All localities'}>Where weeks are lost</Heading>
        <ReportFilters
          action="/delay"
          localities={localities}
          {...(filter.locality !== undefined && { locality: filter.locality })}
        >
          <Day name="from" label="From" value={filter.from ?? delay?.from} />
          <Day name="to" label="Until" value={filter.to ?? delay?.to} />
        </ReportFilters>
        {delay && (
          <>
            <p>
              Weeks from {inFull(delay.from)} until {inFull(delay.to)} that were past a due date, until it was
              met, was no longer needed or, while it is open, until the end: a child who still waits counts.
              Several deadlines of one child can run side by side, so that the weeks of all are no length of
              time. A forcefield says <a href="/improvement">what drives this, and what holds it back</a>.
            </p>
            {DELAY_CLOCKS.map((clock) => (
              <Clock key={clock} clock={clock} lost={delay[clock]} />
            ))}
          </>
        )}
      </>
    ),
  }
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

function Clock({ clock, lost }: { clock: keyof typeof CLOCK_WORDS; lost: ByClock }): VNode {
  const stages = lost.byStage.map(({ stage, ...one }) => ({ name: delayStageWords(stage), ...one }))
  const reasons = lost.byReason.map(({ reason, ...one }) => ({ name: DELAY_REASON_WORDS[reason], ...one }))
  const rules = lost.byRule.map(({ title, ...one }) => ({ name: title, ...one }))
  return (
    <section aria-labelledby={`clock-${clock}`}>
      <h2 id={`clock-${clock}`}>{CLOCK_WORDS[clock]}</h2>
      {lost.deadlines === 0 ? (
        <p>Nothing was late.</p>
      ) : (
        <>
          <p>
            <strong>{weeksWords(lost.weeks)}</strong> lost: {counted(lost.deadlines, 'deadline', 'deadlines')}{' '}
            late in {counted(lost.journeys, 'journey', 'journeys')}, half of them by{' '}
            {weeksWords(lost.medianWeeks ?? 0)} or more.
          </p>
          <Part id={`${clock}-stage`} title="By stage" what="Stage" rows={stages} clock={clock} drawn />
          <Part
            id={`${clock}-reason`}
            title="By the reason that was given"
            what="Reason"
            rows={reasons}
            clock={clock}
            drawn
          />
          <Part id={`${clock}-rule`} title="By what was late" what="What" rows={rules} clock={clock} />
        </>
      )}
    </section>
  )
}

interface PartProps {
  readonly id: string
  readonly title: string
  readonly what: string
  readonly rows: readonly (Late & { readonly name: string })[]
  readonly clock: keyof typeof CLOCK_WORDS
  readonly drawn?: boolean
}

function Part({ id, title, what, rows, clock, drawn = false }: PartProps): VNode {
  return (
    <>
      <h3>{title}</h3>
      {drawn && (
        <Bars
          id={`${id}-picture`}
          title={`Weeks lost, ${title.toLowerCase()}: ${CLOCK_WORDS[clock]}`}
          description={rows.map(({ name, weeks }) => `${name} ${weeksWords(weeks)}`).join('; ')}
          bars={rows.map(({ name, weeks }) => ({ label: name, value: weeks, words: weeksWords(weeks) }))}
        />
      )}
      <table class="ds_table pace-stacked pace-numbers">
        <caption class="visually-hidden">
          Weeks lost, {title.toLowerCase()}: {CLOCK_WORDS[clock]}
        </caption>
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">Weeks lost</th>
            <th scope="col">Deadlines late</th>
            {drawn && <th scope="col">Journeys</th>}
            <th scope="col">Median weeks</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, weeks, deadlines, journeys, medianWeeks }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label="Weeks lost">{weeks}</td>
              <td data-label="Deadlines late">{deadlines}</td>
              {drawn && <td data-label="Journeys">{journeys}</td>}
              <td data-label="Median weeks">{medianWeeks ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function weeksWords(weeks: number): string {
  return weeks === 1 ? '1 week' : `${weeks} weeks`
}
