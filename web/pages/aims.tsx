import type { ComponentChildren, VNode } from 'preact'
import type { AimAnswer, AimsAnswer, BehindAimAnswer } from '../../contracts/aims-schema'
import { AIM_CLASSES, type AimClass } from '../../domain/aims'
import { inFull } from '../../domain/dates-in-words'
import { measureTitle, onTimeCode } from '../../domain/measures'
import {
  aimName,
  denominatorWords,
  percentWords,
  runChartOf,
  weeksWords,
  withReturnsWords,
} from '../aim-words'
import { Attainment } from '../components/attainment'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { Select } from '../components/select'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { AIM_CLASS_WORDS, counted } from '../words'

/** What is asked, as it stands in the address. */
export type AimsFilter = Readonly<Partial<Record<'locality' | 'asOf' | 'knownAt' | 'class', string>>>

interface Asked {
  readonly filter: AimsFilter
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  readonly errors: readonly FormError[]
}

export interface AimsView extends Asked {
  /** Absent when it cannot be counted. */
  readonly answer?: AimsAnswer
  /** May the person see what is done to improve? */
  readonly mayImprove: boolean
  /** May the person see the children behind a number? */
  readonly mayLookBehind: boolean
}

export interface BehindAimView extends Asked {
  readonly aim: Pick<AimAnswer, 'id' | 'title'>
  readonly answer?: BehindAimAnswer
  readonly next?: string
  readonly isLater: boolean
}

/** How each aim is met on a day, of the authority or one locality, as it is or was known. */
export function aimsPage(view: AimsView): Content {
  const { answer, filter, errors, localities } = view
  const place = placeOf(filter, localities)
  return {
    title: 'Aims',
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <Heading {...(answer && { label: place })}>Aims</Heading>
        <Filters {...view} />
        {answer && <p>{whenWords(answer, filter)}</p>}
        {answer?.aims.length === 0 && (
          <p>No aims are set. They are a document of their own beside the policy of the authority.</p>
        )}
        {answer?.aims.map((aim) => (
          <AimSection key={aim.id} aim={aim} {...view} />
        ))}
      </>
    ),
  }
}

/** The children behind a number of an aim, as far as the person may see them. */
export function behindAimPage(view: BehindAimView): Content {
  const { aim, answer, filter, errors, localities, next, isLater } = view
  const only = AIM_CLASSES.find((one) => one === filter.class)
  const title = only === undefined ? 'All who are counted' : AIM_CLASS_WORDS[only]
  return {
    title: `${title}: ${aimName(aim)}`,
    wrong: errors.length > 0,
    body: (
      <>
        <a class="ds_back-link" href={aimsAddress('/aims', withoutClass(filter))}>
          Aims
        </a>
        <ErrorSummary errors={errors} />
        <Heading label={aimName(aim)}>{title}</Heading>
        {answer && (
          <p>
            {placeOf(filter, localities)}. {whenWords(answer, filter)}
          </p>
        )}
        <nav aria-label="What became of them">
          <ul class="pace-plain pace-links">
            {[undefined, ...AIM_CLASSES].map((one) => (
              <li key={one ?? 'all'} class="pace-inline">
                <a
                  href={aimsAddress(`/aims/${aim.id}`, {
                    ...withoutClass(filter),
                    ...(one && { class: one }),
                  })}
                  {...(one === only && { 'aria-current': 'page' })}
                >
                  {one === undefined ? 'All' : AIM_CLASS_WORDS[one]}
                </a>{' '}
              </li>
            ))}
          </ul>
        </nav>
        {answer && <Behind answer={answer} localities={localities} />}
        {(next !== undefined || isLater) && (
          <nav aria-label="Pages of the list" class="pace-pages">
            {isLater && <a href={aimsAddress(`/aims/${aim.id}`, filter)}>First page</a>}
            {next !== undefined && <a href={next}>Next page</a>}
          </nav>
        )}
      </>
    ),
  }
}

/** An address with what is asked; what was left out is not in it. */
export function aimsAddress(
  path: string,
  filter: AimsFilter,
  more: Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== '')
  const query = new URLSearchParams(given).toString()
  return query === '' ? path : `${path}?${query}`
}

function withoutClass({ class: _, ...filter }: AimsFilter): AimsFilter {
  return filter
}

function placeOf({ locality }: AimsFilter, localities: Asked['localities']): string {
  if (locality === undefined) return 'The whole authority'
  return localities.find(({ id }) => id === locality)?.name ?? locality
}

function whenWords(
  { asOf, knownAt }: { readonly asOf: string; readonly knownAt: string },
  filter: AimsFilter,
): string {
  const known = filter.knownAt === undefined ? 'as it is known now' : `as it was known at ${inFull(knownAt)}`
  return `On ${inFull(asOf)}, ${known}.`
}

