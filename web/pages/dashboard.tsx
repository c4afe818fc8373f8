import type { VNode } from 'preact'
import type { DashboardAnswer } from '../../contracts/dashboard-schema'
import { inFull } from '../../domain/dates-in-words'
import { OVERDUE_BANDS } from '../../domain/overdue-bands'
import { Bars } from '../charts/bars'
import { Counted } from '../components/counted'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { ReportFilters, type Place } from '../components/report-filters'
import type { Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { CLOCK_WORDS, counted, OVERDUE_BAND_WORDS } from '../words'

export interface DashboardView {
  /** Absent where it was asked wrongly. */
  readonly dashboard?: DashboardAnswer
  readonly localities: readonly Place[]
  readonly locality?: string
  readonly council: Council
  /** Other pages that this person may go to from here. */
  readonly ways: readonly { readonly address: string; readonly words: string }[]
  readonly errors: readonly FormError[]
}

/** Where the children of a locality stand now: what is overdue first, then every child's stage, then what comes. */
export function dashboardPage(view: DashboardView): Content {
  const { dashboard, localities, locality, council, ways, errors } = view
  const name = localities.find(({ id }) => id === locality)?.name
  return {
    title: name === undefined ? 'Dashboard' : `Dashboard: ${name}`,
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <Heading label={name ?? 'All of your localities'}>Dashboard</Heading>
        <ReportFilters
          action="/dashboard"
          localities={localities}
          {...(locality !== undefined && { locality })}
        />
        {ways.length > 0 && (
          <p class="pace-links pace-not-printed">
            {ways.map(({ address, words }) => (
              <a key={address} href={address}>
                {words}
              </a>
            ))}
          </p>
        )}
        {dashboard && (
          <div data-live="journeys" id="dashboard">
            <Figures {...dashboard} />
            <Overdue {...dashboard} />
            <Stages dashboard={dashboard} council={council} />
            <Due {...dashboard} />
            <Recommendations {...dashboard} />
          </div>
        )}
      </>
    ),
  }
}

