import type { ComponentChildren, VNode } from 'preact'
import type { AmountAnswer, WorkloadAnswer } from '../../contracts/workload-schema'
import { inFull } from '../../domain/dates-in-words'
import { SmallBar } from '../charts/bars'
import { Counted } from '../components/counted'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { ReportFilters, withinOf, type Place } from '../components/report-filters'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { counted } from '../words'

export interface WorkloadView {
  /** Absent where it was asked wrongly. */
  readonly workload?: WorkloadAnswer
  readonly localities: readonly Place[]
  readonly filter: { readonly locality?: string; readonly team?: string }
  readonly nameOf: NameOf
  readonly errors: readonly FormError[]
}

/** Who has how much to do: by worker, what nobody leads first; by team and by locality. */
export function workloadPage(view: WorkloadView): Content {
  const { workload, localities, filter, errors } = view
  const name = localities.find(({ id }) => id === filter.locality)?.name
  return {
    title: name === undefined ? 'Workload' : `Workload: ${name}`,
    wrong: errors.length > 0,
    body: (
      <>
        <a class="ds_back-link" href={`/dashboard${withinOf(filter.locality)}`}>
          Dashboard
        </a>
        <ErrorSummary errors={errors} />
        <Heading label={name ?? 'All of your localities'}>Workload</Heading>
        <ReportFilters
          action="/workload"
          localities={localities}
          {...(filter.locality !== undefined && { locality: filter.locality })}
        >
          <div class="ds_question">
            <label class="ds_label" for="team">
              Team
            </label>
            <input
              class="ds_input"
              id="team"
              name="team"
              type="text"
              value={filter.team ?? ''}
              maxLength={100}
            />
          </div>
        </ReportFilters>
        {workload && (
          <div data-live="journeys" id="workload">
            <p>
              {counted(workload.all.open.journeys, 'open journey', 'open journeys')} on{' '}
              {inFull(workload.asOf)}. The dark part of a bar has something overdue.
            </p>
            <ByWorker workload={workload} nameOf={view.nameOf} />
            <ByTeam workload={workload} localities={localities} />
            <ByLocality workload={workload} localities={localities} />
          </div>
        )}
      </>
    ),
  }
}

function ByWorker({ workload, nameOf }: { workload: WorkloadAnswer; nameOf: NameOf }): VNode {
  const { byWorker, withoutLead, leadNotHere } = workload
  const most = mostOf([...byWorker.map(({ leads }) => leads), withoutLead])
  return (
    <Section id="by-worker" title="By worker">
      <Table caption="Open journeys by lead worker" what="Worker" coversToo>
        {withoutLead.open.journeys > 0 && (
          <Row name="Nobody leads" amount={withoutLead} most={most} covers={null} />
        )}
        {byWorker.map(({ worker, presence, awayUntil, leads, covers }) => (
          <Row key={worker} name={nameOf(worker)} amount={leads} most={most} covers={covers}>
            {presence === 'left' && <Absent>Has left</Absent>}
            {presence === 'away' && (
              <Absent>Away{awayUntil === null ? '' : ` until ${inFull(awayUntil)}`}</Absent>
            )}
            {presence === 'unknown' && <Absent>Not in the directory</Absent>}
          </Row>
        ))}
      </Table>
      {leadNotHere.open.journeys > 0 && (
        <p>
          <strong>
            <Counted
              count={leadNotHere.open.journeys}
              list={leadNotHere.open.list}
              of="open journeys whose lead is not here"
            />
          </strong>{' '}
          of these {leadNotHere.open.journeys === 1 ? 'is' : 'are'} led by somebody who is away or has left,
          while nobody covers.
        </p>
      )}
    </Section>
  )
}

