import type { VNode } from 'preact'
import { Due } from '../components/due'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { Steps } from '../components/steps'
import type { Field, Typed } from '../forms/field'
import { FormField } from '../forms/form-field'
import type { Content } from '../frame'
import { Heading } from '../layout'

/** A date that was worked out, and why. */
export interface WorkedOut {
  readonly dueOn: string
  readonly dueAt: string | null
  readonly because: readonly string[]
}

export interface WorkOutView {
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly errors: readonly FormError[]
  readonly fieldErrors: Readonly<Record<string, string>>
  /** Absent until something was asked that can be worked out. */
  readonly answer?: WorkedOut
}

/** Works out a date by a rule or a span, about no child at all. What is asked stands in the address. */
export function workOutPage({ fields, typed, errors, fieldErrors, answer }: WorkOutView): Content {
  return {
    title: 'Work out a date',
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <Heading>Work out a date</Heading>
        <p>
          By a rule of the policy in force here, or by a span of time. Nothing is recorded. There is also a
          tool to <a href="/tools/run-chart">draw a run chart</a>.
        </p>
        {answer && <Answer {...answer} />}
        <form method="get" action="/tools/deadline" noValidate class="pace-form">
          {fields.map((field) => (
            <FormField
              key={field.name}
              field={field}
              typed={typed}
              {...(fieldErrors[field.name] !== undefined && { error: fieldErrors[field.name] })}
            />
          ))}
          <button class="ds_button" type="submit">
            Work it out
          </button>
        </form>
      </>
    ),
  }
}

function Answer({ dueOn, dueAt, because }: WorkedOut): VNode {
  return (
    <section class="pace-next" aria-labelledby="answer">
      <h2 id="answer">
        {dueAt ? 'At' : 'By'} <Due dueOn={dueOn} {...(dueAt && { dueAt })} />
      </h2>
      <h3>Why this date?</h3>
      <Steps because={because} />
    </section>
  )
}
