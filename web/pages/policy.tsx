import type { ComponentChildren, VNode } from 'preact'
import type { CalendarAnswer, PolicyAnswer } from '../../contracts/policies-schema'
import { escalationInWords, remindersInWords } from '../../contracts/policy-words'
import { inFull } from '../../domain/dates-in-words'
import type { Stage } from '../../domain/codes'
import type { EventType } from '../../domain/events'
import { TERMS, type Term } from '../../domain/own-words'
import { BasisLine } from '../components/basis'
import { USUAL_COUNCIL, type Council } from '../council'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { CONFIDENCE_WORDS } from '../words'
import { policyAddress } from './policies'

export interface PolicyView {
  readonly policy: PolicyAnswer
  /** The calendars that it pins. */
  readonly calendars: readonly CalendarAnswer[]
  readonly council: Council
  readonly mayLook: boolean
  /** The year whose holidays are shown first. */
  readonly year: number
}

/** A policy in one version: its timetable with citations, calendars with their holidays, agencies, and who is told. */
export function policyPage({ policy, calendars, council, mayLook, year }: PolicyView): Content {
  const { id, version, title, authority, hash, variantOf, testOfChange, variants } = policy
  return {
    title: `${title}, version ${version}`,
    body: (
      <>
        <a class="ds_back-link" href="/policies">
          Policies
        </a>
        <Heading label={`Version ${version}`}>{title}</Heading>
        <dl class="pace-facts">
          <Fact name="Authority">{authority}</Fact>
          <Fact name="Use">
            {policy.inForce ? 'New journeys begin under it' : 'New journeys begin under another'}
          </Fact>
          {variantOf && (
            <Fact name="A variant of">
              <a href={policyAddress(variantOf)}>
                {variantOf.id}, version {variantOf.version}
              </a>
            </Fact>
          )}
          {variants.length > 0 && (
            <Fact name="Variants">
              {variants.map((variant, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={policyAddress(variant)}>
                    {variant.id}, version {variant.version}
                  </a>
                </>
              ))}
            </Fact>
          )}
          <Fact name={capitalised(council.say('localities'))}>
            {policy.localities.map(({ name }) => name).join(', ')}
          </Fact>
          <Fact name={capitalised(council.say('agencies'))}>
            {policy.agencies.map(({ name }) => name).join(', ')}
          </Fact>
        </dl>
        {testOfChange && <TestOfChange policy={policy} test={testOfChange} />}
        {mayLook && (
          <p>
            <a href={`/policies/what-if?policy=${encodeURIComponent(`${id}@${version}`)}`}>
              What would change under it?
            </a>
          </p>
        )}
        <Timetable policy={policy} council={council} />
        <Notices policy={policy} council={council} />
        {calendars.map((calendar) => (
          <Calendar key={calendar.id} calendar={calendar} year={year} />
        ))}
        <OwnWords words={policy.words} />
        <p class="pace-quiet">
          The document’s hash, which each of its journeys keeps: <code class="pace-hash">{hash}</code>
        </p>
      </>
    ),
  }
}

function TestOfChange({
  policy: { localities },
  test: { title, localities: tried, from, until, cohort },
}: {
  policy: PolicyAnswer
  test: NonNullable<PolicyAnswer['testOfChange']>
}): VNode {
  const where = tried.map((id) => localities.find((one) => one.id === id)?.name ?? id).join(', ')
  return (
    <section aria-labelledby="tried">
      <h2 id="tried">What is tried</h2>
      <p>
        {title}. In {where}, for journeys that start from {inFull(from)}
        {until && ` until ${inFull(until)}`}. They are the cohort {cohort}.
      </p>
    </section>
  )
}

