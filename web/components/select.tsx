import type { VNode } from 'preact'

/** What can be chosen: a code, and what it is called. */
export interface Option {
  readonly value: string
  readonly words: string
}

export interface SelectProps {
  /** Both the name that is sent and the id that a label leads to. */
  readonly name: string
  readonly options: readonly Option[]
  readonly chosen?: string
  /** What stands first and means that nothing is chosen; without it, something always is. */
  readonly nothing?: string
  readonly describedBy?: string
  readonly wrong?: boolean
}

/** A list to choose one of, as the design system draws it. Its label stands before it. */
export function Select({ name, options, chosen, nothing, describedBy, wrong = false }: SelectProps): VNode {
  return (
    <div class="ds_select-wrapper">
      <select
        class={`ds_select${wrong ? ' ds_select--error' : ''}`}
        id={name}
        name={name}
        aria-describedby={describedBy}
        aria-invalid={wrong ? 'true' : undefined}
      >
        {nothing !== undefined && <option value="">{nothing}</option>}
        {options.map(({ value, words }) => (
          <option key={value} value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
      <span class="ds_select-arrow" aria-hidden="true"></span>
    </div>
  )
}
