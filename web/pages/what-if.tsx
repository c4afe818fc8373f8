import type { VNode } from 'preact'
import type { AdoptionAnswer, WhatIfAnswer } from '../../contracts/policies-schema'
import { Due } from '../components/due'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { Select, type Option } from '../components/select'
import { StatusTag } from '../components/tag'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { counted } from '../words'
import { policyAddress } from './policies'

/** What is asked, as it stands in the address. */
export interface WhatIfAsked {
  readonly policy?: string
  readonly locality?: string
}

export interface WhatIfView {
  readonly asked: WhatIfAsked
  readonly policies: readonly Option[]
  readonly localities: readonly Option[]
  /** Absent until a policy is chosen that there is. */
  readonly answer?: WhatIfAnswer
  /** The address of the next page. */
  readonly next?: string
  readonly errors: readonly FormError[]
  /** Absent for somebody who may not adopt a policy. */
  readonly adopting?: { readonly csrf: string; readonly reason?: string; readonly error?: string }
}

/** What would change in the open journeys under a policy, and, for those who may, the way to adopt it. */
export function whatIfPage({
  asked,
  policies,
  localities,
  answer,
  next,
  errors,
  adopting,
}: WhatIfView): Content {
  return {
    title: 'What would change',
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <a class="ds_back-link" href="/policies">
          Policies
        </a>
        <Heading>What would change</Heading>
        <p>Under another policy, in the open journeys that you may see. Looking changes nothing.</p>
        <form method="get" action="/policies/what-if" class="pace-filters pace-filters--wide">
          <div class="ds_question">
            <label class="ds_label" for="policy">
              Policy
            </label>
            <Select name="policy" options={policies} chosen={asked.policy ?? ''} nothing="Choose one" />
          </div>
          <div class="ds_question">
            <label class="ds_label" for="locality">
              Locality
            </label>
            <Select
              name="locality"
              options={localities}
              chosen={asked.locality ?? ''}
              nothing="All of yours"
            />
          </div>
          <div class="pace-filters__actions">
            <button class="ds_button" type="submit">
              Look
            </button>
          </div>
        </form>
        {answer && <Answer answer={answer} localities={localities} />}
        {next && (
          <p class="pace-pages">
            <a href={next}>Look at the next journeys</a>
          </p>
        )}
        {answer && adopting && answer.counts.of > answer.counts.alreadyUnder && (
          <AdoptForm answer={answer} asked={asked} localities={localities} {...adopting} />
        )}
      </>
    ),
  }
}

function Answer({ answer, localities }: { answer: WhatIfAnswer; localities: readonly Option[] }): VNode {
  const { policy, counts, items, withheld } = answer
  const { of, lookedAt, changed, alreadyUnder, elsewhere, byRule } = counts
  return (
    <>
      <section aria-labelledby="counts">
        <h2 id="counts" class="pace-count">
          {counted(changed, 'journey', 'journeys')} of {lookedAt} would change
        </h2>
        <p>
          Under <a href={policyAddress(policy)}>{`${policy.title}, version ${policy.version}`}</a>.{' '}
          {lookedAt < of && `${lookedAt} of ${of} open journeys have been looked at so far. `}
          {alreadyUnder > 0 && `${counted(alreadyUnder, 'is', 'are')} under it already. `}
          {elsewhere > 0 &&
            `${counted(elsewhere, 'is', 'are')} in a locality that it does not have, and cannot adopt it. `}
        </p>
        {byRule.length > 0 && <ByRule byRule={byRule} />}
      </section>
      {withheld.length > 0 && (
        <p>Which journeys these are is not shown to you: you may read none. A manager sees them here.</p>
      )}
      {items.length > 0 && (
        <section aria-labelledby="journeys">
          <h2 id="journeys">In which journeys</h2>
          {items.map((item) => (
            <Journey key={item.id} item={item} localities={localities} />
          ))}
        </section>
      )}
    </>
  )
}

