import type { VNode } from 'preact'
import type { PolicyAnswer } from '../../contracts/policies-schema'
import { Select, type Option } from '../components/select'
import type { Content } from '../frame'
import { Heading } from '../layout'

export interface PoliciesView {
  readonly items: readonly PolicyAnswer[]
  /** May the person look what would change under another? */
  readonly mayLook: boolean
}

/** Every policy: which is in force, and the ways on from here. */
export function policiesPage({ items, mayLook }: PoliciesView): Content {
  return {
    title: 'Policies',
    body: (
      <>
        <Heading>Policies</Heading>
        <p>
          A policy is the timetable of an authority: what must happen by when and on whose authority, and who
          is told. A version never changes once journeys are under it.
        </p>
        {mayLook && (
          <p>
            <a href="/policies/what-if">What would change under another policy?</a>
          </p>
        )}
        <table class="ds_table pace-stacked">
          <caption class="visually-hidden">Policies, each in every version</caption>
          <thead>
            <tr>
              <th scope="col">Policy</th>
              <th scope="col">Authority</th>
              <th scope="col">Rules</th>
              <th scope="col">Use</th>
            </tr>
          </thead>
          <tbody>
            {items.map((policy) => (
              <tr key={`${policy.id}@${policy.version}`}>
                <th scope="row">
                  <a class="pace-wraps" href={policyAddress(policy)}>
                    {policy.title}, version {policy.version}
                  </a>
                </th>
                <td data-label="Authority">{policy.authority}</td>
                <td data-label="Rules">{ruleCount(policy)}</td>
                <td data-label="Use">
                  <Use policy={policy} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <CompareForm policies={items.map(optionOf)} />
      </>
    ),
  }
}

/** Where a policy in a version is shown. */
export function policyAddress({ id, version }: { readonly id: string; readonly version: number }): string {
  return `/policies/${id}/${version}`
}

/** A policy in a version as something to choose. */
export function optionOf({ id, version, title }: Pick<PolicyAnswer, 'id' | 'version' | 'title'>): Option {
  return { value: `${id}@${version}`, words: `${title}, version ${version}` }
}

function Use({ policy: { inForce, newest, testOfChange } }: { policy: PolicyAnswer }): VNode {
  if (inForce)
    return (
      <span class="ds_tag ds_tag--green">
        {testOfChange === undefined ? 'In force for new journeys' : 'Tried for new journeys'}
      </span>
    )
  return <span class="ds_tag ds_tag--grey">{newest ? 'Can be adopted' : 'A newer version is there'}</span>
}

function ruleCount({ rules }: PolicyAnswer): number {
  return new Set(rules.map(({ ruleId }) => ruleId)).size
}

export interface CompareFormProps {
  readonly policies: readonly Option[]
  readonly from?: string
  readonly to?: string
}

/** Two policies to hold against one another. */
export function CompareForm({ policies, from, to }: CompareFormProps): VNode {
  return (
    <section aria-labelledby="compare">
      <h2 id="compare">Compare two</h2>
      <form method="get" action="/policies/compare" class="pace-filters pace-filters--wide">
        <div class="ds_question">
          <label class="ds_label" for="from">
            From
          </label>
          <Select name="from" options={policies} chosen={from ?? policies[0]?.value ?? ''} />
        </div>
        <div class="ds_question">
          <label class="ds_label" for="to">
            To
          </label>
          <Select name="to" options={policies} chosen={to ?? policies[1]?.value ?? ''} />
        </div>
        <div class="pace-filters__actions">
          <button class="ds_button" type="submit">
            Compare
          </button>
        </div>
      </form>
    </section>
  )
}
