import type { VNode } from 'preact'
import { ErrorSummary, type FormError } from '../components/error-summary'
import type { Field, Typed } from '../forms/field'
import { FormField } from '../forms/form-field'
import type { Content } from '../frame'
import { Heading } from '../layout'

/** A form to be filled in, or filled in wrongly and shown again with everything that was typed. */
export interface FormView {
  readonly title: string
  readonly label?: string
  readonly intro?: string
  readonly action: string
  readonly back: { readonly address: string; readonly words: string }
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly csrf: string
  /** Makes sending the same form twice record once. */
  readonly key: string
  /** The version of what is replaced, where something is. */
  readonly version?: number
  readonly submit: string
  readonly errors: readonly FormError[]
  /** What is wrong at each field, by its name. */
  readonly fieldErrors: Readonly<Record<string, string>>
  /** Leads to what stands in the way, such as an open journey. */
  readonly instead?: { readonly address: string; readonly words: string }
  /** Another way, beneath the form. */
  readonly besides?: { readonly address: string; readonly words: string }
  /** What is sent back as it is, by name. */
  readonly carried?: Typed
}

/** A form that works without a script. */
export function formPage(view: FormView): Content {
  return { title: view.title, wrong: view.errors.length > 0, body: <Form {...view} /> }
}

function Form(view: FormView): VNode {
  const {
    title,
    label,
    intro,
    action,
    back,
    fields,
    typed,
    csrf,
    key,
    version,
    submit,
    errors,
    fieldErrors,
    instead,
    besides,
    carried = {},
  } = view
  return (
    <>
      <a class="ds_back-link" href={back.address}>
        {back.words}
      </a>
      <ErrorSummary errors={errors} />
      <Heading {...(label !== undefined && { label })}>{title}</Heading>
      {instead && (
        <p>
          <a href={instead.address}>{instead.words}</a>
        </p>
      )}
      {intro && <p>{intro}</p>}
      <form method="post" action={action} noValidate class="pace-form">
        <input type="hidden" name="_csrf" value={csrf} />
        <input type="hidden" name="_key" value={key} />
        {version !== undefined && <input type="hidden" name="_version" value={String(version)} />}
        {Object.entries(carried).map(([name, value]) => (
          <input type="hidden" name={name} value={value} key={name} />
        ))}
        {fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            typed={typed}
            {...(fieldErrors[field.name] !== undefined && { error: fieldErrors[field.name] })}
          />
        ))}
        <button class="ds_button" type="submit">
          {submit}
        </button>
      </form>
      {besides && (
        <p>
          <a href={besides.address}>{besides.words}</a>
        </p>
      )}
    </>
  )
}