function Filters({ filter, localities, answer }: AimsView): VNode {
  return (
    <form method="get" action="/aims" class="pace-filters pace-not-printed" aria-label="What to count">
      <Question name="locality" label="Locality">
        <Select
          name="locality"
          options={localities.map(({ id, name }) => ({ value: id, words: name }))}
          nothing="The whole authority"
          {...(filter.locality !== undefined && { chosen: filter.locality })}
        />
      </Question>
      <Question name="asOf" label="On the day">
        <input class="ds_input" type="date" id="asOf" name="asOf" value={filter.asOf ?? answer?.asOf ?? ''} />
      </Question>
      <Question name="knownAt" label="As known on">
        <input
          class="ds_input"
          type="date"
          id="knownAt"
          name="knownAt"
          value={filter.knownAt ?? ''}
          aria-describedby="knownAt-hint"
        />
        <p class="pace-quiet" id="knownAt-hint">
          Empty: as it is known now
        </p>
      </Question>
      <div class="pace-filters__actions">
        <button class="ds_button" type="submit">
          Count
        </button>
        <a href="/aims">Today, the whole authority</a>
      </div>
    </form>
  )
}

function Question({
  name,
  label,
  children,
}: {
  name: string
  label: string
  children: ComponentChildren
}): VNode {
  return (
    <div class="ds_question">
      <label class="ds_label" for={name}>
        {label}
      </label>
      {children}
    </div>
  )
}

function AimSection({ aim, ...view }: AimsView & { aim: AimAnswer }): VNode {
  const { filter, localities, mayLookBehind } = view
  const weeks = weeksWords(aim)
  const withReturns = withReturnsWords(aim)
  return (
    <section aria-labelledby={`aim-${aim.id}`} class="pace-aim">
      <h2 id={`aim-${aim.id}`}>{aimName(aim)}</h2>
      <p class="pace-quiet">{aim.basis}</p>
      <p>
        <strong>
          {aim.cohort === 0
            ? 'No child is counted'
            : aim.attainmentPercent === null
              ? 'Nobody’s limit has come yet'
              : `${percentWords(aim.attainmentPercent)} on time, ${denominatorWords(aim)}`}
        </strong>
        {`. Target: ${percentWords(aim.targetPercent)} by ${inFull(aim.by)}, within ${aim.limit}.`}
        {withReturns !== undefined && ` With those who returned to the family in time: ${withReturns}.`}
      </p>
      {aim.smallNumbers && aim.cohort > 0 && (
        <p>
          <strong>Small numbers:</strong> one child more or less changes the share much.
        </p>
      )}
      <Attainment aim={aim} />
      <div class="pace-aim__tables">
        {aim.cohort > 0 && <Classes aim={aim} filter={filter} mayLookBehind={mayLookBehind} />}
        <Weeks aim={aim} filter={filter} localities={localities} {...(weeks !== undefined && { weeks })} />
      </div>
      {filter.locality === undefined && aim.localities.length > 0 && (
        <ByLocality aim={aim} filter={filter} localities={localities} />
      )}
      <Onwards aim={aim} {...view} />
    </section>
  )
}

/** From an aim to what shows whether it changes, and what is done about it. */
function Onwards({ aim, filter: { locality }, mayImprove }: AimsView & { aim: AimAnswer }): VNode {
  const weeks = runChartOf(aim)
  const chart = (asked: Readonly<Record<string, string>>) =>
    `/run-charts?${new URLSearchParams({ ...asked, ...(locality !== undefined && { locality }) }).toString()}`
  // an authority has many cases: they are counted by quarter
  const by = locality === undefined ? 'quarter' : 'case'
  return (
    <nav class="pace-links pace-not-printed" aria-label={`More of ${aimName(aim)}`}>
      {weeks !== undefined && (
        <a
          href={chart({ measure: weeks, by })}
        >{`Run chart: ${(measureTitle(weeks) ?? weeks).toLowerCase()}`}</a>
      )}{' '}
      <a href={chart({ measure: onTimeCode(aim.id), by: 'quarter' })}>Run chart: share on time</a>{' '}
      {mayImprove && <a href={`/improvement#aim-${aim.id}`}>Tests of change and diagrams</a>}
    </nav>
  )
}