function Figures(dashboard: DashboardAnswer): VNode {
  const { asOf, open, overdue, due, withoutLead, leadNotHere, started, closed, failedNotices } = dashboard
  const figures = [
    ['Open journeys', open.journeys, open.list],
    ['With something overdue', overdue.journeys, overdue.list],
    ['With something due in four weeks', due.journeys, due.list],
    ['Nobody leads', withoutLead.journeys, withoutLead.list],
    ['Lead is away or has left, nobody covers', leadNotHere.journeys, leadNotHere.list],
    ['Notices that failed in the last 30 days', failedNotices.notices, failedNotices.list],
    ['Started in the last four weeks', started.journeys, started.list],
    ['Closed in the last four weeks', closed.journeys, closed.list],
  ] as const
  return (
    <section aria-labelledby="now">
      <h2 id="now">Now</h2>
      <p class="pace-quiet">As of {inFull(asOf)}. Practice journeys are left out.</p>
      <dl class="pace-figures">
        {figures.map(([words, count, list]) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>
              <Counted count={count} list={list} of={words} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Overdue({ overdue }: DashboardAnswer): VNode {
  return (
    <section aria-labelledby="overdue">
      <h2 id="overdue">Overdue, and for how long</h2>
      {overdue.rules.length === 0 ? (
        <p>Nothing is overdue.</p>
      ) : (
        <table class="ds_table pace-stacked pace-numbers">
          <caption class="visually-hidden">Children with something overdue, by what and for how long</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Children</th>
              {OVERDUE_BANDS.map(({ id }) => (
                <th scope="col" key={id}>
                  {OVERDUE_BAND_WORDS[id]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {overdue.rules.map(({ ruleId, title, clock, journeys, list, bands }) => (
              <tr key={ruleId}>
                <th scope="row">
                  <What title={title} clock={clock} />
                </th>
                <td data-label="Children">
                  <strong>
                    <Counted count={journeys} list={list} of={`with this overdue: ${title}`} />
                  </strong>
                </td>
                {bands.map((one) => (
                  <td key={one.band} data-label={OVERDUE_BAND_WORDS[one.band]}>
                    <Counted
                      count={one.journeys}
                      list={one.list}
                      of={`with this overdue: ${title}, ${OVERDUE_BAND_WORDS[one.band]}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function What({ title, clock }: { title: string; clock: keyof typeof CLOCK_WORDS }): VNode {
  return (
    <>
      {title}
      <br />
      <span class="pace-quiet pace-authority">{CLOCK_WORDS[clock]}</span>
    </>
  )
}

function Stages({
  dashboard: { stages, pathways, open },
  council,
}: {
  dashboard: DashboardAnswer
  council: Council
}): VNode {
  return (
    <section aria-labelledby="stages">
      <h2 id="stages">Every child’s stage</h2>
      <p>
        {pathways.map(({ pathway, journeys, list }, index) => (
          <span key={pathway}>
            {index > 0 && ', '}
            {council.pathway(pathway)}: <Counted count={journeys} list={list} of={council.pathway(pathway)} />
          </span>
        ))}
        . The dark part of each bar has something overdue.
      </p>
      <Bars
        id="stages-picture"
        title="Children by stage"
        description={`${counted(open.journeys, 'open journey', 'open journeys')}: ${stages
          .filter(({ journeys }) => journeys > 0)
          .map(
            ({ stage, journeys, overdue }) =>
              `${council.stage(stage)} ${journeys}, ${overdue.journeys} with something overdue`,
          )
          .join('; ')}`}
        bars={stages.map(({ stage, journeys, overdue }) => ({
          label: council.stage(stage),
          value: journeys,
          marked: overdue.journeys,
          words: overdue.journeys === 0 ? String(journeys) : `${journeys}, ${overdue.journeys} overdue`,
        }))}
      />
      <table class="ds_table pace-stacked pace-numbers">
        <caption class="visually-hidden">Children by stage</caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Children</th>
            <th scope="col">With something overdue</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, journeys, list, overdue }) => (
            <tr key={stage}>
              <th scope="row">{council.stage(stage)}</th>
              <td data-label="Children">
                <Counted count={journeys} list={list} of={council.stage(stage)} />
              </td>
              <td data-label="With something overdue">
                <Counted
                  count={overdue.journeys}
                  list={overdue.list}
                  of={`${council.stage(stage)}, with something overdue`}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Due({ due }: DashboardAnswer): VNode {
  const [first] = due.rules
  return (
    <section aria-labelledby="due">
      <h2 id="due">Due in four weeks</h2>
      {first === undefined ? (
        <p>Nothing is due.</p>
      ) : (
        <table class="ds_table pace-stacked pace-numbers">
          <caption class="visually-hidden">Children with something due, by what and by week</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Children</th>
              {first.weeks.map(({ from }) => (
                <th scope="col" key={from}>
                  {weekWords(from)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {due.rules.map(({ ruleId, title, clock, journeys, list, weeks }) => (
              <tr key={ruleId}>
                <th scope="row">
                  <What title={title} clock={clock} />
                </th>
                <td data-label="Children">
                  <strong>
                    <Counted count={journeys} list={list} of={`with this due: ${title}`} />
                  </strong>
                </td>
                {weeks.map((one) => (
                  <td key={one.from} data-label={weekWords(one.from)}>
                    <Counted
                      count={one.journeys}
                      list={one.list}
                      of={`with this due in the ${weekWords(one.from).toLowerCase()}: ${title}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

// Without weekday and year: it is one of the next four.
function weekWords(from: string): string {
  const [, day = '', month = ''] = inFull(from).split(' ')
  return `Week from ${day} ${month}`
}

function Recommendations({ recommendations }: DashboardAnswer): VNode | null {
  if (recommendations.length === 0) return null
  return (
    <section aria-labelledby="recommendations">
      <h2 id="recommendations">Recommendations</h2>
      <table class="ds_table pace-stacked pace-numbers">
        <caption class="visually-hidden">Children who wait for a recommendation</caption>
        <thead>
          <tr>
            <th scope="col">By</th>
            <th scope="col">Overdue</th>
            <th scope="col">Due in four weeks</th>
          </tr>
        </thead>
        <tbody>
          {recommendations.map(({ ruleId, title, overdue, due }) => (
            <tr key={ruleId}>
              <th scope="row">{title}</th>
              <td data-label="Overdue">
                <Counted count={overdue.journeys} list={overdue.list} of={`overdue: ${title}`} />
              </td>
              <td data-label="Due in four weeks">
                <Counted count={due.journeys} list={due.list} of={`due in four weeks: ${title}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
