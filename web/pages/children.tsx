import type { VNode } from 'preact'
import type { AgencyListedJourneyAnswer, ListedJourneyAnswer } from '../../contracts/listed-journey-schema'
import { DEADLINE_STATUSES, STAGES, type Pathway } from '../../domain/codes'
import { inFull } from '../../domain/dates-in-words'
import { Due } from '../components/due'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { Select } from '../components/select'
import { StatusTag } from '../components/tag'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { counted, PATHWAY_WORDS, STAGE_WORDS, STATUS_WORDS } from '../words'

/** What numbers of other pages narrow a list by, and nobody chooses here. */
export const NARROWED_BY = [
  'team',
  'pathway',
  'rule',
  'dueFrom',
  'dueBefore',
  'startedFrom',
  'closedFrom',
  'lead',
] as const
type NarrowedBy = (typeof NARROWED_BY)[number]

/** What a list is narrowed to, as it stands in the address. */
export type ChildrenFilter = Readonly<
  Partial<Record<'locality' | 'stage' | 'status' | 'worker' | 'q' | 'sort' | NarrowedBy, string>>
>

export interface ChildrenView {
  readonly items: readonly (ListedJourneyAnswer | AgencyListedJourneyAnswer)[]
  /** Nothing but a partner agency's part is shown. */
  readonly isAgencyPart: boolean
  readonly filter: ChildrenFilter
  /** The localities that the person may see. */
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  /** May the person look for a child by name? */
  readonly mayFindByName: boolean
  readonly csrf: string
  /** May the person open a journey that is not theirs, with a reason? */
  readonly mayOpen: boolean
  /** The person's own id, for "my children". */
  readonly me: string
  readonly nameOf: NameOf
  readonly ruleTitle: (id: string) => string
  /** The address of the next page of the list. */
  readonly next?: string
  /** This is not the first page of the list. */
  readonly isLater: boolean
  readonly errors: readonly FormError[]
  /** The locality to which the person has just transferred a journey, where they may not see it. */
  readonly gone?: string
}

const SORTS = [
  ['due', 'Next deadline first'],
  ['-started', 'Newest journey first'],
  ['started', 'Oldest journey first'],
  ['reference', 'Child reference'],
] as const

/** The children whose journeys a person may see: what each waits for next, the most urgent first. */
export function childrenPage(view: ChildrenView): Content {
  const { items, next, isLater, errors, gone } = view
  return {
    title: 'Children',
    wrong: errors.length > 0,
    body: (
      <>
        {gone !== undefined && (
          <div class="pace-recorded" role="status">
            <p>
              <strong>Recorded:</strong> the journey is now in {gone}, and no longer among those that you may
              see.
            </p>
          </div>
        )}
        <ErrorSummary errors={errors} />
        <Heading>Children</Heading>
        <Filters {...view} />
        {view.mayFindByName && <ByName csrf={view.csrf} />}
        <section data-live="journeys" id="children" aria-labelledby="children-count">
          <h2 id="children-count" class="pace-count">
            {counted(items.length, 'journey', 'journeys')}
            {next && ' on this page'}
          </h2>
          {items.length === 0 ? (
            <p>No journey is like this. Clear the filters{!view.isAgencyPart && ', or start a journey'}.</p>
          ) : (
            <Table {...view} />
          )}
        </section>
        {view.mayOpen && (
          <p>
            Somebody else’s, and it cannot wait? <a href="/break-glass">Open a journey that is not yours</a>.
          </p>
        )}
        {(next !== undefined || isLater) && (
          <nav aria-label="Pages of the list" class="pace-pages">
            {isLater && <a href={address(view.filter)}>First page</a>}
            {next !== undefined && <a href={next}>Next page</a>}
          </nav>
        )}
      </>
    ),
  }
}

/** The address of a list with these filters. */
export function address(filter: ChildrenFilter, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...given(filter), ...more }).toString()
  return query === '' ? '/children' : `/children?${query}`
}

function given(filter: ChildrenFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
}