function ByRule({ byRule }: Pick<WhatIfAnswer['counts'], 'byRule'>): VNode {
  return (
    <table class="ds_table pace-stacked">
      <caption class="visually-hidden">How many deadlines of each rule would change</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Would move</th>
          <th scope="col">Would begin</th>
          <th scope="col">Would end</th>
          <th scope="col">Would stand otherwise</th>
        </tr>
      </thead>
      <tbody>
        {byRule.map((rule) => (
          <tr key={rule.ruleId}>
            <th scope="row">{rule.title}</th>
            <td data-label="Would move">{rule['moves']}</td>
            <td data-label="Would begin">{rule['begins']}</td>
            <td data-label="Would end">{Number(rule['ends']) + Number(rule['no-date'])}</td>
            <td data-label="Would stand otherwise">{rule['stands-otherwise']}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type Item = WhatIfAnswer['items'][number]
type Change = Item['changes'][number]

function Journey({ item, localities }: { item: Item; localities: readonly Option[] }): VNode {
  const { id, childReference, locality, policy, changes } = item
  const place = localities.find(({ value }) => value === locality)?.words ?? locality
  return (
    <>
      <h3>
        <a href={`/journeys/${id}`}>{childReference}</a>, {place}
        <span class="pace-quiet"> under {`${policy.id}, version ${policy.version}`}</span>
      </h3>
      <table class="ds_table pace-stacked">
        <caption class="visually-hidden">What would change in the journey of {childReference}</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Is</th>
            <th scope="col">Would be</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.ruleId}${change.instance}`}>
              <th scope="row">
                {change.title}
                {change.instance > 1 && ` (${change.instance})`}
              </th>
              <td data-label="Is">
                {change.was === null ? (
                  <span class="pace-quiet">Not asked for</span>
                ) : (
                  <Under under={change.was} />
                )}
              </td>
              <td data-label="Would be">
                {change.wouldBe === null ? (
                  <span class="pace-quiet">{WITHOUT[change.change] ?? 'Not asked for any more'}</span>
                ) : (
                  <Under under={change.wouldBe} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

const WITHOUT: Readonly<Partial<Record<Change['change'], string>>> = {
  'no-date': 'Without a date: its calendar does not cover the year',
}

function Under({ under: { dueOn, dueAt, status } }: { under: NonNullable<Change['was']> }): VNode {
  return (
    <>
      <Due dueOn={dueOn} {...(dueAt && { dueAt })} /> <StatusTag status={status} />
    </>
  )
}

type AdoptProps = {
  readonly answer: WhatIfAnswer
  readonly asked: WhatIfAsked
  readonly localities: readonly Option[]
} & NonNullable<WhatIfView['adopting']>

function AdoptForm({ answer, asked, localities, csrf, reason = '', error }: AdoptProps): VNode {
  const place = localities.find(({ value }) => value === asked.locality)?.words
  return (
    <section aria-labelledby="adopt" class="pace-adopt">
      <h2 id="adopt">Adopt it</h2>
      <p>
        Every open journey {place === undefined ? 'of yours' : `in ${place}`} that is not under{' '}
        {answer.policy.title}, version {answer.policy.version}, adopts it. Every date is derived anew, and
        whoever was told of one that changed is told so. To go back, the policy of before is adopted again.
      </p>
      <form method="post" action="/policies/adopt" noValidate class="pace-form">
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="policy" value={asked.policy ?? ''} />
        <input type="hidden" name="locality" value={asked.locality ?? ''} />
        <div class={`ds_question${error === undefined ? '' : ' ds_question--error'}`}>
          <label class="ds_label" for="reason">
            Reason
          </label>
          <p class="ds_hint-text" id="reason-hint">
            Kept with each journey.
          </p>
          {error !== undefined && (
            <p class="ds_question__error-message" id="reason-error">
              {error}
            </p>
          )}
          <textarea
            class={`ds_input${error === undefined ? '' : ' ds_input--error'}`}
            id="reason"
            name="reason"
            rows={3}
            aria-describedby={error === undefined ? 'reason-hint' : 'reason-hint reason-error'}
            aria-invalid={error === undefined ? undefined : 'true'}
          >
            {reason}
          </textarea>
        </div>
        <button class="ds_button" type="submit">
          Adopt it
        </button>
      </form>
    </section>
  )
}

export interface AdoptionView {
  readonly asked: WhatIfAsked
  readonly reason: string
  readonly answer: AdoptionAnswer
  /** How many have adopted it with this step and those before it. */
  readonly adopted: number
  readonly csrf: string
}

/** A step of adopting a policy: how many have adopted it, which could not, and, while some are left, the next step. */
export function adoptionPage({ asked, reason, answer, adopted, csrf }: AdoptionView): Content {
  const { policy, refused, left } = answer
  const title = left > 0 ? 'Adopting a policy' : 'A policy was adopted'
  return {
    title,
    body: (
      <>
        <a class="ds_back-link" href="/policies">
          Policies
        </a>
        <Heading label={`${policy.title}, version ${policy.version}`}>{title}</Heading>
        <div class="pace-recorded" role="status">
          <p>
            <strong>{counted(adopted, 'journey has', 'journeys have')} adopted it.</strong>{' '}
            {left > 0 ? `${counted(left, 'is', 'are')} left.` : 'None is left.'}
          </p>
        </div>
        {left > 0 && (
          <>
            <progress
              class="pace-progress"
              max={adopted + left}
              value={adopted}
              aria-label="Journeys that have adopted it"
            />
            <form method="post" action="/policies/adopt" class="pace-form">
              <input type="hidden" name="_csrf" value={csrf} />
              <input type="hidden" name="policy" value={asked.policy ?? ''} />
              <input type="hidden" name="locality" value={asked.locality ?? ''} />
              <input type="hidden" name="reason" value={reason} />
              <input type="hidden" name="confirmed" value="yes" />
              <input type="hidden" name="adopted" value={String(adopted)} />
              <button class="ds_button" type="submit">
                Go on with the next
              </button>
            </form>
          </>
        )}
        {refused.length > 0 && (
          <section aria-labelledby="refused">
            <h2 id="refused">Could not adopt it</h2>
            <dl class="pace-reasons">
              {refused.map(({ id, childReference, because, remedy }) => (
                <div key={id}>
                  <dt>
                    <a href={`/journeys/${id}`}>{childReference}</a>
                  </dt>
                  <dd>
                    {because}. <span class="pace-quiet">{remedy}.</span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </>
    ),
  }
}

export interface ConfirmAdoptionView {
  readonly asked: WhatIfAsked
  readonly reason: string
  readonly policy: { readonly title: string; readonly version: number }
  readonly place?: string
  readonly counts: WhatIfAnswer['counts']
  readonly csrf: string
}

/** What is about to be adopted, once more before it is: with the reason, and how many journeys it is about. */
export function confirmAdoptionPage({
  asked,
  reason,
  policy,
  place,
  counts,
  csrf,
}: ConfirmAdoptionView): Content {
  const title = 'Adopt this policy?'
  const back = new URLSearchParams({ policy: asked.policy ?? '', locality: asked.locality ?? '' }).toString()
  const concerned = counts.of - counts.alreadyUnder - counts.elsewhere
  return {
    title,
    body: (
      <>
        <a class="ds_back-link" href={`/policies/what-if?${back}`}>
          What would change
        </a>
        <Heading label={`${policy.title}, version ${policy.version}`}>{title}</Heading>
        <dl class="pace-facts">
          <div>
            <dt>Journeys</dt>
            <dd>
              {counts.lookedAt < counts.of
                ? `${counts.of} open journeys, less those that are under it already`
                : counted(concerned, 'open journey', 'open journeys')}
              {place === undefined ? ', wherever you may see them' : `, in ${place}`}
            </dd>
          </div>
          <div>
            <dt>Reason</dt>
            <dd>{reason}</dd>
          </div>
        </dl>
        <form method="post" action="/policies/adopt" class="pace-form">
          <input type="hidden" name="_csrf" value={csrf} />
          <input type="hidden" name="policy" value={asked.policy ?? ''} />
          <input type="hidden" name="locality" value={asked.locality ?? ''} />
          <input type="hidden" name="reason" value={reason} />
          <input type="hidden" name="confirmed" value="yes" />
          <input type="hidden" name="adopted" value="0" />
          <button class="ds_button" type="submit">
            Yes, adopt it
          </button>
        </form>
      </>
    ),
  }
}