function Classes({
  aim,
  filter,
  mayLookBehind,
}: {
  aim: AimAnswer
  filter: AimsFilter
  mayLookBehind: boolean
}): VNode {
  const classes: readonly AimClass[] = AIM_CLASSES.filter((one) => one !== 'returned' || aim.countsReturns)
  const row = (words: string, count: number, only?: AimClass) => (
    <tr key={words}>
      <th scope="row">{words}</th>
      <td class="ds_table__cell--numeric">
        {mayLookBehind && count > 0 ? (
          <a href={aimsAddress(`/aims/${aim.id}`, { ...filter, ...(only && { class: only }) })}>
            {count}
            <span class="visually-hidden">{`, ${words.toLowerCase()}: see the children`}</span>
          </a>
        ) : (
          count
        )}
      </td>
    </tr>
  )
  return (
    <table class="ds_table">
      <caption>{counted(aim.cohort, 'child is counted', 'children are counted')}</caption>
      <thead>
        <tr>
          <th scope="col">What became of them</th>
          <th scope="col" class="ds_table__cell--numeric">
            Children
          </th>
        </tr>
      </thead>
      <tbody>
        {classes.map((one) => row(AIM_CLASS_WORDS[one], aim[one], one))}
        {row('All who are counted', aim.cohort)}
      </tbody>
    </table>
  )
}

function Weeks({
  aim,
  filter,
  localities,
  weeks,
}: {
  aim: AimAnswer
  filter: AimsFilter
  localities: Asked['localities']
  weeks?: string
}): VNode {
  const baselines = aim.baselines.filter(
    ({ locality }) => locality === null || filter.locality === undefined || locality === filter.locality,
  )
  return (
    <div>
      <h3>How long it took</h3>
      <p>{weeks ?? 'Nobody has it done yet.'}</p>
      {baselines.length > 0 && (
        <>
          <h3>What it was before</h3>
          <ul>
            {baselines.map(({ label, weeks: before, locality, source }) => (
              <li key={source}>
                <strong>{`${before} weeks`}</strong>
                {`, ${label.toLowerCase()}`}
                {locality !== null && `, ${placeOf({ locality }, localities)}`} ({source})
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function ByLocality({
  aim,
  filter,
  localities,
}: {
  aim: AimAnswer
  filter: AimsFilter
  localities: Asked['localities']
}): VNode {
  return (
    <table class="ds_table pace-stacked">
      <caption>By locality</caption>
      <thead>
        <tr>
          <th scope="col">Locality</th>
          <th scope="col">On time</th>
          <th scope="col">Overdue</th>
          <th scope="col">Still has time</th>
          <th scope="col">Median weeks</th>
        </tr>
      </thead>
      <tbody>
        {aim.localities.map((one) => (
          <tr key={one.locality}>
            <th scope="row">
              <a href={aimsAddress('/aims', { ...filter, locality: one.locality })}>
                {placeOf({ locality: one.locality }, localities)}
              </a>
            </th>
            <td data-label="On time">
              {one.attainmentPercent === null
                ? percentWords(null)
                : `${percentWords(one.attainmentPercent)}, ${denominatorWords(one)}`}
              {one.attainmentPercent !== null && one.smallNumbers && ' (small numbers)'}
            </td>
            <td data-label="Overdue">{one.overdue}</td>
            <td data-label="Still has time">{one.open}</td>
            <td data-label="Median weeks">{one.medianWeeks ?? 'none done'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Behind({ answer, localities }: { answer: BehindAimAnswer; localities: Asked['localities'] }): VNode {
  const { items, notShown } = answer
  return (
    <section aria-labelledby="behind">
      <h2 id="behind" class="pace-count">
        {counted(items.length, 'child', 'children')}
        {answer.next !== null && ' on this page'}
      </h2>
      {notShown > 0 && <p>{`${counted(notShown, 'more is', 'more are')} counted whom you may not see.`}</p>}
      {items.length > 0 && (
        <table class="ds_table pace-stacked">
          <caption class="visually-hidden">Children who are counted, and what became of each</caption>
          <thead>
            <tr>
              <th scope="col">Child</th>
              <th scope="col">What became of them</th>
              <th scope="col">Counted from</th>
              <th scope="col">Limit</th>
              <th scope="col">Locality then</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={`${item.id} ${item.startedOn}`}>
                <th scope="row">
                  <a href={`/journeys/${item.id}`}>{item.childReference}</a>
                </th>
                <td data-label="What became of them">{becameWords(item)}</td>
                <td data-label="Counted from">{inFull(item.startedOn)}</td>
                <td data-label="Limit">{inFull(item.limitOn)}</td>
                <td data-label="Locality then">{placeOf({ locality: item.locality }, localities)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function becameWords(item: BehindAimAnswer['items'][number]): string {
  const on = {
    onTime: item.doneOn,
    late: item.doneOn,
    returned: item.returnedOn,
    left: item.leftOn,
    overdue: null,
    open: null,
  }[item.class]
  return `${AIM_CLASS_WORDS[item.class]}${on === null ? '' : `, on ${inFull(on)}`}`
}