function Filters(view: ChildrenView): VNode {
  const { filter, localities, me, nameOf, isAgencyPart } = view
  const narrowed = NARROWED_BY.flatMap((name) => (filter[name] ? [[name, filter[name]] as const] : []))
  return (
    <form method="get" action="/children" class="pace-filters" aria-label="Filters">
      {narrowed.length > 0 && (
        <p class="pace-filters__actions">
          <span>
            <strong>Narrowed to:</strong>{' '}
            {narrowed.map(([name, value]) => NARROWED_WORDS[name](value, view)).join('; ')}
          </span>
          {narrowed.map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
        </p>
      )}
      <Choice name="locality" label="Locality" all="All localities" chosen={filter.locality}>
        {localities.map(({ id, name }) => [id, name] as const)}
      </Choice>
      <Choice name="stage" label="Stage" all="All open stages" chosen={filter.stage}>
        {STAGES.map((stage) => [stage, STAGE_WORDS[stage]] as const)}
      </Choice>
      {!isAgencyPart && (
        <Choice name="status" label="With a deadline" all="Any" chosen={filter.status}>
          {DEADLINE_STATUSES.filter((status) => status !== 'not-applicable').map(
            (status) => [status, STATUS_WORDS[status]] as const,
          )}
        </Choice>
      )}
      {!isAgencyPart && (
        <Choice name="worker" label="Lead worker" all="Anybody" chosen={filter.worker}>
          {[
            [me, 'Me'] as const,
            ...(filter.worker && filter.worker !== me
              ? [[filter.worker, nameOf(filter.worker)] as const]
              : []),
          ]}
        </Choice>
      )}
      <div class="ds_question">
        <label class="ds_label" for="q">
          Child reference
        </label>
        <input
          class="ds_input"
          id="q"
          name="q"
          type="text"
          value={filter.q ?? ''}
          maxLength={64}
          autoComplete="off"
        />
      </div>
      {!isAgencyPart && (
        <Choice name="sort" label="Order" chosen={filter.sort ?? 'due'}>
          {SORTS}
        </Choice>
      )}
      <div class="pace-filters__actions">
        <button class="ds_button" type="submit">
          Apply filters
        </button>
        <a href="/children">Clear filters</a>
      </div>
    </form>
  )
}

const NARROWED_WORDS: Readonly<Record<NarrowedBy, (value: string, view: ChildrenView) => string>> = {
  team: (team) => `team ${team}`,
  pathway: (pathway) => PATHWAY_WORDS[pathway as Pathway] ?? pathway,
  rule: (rule, { ruleTitle }) => ruleTitle(rule),
  dueFrom: (day) => `due from ${inFull(day)}`,
  dueBefore: (day) => `due before ${inFull(day)}`,
  startedFrom: (day) => `started from ${inFull(day)}`,
  closedFrom: (day) => `closed from ${inFull(day)}`,
  lead: (lead) =>
    lead === 'none' ? 'nobody leads them' : 'their lead is away or has left, and nobody covers',
}

interface ChoiceProps {
  readonly name: string
  readonly label: string
  readonly all?: string
  readonly chosen?: string
  readonly children: readonly (readonly [string, string])[]
}

function Choice({ name, label, all, chosen, children }: ChoiceProps): VNode {
  return (
    <div class="ds_question">
      <label class="ds_label" for={name}>
        {label}
      </label>
      <Select
        name={name}
        options={children.map(([value, words]) => ({ value, words }))}
        {...(all !== undefined && { nothing: all })}
        {...(chosen !== undefined && { chosen })}
      />
    </div>
  )
}

/** For looking for a child by name: sent, since an address is kept in many places. */
export function ByName({ csrf, typed }: { readonly csrf: string; readonly typed?: string }): VNode {
  return (
    <form method="post" action="/children/by-name" class="pace-filters" aria-label="Find by name">
      <input type="hidden" name="_csrf" value={csrf} />
      <div class="ds_question">
        <label class="ds_label" for="name">
          Name of the child
        </label>
        <input
          class="ds_input"
          id="name"
          name="name"
          type="text"
          value={typed ?? ''}
          maxLength={200}
          autoComplete="off"
        />
      </div>
      <div class="pace-filters__actions">
        <button class="ds_button ds_button--secondary" type="submit">
          Find by name
        </button>
      </div>
    </form>
  )
}

/** Journeys of children, and what each waits for next, where that is shown. */
export function Table({
  items,
  localities,
  nameOf,
  isAgencyPart = false,
}: Pick<ChildrenView, 'items' | 'localities' | 'nameOf'> & { isAgencyPart?: boolean }): VNode {
  const places = new Map(localities.map(({ id, name }) => [id, name]))
  return (
    <table class="ds_table pace-stacked">
      <caption class="visually-hidden">
        {isAgencyPart
          ? 'Children of whom your agency was told'
          : 'Children and what each journey waits for next'}
      </caption>
      <thead>
        <tr>
          <th scope="col">Child</th>
          <th scope="col">Stage</th>
          {!isAgencyPart && <th scope="col">Next</th>}
          <th scope="col">Locality</th>
          {!isAgencyPart && <th scope="col">Lead worker</th>}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <a href={`/journeys/${item.id}`}>{item.childReference}</a>
            </th>
            <td data-label="Stage">{STAGE_WORDS[item.stage]}</td>
            {'nextDeadline' in item && (
              <td data-label="Next">
                <Next item={item} />
              </td>
            )}
            <td data-label="Locality">{places.get(item.locality) ?? item.locality}</td>
            {'worker' in item && (
              <td data-label="Lead worker">{item.worker === null ? 'Nobody yet' : nameOf(item.worker)}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Next({ item: { nextDeadline, overdue, closed } }: { item: ListedJourneyAnswer }): VNode {
  if (nextDeadline === null) return <>{closed ? 'Ended' : 'Nothing is due'}</>
  const { title, dueOn, dueAt, status } = nextDeadline
  const others = overdue - (status === 'overdue' ? 1 : 0)
  return (
    <>
      {title}
      <br />
      <Due dueOn={dueOn} {...(dueAt && { dueAt })} /> <StatusTag status={status} />
      {others > 0 && (
        <>
          <br />
          and {counted(others, 'other overdue', 'others overdue')}
        </>
      )}
    </>
  )
}