function Timetable({ policy, council }: { policy: PolicyAnswer; council: Council }): VNode {
  return (
    <section aria-labelledby="timetable">
      <h2 id="timetable">The timetable</h2>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">
          Each rule, what starts its clock, and on whose authority it stands
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Within</th>
            <th scope="col">Authority</th>
            <th scope="col">How sure</th>
            <th scope="col">Concerns</th>
          </tr>
        </thead>
        <tbody>
          {policy.rules.map((rule) => {
            const words = (field: string) => rule.inWords.find((part) => part.field === field)?.words ?? ''
            return (
              <tr key={`${rule.ruleId}${rule.effectiveFrom ?? ''}`}>
                <th scope="row">
                  {rule.title}
                  {(rule.effectiveFrom ?? rule.effectiveUntil) && (
                    <span class="pace-quiet pace-block">{inForceWords(rule)}</span>
                  )}
                </th>
                <td data-label="Within">
                  {words('within')} after {council.say(words('clock'))}
                  {words('startsAfter') && `, but only ${words('startsAfter')}`}
                  {words('inAll') && `; with all renewals ${words('inAll')}`}
                </td>
                <td data-label="Authority">
                  <BasisLine basis={{ ...rule.basis, confidence: 'confirmed' }} />
                </td>
                <td data-label="How sure">{CONFIDENCE_WORDS[rule.basis.confidence]}</td>
                <td data-label="Concerns">
                  {words('concerns')}
                  {words('reminders') && (
                    <span class="pace-quiet pace-block">Reminders: {words('reminders')}</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function inForceWords({ effectiveFrom, effectiveUntil }: PolicyAnswer['rules'][number]): string {
  const from = effectiveFrom === undefined ? '' : ` from ${inFull(effectiveFrom)}`
  const until = effectiveUntil === undefined ? '' : ` until ${inFull(effectiveUntil)}`
  return `For clocks that start${from}${until}`
}

function Notices({ policy, council }: { policy: PolicyAnswer; council: Council }): VNode {
  const { told, reminders, escalation, noticeHour } = policy
  const hour = `${String(noticeHour).padStart(2, '0')}:00`
  return (
    <section aria-labelledby="told">
      <h2 id="told">Who is told</h2>
      <p>
        {reminders.length === 0
          ? 'There are no reminders where a rule says nothing else.'
          : `Reminders go ${remindersInWords(reminders)} a deadline, where a rule says nothing else, at ${hour}.`}{' '}
        What is missed goes to {escalationInWords(escalation)}.
      </p>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">Who is told of which event</caption>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Told</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(told).map(([type, agencies]) => (
            <tr key={type}>
              <th scope="row">{council.event(type as EventType)}</th>
              <td data-label="Told">{agencies.map((agency) => council.agency(agency)).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Calendar({ calendar, year }: { calendar: CalendarAnswer; year: number }): VNode {
  const { id, version, title, base, years, holidays, yearly } = calendar
  const ofYear = holidays.filter(({ on }) => on.startsWith(String(year)))
  const others = holidays.filter(({ on }) => !on.startsWith(String(year)))
  return (
    <section aria-labelledby={`calendar-${id}`}>
      <h2 id={`calendar-${id}`}>{title}</h2>
      <p>
        The calendar {id}, version {version}
        {base && `, laid over ${base.id}, version ${base.version}`}.{' '}
        {years ? `It covers ${years.from} to ${years.until}.` : 'It covers every year.'}
      </p>
      {yearly.length > 0 && (
        <p>
          Every year:{' '}
          {yearly
            .map(
              ({ monthDay, name }) => `${name} (${inFull(`2000-${monthDay}`).replace(/^\w+ | \d{4}$/g, '')})`,
            )
            .join(', ')}
          .
        </p>
      )}
      {ofYear.length > 0 && <Holidays holidays={ofYear} />}
      {others.length > 0 && (
        <details class="pace-fold">
          <summary>Holidays of the other years ({others.length})</summary>
          <Holidays holidays={others} />
        </details>
      )}
    </section>
  )
}

function Holidays({ holidays }: { holidays: CalendarAnswer['holidays'] }): VNode {
  return (
    <ul>
      {holidays.map(({ on, name }) => (
        <li key={on}>
          {inFull(on)}: {name}
        </li>
      ))}
    </ul>
  )
}

function OwnWords({ words }: Pick<PolicyAnswer, 'words'>): VNode | null {
  const own = Object.entries(words)
  if (own.length === 0) return null
  return (
    <section aria-labelledby="words">
      <h2 id="words">Its own words</h2>
      <dl class="pace-details">
        {own.map(([key, word]) => (
          <div key={key}>
            <dt>{usually(key)}</dt>
            <dd>{word}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

// What it stands for, as it is usually called.
function usually(key: string): string {
  const [sort, code] = key.split('.')
  if (code === undefined) return capitalised(TERMS[key as Term])
  return `${capitalised(sort?.replace('-', ' ') ?? '')}: ${labelOf(sort ?? '', code)}`
}

function labelOf(sort: string, code: string): string {
  if (sort === 'event') return USUAL_COUNCIL.event(code as EventType)
  if (sort === 'stage') return USUAL_COUNCIL.stage(code as Stage)
  return USUAL_COUNCIL.code(code)
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
