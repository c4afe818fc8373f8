import type { VNode } from 'preact'
import type { ComparisonAnswer } from '../../contracts/policies-schema'
import { ErrorSummary, type FormError } from '../components/error-summary'
import type { Option } from '../components/select'
import type { Content } from '../frame'
import { Heading } from '../layout'
import { CompareForm, policyAddress } from './policies'

export interface ComparisonView {
  /** Absent where what was asked for cannot be compared. */
  readonly comparison?: ComparisonAnswer
  readonly policies: readonly Option[]
  readonly from?: string
  readonly to?: string
  readonly mayLook: boolean
  readonly errors: readonly FormError[]
}

type Differences = ComparisonAnswer['about']

const SECTIONS = [
  ['about', 'What it is'],
  ['localities', 'Localities'],
  ['agencies', 'Agencies'],
  ['calendars', 'Calendars'],
  ['told', 'Who is told'],
  ['reminders', 'Reminders'],
  ['escalation', 'Escalation'],
  ['words', 'Words of its own'],
] as const

/** Two policies side by side: what is otherwise in the second, each with what it was and what it is. */
export function comparisonPage({
  comparison,
  policies,
  mayLook,
  errors,
  ...chosen
}: ComparisonView): Content {
  return {
    title: 'Compare two policies',
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <a class="ds_back-link" href="/policies">
          Policies
        </a>
        <Heading>Compare two policies</Heading>
        {comparison && <Comparison comparison={comparison} mayLook={mayLook} />}
        <CompareForm policies={policies} {...chosen} />
      </>
    ),
  }
}

function Comparison({ comparison, mayLook }: { comparison: ComparisonAnswer; mayLook: boolean }): VNode {
  const { from, to, same, rules } = comparison
  return (
    <>
      <p>
        Before: <a href={policyAddress(from)}>{`${from.title}, version ${from.version}`}</a>
        <br />
        After: <a href={policyAddress(to)}>{`${to.title}, version ${to.version}`}</a>
      </p>
      {same && <p>There is no difference between them.</p>}
      {mayLook && !same && (
        <p>
          <a href={`/policies/what-if?policy=${encodeURIComponent(`${to.id}@${to.version}`)}`}>
            What would change for the open journeys?
          </a>
        </p>
      )}
      {rules.added.length + rules.removed.length + rules.changed.length > 0 && (
        <section aria-labelledby="rules">
          <h2 id="rules">Rules</h2>
          {rules.changed.map(({ ruleId, title, fields }) => (
            <Rule
              key={`changed-${ruleId}${fields[0]?.field ?? ''}`}
              tag="Changed"
              colour="yellow"
              title={title}
              fields={fields}
            />
          ))}
          {rules.added.map(({ ruleId, title, parts }) => (
            <Rule
              key={`added-${ruleId}`}
              tag="Added"
              colour="green"
              title={title}
              fields={parts.map(({ field, name, words }) => ({ field, name, before: null, after: words }))}
            />
          ))}
          {rules.removed.map(({ ruleId, title, parts }) => (
            <Rule
              key={`removed-${ruleId}`}
              tag="Removed"
              colour="red"
              title={title}
              fields={parts.map(({ field, name, words }) => ({ field, name, before: words, after: null }))}
            />
          ))}
        </section>
      )}
      {SECTIONS.map(([name, title]) => (
        <Section key={name} name={name} title={title} differences={comparison[name]} />
      ))}
    </>
  )
}

function Rule({
  tag,
  colour,
  title,
  fields,
}: {
  tag: string
  colour: string
  title: string
  fields: Differences
}): VNode {
  return (
    <>
      <h3>
        <span class={`ds_tag ds_tag--${colour}`}>{tag}</span> {title}
      </h3>
      <BeforeAndAfter caption={`${tag}: ${title}`} differences={fields} />
    </>
  )
}

function Section({
  name,
  title,
  differences,
}: {
  name: string
  title: string
  differences: Differences
}): VNode | null {
  if (differences.length === 0) return null
  return (
    <section aria-labelledby={`differences-${name}`}>
      <h2 id={`differences-${name}`}>{title}</h2>
      <BeforeAndAfter caption={title} differences={differences} />
    </section>
  )
}

// What is gone is struck through and what is new is underlined: not by colour alone.
function BeforeAndAfter({ caption, differences }: { caption: string; differences: Differences }): VNode {
  return (
    <table class="ds_table pace-stacked pace-compared">
      <caption class="visually-hidden">{caption}: before and after</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ field, name, before, after }) => (
          <tr key={field}>
            <th scope="row">{name}</th>
            <td data-label="Before">
              {before === null ? <span class="pace-quiet">Nothing</span> : <del>{before}</del>}
            </td>
            <td data-label="After">
              {after === null ? <span class="pace-quiet">Nothing</span> : <ins>{after}</ins>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
