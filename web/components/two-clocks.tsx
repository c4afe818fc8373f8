import type { VNode } from 'preact'
import type { JourneyAnswer } from '../../contracts/journey-schema'
import { inFull } from '../../domain/dates-in-words'
import { CLOCK_WORDS, counted } from '../words'
import { BasisLine } from './basis'
import { Due } from './due'
import { StatusTag } from './tag'

export type JourneyDeadline = JourneyAnswer['deadlines'][number]

interface ClockProps {
  readonly journeyId: string
  readonly deadlines: readonly JourneyDeadline[]
}

const OPEN = ['overdue', 'due-soon', 'pending']

/** The deadlines still to be met, the first one due first. */
export function openDeadlines(deadlines: readonly JourneyDeadline[]): JourneyDeadline[] {
  return deadlines
    .filter(({ status }) => OPEN.includes(status))
    .sort((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : 1))
}

/** The law's deadlines and those of local aims and tests of change, side by side: two clocks, never merged. */
export function TwoClocks({ journeyId, deadlines }: ClockProps): VNode {
  const law = deadlines.filter(({ basis }) => basis.kind === 'law')
  const local = deadlines.filter(({ basis }) => basis.kind !== 'law')
  return (
    <section aria-labelledby="deadlines">
      <h2 id="deadlines">Deadlines</h2>
      <div class="pace-clocks">
        <Clock which="law" journeyId={journeyId} deadlines={law} />
        <Clock which="local" journeyId={journeyId} deadlines={local} />
      </div>
    </section>
  )
}

function Clock({ which, journeyId, deadlines }: ClockProps & { which: keyof typeof CLOCK_WORDS }): VNode {
  const waiting = deadlines.filter(({ status }) => status === 'not-applicable')
  const open = openDeadlines(deadlines)
  const done = deadlines.filter((one) => !open.includes(one) && !waiting.includes(one))
  return (
    <section aria-labelledby={`clock-${which}`} class="pace-clock">
      <h3 id={`clock-${which}`}>{CLOCK_WORDS[which]}</h3>
      {open.length + done.length === 0 ? (
        <p>No clock of these has started.</p>
      ) : (
        <Table which={which} journeyId={journeyId} deadlines={[...open, ...done]} />
      )}
      {waiting.length > 0 && (
        <details id={`waiting-${which}`} class="pace-fold">
          <summary>Not started yet ({waiting.length})</summary>
          <ul>
            {waiting.map((deadline) => (
              <li key={deadline.ruleId}>
                <strong>{deadline.title}</strong>
                <br />
                <BasisLine basis={deadline.basis} />
                <br />
                <Why journeyId={journeyId} deadline={deadline} words="When will it start?" />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Table({ which, journeyId, deadlines }: ClockProps & { which: keyof typeof CLOCK_WORDS }): VNode {
  return (
    <table class="ds_table pace-stacked">
      <caption class="visually-hidden">
        {CLOCK_WORDS[which]}: what is due, when, and on whose authority
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Due</th>
        </tr>
      </thead>
      <tbody>
        {deadlines.map((deadline) => (
          <tr key={deadline.ruleId}>
            <th scope="row">
              {deadline.title}
              <br />
              <span class="pace-authority">
                <BasisLine basis={deadline.basis} />
              </span>
            </th>
            <td data-label="Due">
              <DueOf deadline={deadline} />
              <br />
              <Why journeyId={journeyId} deadline={deadline} words="Why this date?" />
              <OtherTimes journeyId={journeyId} deadline={deadline} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DueOf({ deadline: { dueOn, dueAt, status, metOn } }: { deadline: JourneyDeadline }): VNode {
  return (
    <>
      {dueOn && <Due dueOn={dueOn} {...(dueAt && { dueAt })} />}
      <br />
      <StatusTag status={status} />
      {metOn && <span class="pace-quiet"> on {inFull(metOn)}</span>}
    </>
  )
}

interface LinkProps {
  readonly journeyId: string
  readonly deadline: JourneyDeadline
}

function Why({ journeyId, deadline, words }: LinkProps & { words: string }): VNode {
  return (
    <a href={`/journeys/${journeyId}/deadlines/${deadline.ruleId}`}>
      {words}
      <span class="visually-hidden"> {deadline.title}</span>
    </a>
  )
}

// Of a rule whose clock has started more than once the row is about the current time only.
function OtherTimes({ journeyId, deadline: { ruleId, instances = [], title } }: LinkProps): VNode | null {
  if (instances.length < 2) return null
  return (
    <>
      <br />
      <a href={`/journeys/${journeyId}/deadlines/${ruleId}#instances`}>
        {counted(instances.length - 1, 'other time', 'other times')}
        <span class="visually-hidden"> of {title}</span>
      </a>
    </>
  )
}