function ByTeam({ workload, localities }: { workload: WorkloadAnswer; localities: readonly Place[] }): VNode {
  const most = mostOf(workload.byTeam.map(({ amount }) => amount))
  return (
    <Section id="by-team" title="By team">
      <Table caption="Open journeys by team" what="Team">
        {workload.byTeam.map(({ locality, team, amount }) => (
          <Row
            key={`${locality} ${team}`}
            name={`${team ?? 'No team'}, ${nameOfPlace(localities, locality)}`}
            amount={amount}
            most={most}
          />
        ))}
      </Table>
    </Section>
  )
}

function ByLocality({
  workload,
  localities,
}: {
  workload: WorkloadAnswer
  localities: readonly Place[]
}): VNode {
  const most = mostOf(workload.byLocality.map(({ amount }) => amount))
  return (
    <Section id="by-locality" title="By locality">
      <Table caption="Open journeys by locality" what="Locality">
        {workload.byLocality.map(({ locality, amount }) => (
          <Row key={locality} name={nameOfPlace(localities, locality)} amount={amount} most={most} />
        ))}
      </Table>
    </Section>
  )
}

function Section({ id, title, children }: { id: string; title: string; children: ComponentChildren }): VNode {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

interface TableProps {
  readonly caption: string
  readonly what: string
  readonly coversToo?: boolean
  readonly children: ComponentChildren
}

function Table({ caption, what, coversToo = false, children }: TableProps): VNode {
  return (
    <table class="ds_table pace-stacked pace-numbers">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">Open</th>
          <th scope="col">Overdue</th>
          <th scope="col">Longest overdue</th>
          <th scope="col">Due in four weeks</th>
          {coversToo && <th scope="col">Covers besides</th>}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

interface RowProps {
  readonly name: string
  readonly amount: AmountAnswer
  readonly most: number
  /** What they cover; null where nobody can; absent where the table does not say. */
  readonly covers?: AmountAnswer | null
  readonly children?: ComponentChildren
}

function Row({ name, amount: { open, overdue, due }, most, covers, children }: RowProps): VNode {
  return (
    <tr>
      <th scope="row">
        {name}
        {children}
      </th>
      <td data-label="Open">
        <Counted count={open.journeys} list={open.list} of={`open journeys: ${name}`} />
        <SmallBar value={open.journeys} marked={overdue.journeys} most={most} />
      </td>
      <td data-label="Overdue">
        <Counted
          count={overdue.journeys}
          list={overdue.list}
          of={`journeys with something overdue: ${name}`}
        />
        {overdue.deadlines > overdue.journeys && (
          <span class="pace-quiet"> ({counted(overdue.deadlines, 'deadline', 'deadlines')})</span>
        )}
      </td>
      <td data-label="Longest overdue">
        {overdue.longestDays === null ? '–' : counted(overdue.longestDays, 'day', 'days')}
      </td>
      <td data-label="Due in four weeks">
        <Counted
          count={due.journeys}
          list={due.list}
          of={`journeys with something due in four weeks: ${name}`}
        />
        {due.deadlines > due.journeys && (
          <span class="pace-quiet"> ({counted(due.deadlines, 'deadline', 'deadlines')})</span>
        )}
      </td>
      {covers !== undefined && <td data-label="Covers besides">{coverWords(covers)}</td>}
    </tr>
  )
}

function coverWords(covers: AmountAnswer | null): string {
  if (covers === null || covers.open.journeys === 0) return '–'
  const overdue = covers.overdue.journeys
  return `${covers.open.journeys}${overdue === 0 ? '' : `, ${overdue} with something overdue`}`
}

function Absent({ children }: { children: ComponentChildren }): VNode {
  return (
    <>
      <br />
      <strong class="pace-authority">{children}</strong>
    </>
  )
}

function mostOf(amounts: readonly AmountAnswer[]): number {
  return Math.max(1, ...amounts.map(({ open }) => open.journeys))
}

function nameOfPlace(localities: readonly Place[], id: string): string {
  return localities.find((one) => one.id === id)?.name ?? id
}
