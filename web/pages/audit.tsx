import type { ComponentChildren, VNode } from 'preact'
import type { AuditOfJourneyAnswer, AuditRowAnswer } from '../../contracts/audit-schema'
import { inFull } from '../../domain/dates-in-words'
import { actionWords, AUDITED_ACTIONS } from '../audit-words'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { Select } from '../components/select'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { counted } from '../words'

/** What the audit is narrowed to, as it stands in the address. */
export type AuditFilterTyped = Readonly<Partial<Record<'who' | 'child' | 'action' | 'from' | 'to', string>>>

export interface AuditView {
  readonly items: readonly AuditRowAnswer[]
  readonly filter: AuditFilterTyped
  readonly nameOf: NameOf
  /** The address of the next page. */
  readonly next?: string
  readonly isLater: boolean
  readonly errors: readonly FormError[]
}

/** All that was done and seen, for the auditor. */
export function auditPage(view: AuditView): Content {
  const { items, filter, nameOf, next, isLater, errors } = view
  return {
    title: 'Audit',
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <Heading>Audit</Heading>
        <Filters filter={filter} />
        <section aria-labelledby="audit-count">
          <h2 id="audit-count" class="pace-count">
            {counted(items.length, 'entry', 'entries')}
            {next && ' on this page'}
          </h2>
          {items.length > 0 && (
            <Rows caption="What was done and seen, the newest first" about="Child">
              {items.map((row) => (
                <tr key={row.id}>
                  <Said row={row} nameOf={nameOf} />
                  <td data-label="Child">
                    <About row={row} />
                  </td>
                </tr>
              ))}
            </Rows>
          )}
        </section>
        <Pages first={auditAddress(filter)} {...(next !== undefined && { next })} isLater={isLater} />
      </>
    ),
  }
}

/** The address of the audit with these filters. */
export function auditAddress(filter: AuditFilterTyped, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ ...filter, ...more }).toString()
  return query === '' ? '/audit' : `/audit?${query}`
}

export interface WhoLookedView {
  readonly journey: { readonly id: string; readonly childReference: string }
  readonly items: readonly AuditOfJourneyAnswer[]
  readonly nameOf: NameOf
  readonly next?: string
  readonly isLater: boolean
}

/** Who looked at one journey, and who did what with it. */
export function whoLookedPage({ journey, items, nameOf, next, isLater }: WhoLookedView): Content {
  const address = `/journeys/${journey.id}`
  return {
    title: `Who looked at the journey of ${journey.childReference}`,
    body: (
      <>
        <a class="ds_back-link" href={address}>
          Journey of {journey.childReference}
        </a>
        <Heading label={journey.childReference}>Who looked at this journey</Heading>
        {items.length === 0 ? (
          <p>Nobody yet.</p>
        ) : (
          <Rows caption="Who looked at this journey, the newest first" about="How">
            {items.map((row) => (
              <tr key={row.id}>
                <Said row={row} nameOf={nameOf} />
                <td data-label="How">{row.inList ? 'In a list' : 'By itself'}</td>
              </tr>
            ))}
          </Rows>
        )}
        <Pages first={`${address}/audit`} {...(next !== undefined && { next })} isLater={isLater} />
      </>
    ),
  }
}

function Rows({
  caption,
  about,
  children,
}: {
  caption: string
  about: string
  children: ComponentChildren
}): VNode {
  return (
    <table class="ds_table pace-stacked">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">From where</th>
          <th scope="col">{about}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

function Said({ row, nameOf }: { row: AuditOfJourneyAnswer | AuditRowAnswer; nameOf: NameOf }): VNode {
  const { at, who, action, from, reason } = row
  return (
    <>
      <th scope="row">{inFull(at)}</th>
      <td data-label="Who">{nameOf(who)}</td>
      <td data-label="What">
        {actionWords(action)}
        {reason !== null && <span class="pace-quiet">: {reason}</span>}
      </td>
      <td data-label="From where">{from ?? 'Not known'}</td>
    </>
  )
}

function About({ row: { journey, listed } }: { row: AuditRowAnswer }): VNode {
  if (journey !== null) return <a href={`/journeys/${journey.id}/audit`}>{journey.childReference}</a>
  return <>{listed === null ? 'Nobody' : counted(listed, 'child', 'children')}</>
}

function Pages({ first, next, isLater }: { first: string; next?: string; isLater: boolean }): VNode | null {
  if (next === undefined && !isLater) return null
  return (
    <nav aria-label="Pages of the list" class="pace-pages">
      {isLater && <a href={first}>First page</a>}
      {next !== undefined && <a href={next}>Next page</a>}
    </nav>
  )
}

function Filters({ filter }: { filter: AuditFilterTyped }): VNode {
  return (
    <form method="get" action="/audit" class="pace-filters" aria-label="Filters">
      <Text name="who" label="Who, by their id" typed={filter.who} />
      <Text name="child" label="Child reference" typed={filter.child} />
      <div class="ds_question">
        <label class="ds_label" for="action">
          What
        </label>
        <Select
          name="action"
          nothing="Anything"
          options={AUDITED_ACTIONS}
          {...(filter.action !== undefined && { chosen: filter.action })}
        />
      </div>
      <Text name="from" label="From" kind="date" typed={filter.from} />
      <Text name="to" label="To" kind="date" typed={filter.to} />
      <div class="pace-filters__actions">
        <button class="ds_button" type="submit">
          Apply filters
        </button>
        <a href="/audit">Clear filters</a>
      </div>
    </form>
  )
}

interface TextProps {
  readonly name: string
  readonly label: string
  readonly kind?: 'text' | 'date'
  readonly typed: string | undefined
}

function Text({ name, label, kind = 'text', typed = '' }: TextProps): VNode {
  return (
    <div class="ds_question">
      <label class="ds_label" for={name}>
        {label}
      </label>
      {kind === 'date' ? (
        <input class="ds_input" id={name} name={name} type="date" value={typed} />
      ) : (
        <input class="ds_input" id={name} name={name} type="text" value={typed} autoComplete="off" />
      )}
    </div>
  )
}
