import type { VNode } from 'preact'

/** Something wrong with a form: the words, and the field that they lead to. */
export interface FormError {
  /** The id of the element to go to; absent when it is about the whole. */
  readonly at?: string
  readonly message: string
  readonly remedy?: string
}

/** What is wrong, above the heading; each line leads to its field. */
export function ErrorSummary({ errors }: { errors: readonly FormError[] }): VNode | null {
  if (errors.length === 0) return null
  return (
    <div
      class="ds_error-summary"
      id="error-summary"
      aria-labelledby="error-summary-title"
      role="alert"
      tabIndex={-1}
    >
      <h2 class="ds_error-summary__title" id="error-summary-title">
        There is a problem
      </h2>
      <ul class="ds_error-summary__list">
        {errors.map(({ at, message, remedy }) => (
          <li key={`${at}${message}`}>
            {at === undefined ? message : <a href={`#${at}`}>{message}</a>}
            {remedy && `. ${remedy}`}
          </li>
        ))}
      </ul>
    </div>
  )
}
