import type { ComponentChildren, VNode } from 'preact'
import { Select, type Option } from '../components/select'
import type { Field, Typed } from './field'

export interface FieldProps<F extends Field = Field> {
  readonly field: F
  readonly typed: Typed
  /** What is wrong with it, in the same words as in the error summary. */
  readonly error?: string
}

type Of<Kind extends Field['kind']> = Extract<Field, { kind: Kind }>

/** One field of a form with its label, hint and error. */
export function FormField({ field, typed, error }: FieldProps): VNode {
  const more = { typed, ...(error !== undefined && { error }) }
  switch (field.kind) {
    case 'choice':
      return field.as === 'radios' ? <Radios field={field} {...more} /> : <List field={field} {...more} />
    case 'yes':
      return <Yes field={field} {...more} />
    case 'yes-no':
      return <YesNo field={field} {...more} />
    case 'when':
      return <When field={field} {...more} />
    case 'line':
    case 'number':
      return <Line field={field} {...more} />
    case 'words':
    case 'people':
      return <Lines field={field} {...more} />
    case 'several':
      return <Several field={field} {...more} />
    case 'grid':
      return <Grid field={field} {...more} />
    case 'actions':
      return <Actions field={field} {...more} />
  }
}

function Question({ error, children }: { error?: string; children: ComponentChildren }): VNode {
  return <div class={`ds_question${error === undefined ? '' : ' ds_question--error'}`}>{children}</div>
}

function Said({ field, error }: { field: Field; error?: string }): VNode {
  return (
    <>
      {field.hint && (
        <p class="ds_hint-text" id={`${field.name}-hint`}>
          {field.hint}
        </p>
      )}
      {error !== undefined && (
        <p class="ds_question__error-message" id={`${field.name}-error`}>
          <span class="visually-hidden">Error: </span>
          {error}
        </p>
      )}
    </>
  )
}

function describedBy(field: Field, error?: string): string | undefined {
  const ids = [field.hint && `${field.name}-hint`, error !== undefined && `${field.name}-error`]
  return ids.filter(Boolean).join(' ') || undefined
}

function labelOf(field: Field): string {
  return 'optional' in field && field.optional === true ? `${field.label} (optional)` : field.label
}

function invalid(error?: string): 'true' | undefined {
  return error === undefined ? undefined : 'true'
}

function Group({
  field,
  error,
  children,
}: {
  field: Field
  error?: string
  children: ComponentChildren
}): VNode {
  return (
    <Question {...(error !== undefined && { error })}>
      <fieldset aria-describedby={describedBy(field, error)}>
        <legend>{labelOf(field)}</legend>
        <Said field={field} {...(error !== undefined && { error })} />
        {children}
      </fieldset>
    </Question>
  )
}

const YES_OR_NO = [
  { value: 'yes', words: 'Yes' },
  { value: 'no', words: 'No' },
]

function YesNo({ field, ...more }: FieldProps<Of<'yes-no'>>): VNode {
  return <OneOf field={field} options={YES_OR_NO} {...more} />
}

function Radios({ field, ...more }: FieldProps<Of<'choice'>>): VNode {
  return <OneOf field={field} options={field.options} {...more} />
}

function OneOf({ field, options, typed, error }: FieldProps & { options: readonly Option[] }): VNode {
  const { name } = field
  // what was chosen already can be taken back, where nothing need be chosen
  const canBeTakenBack = 'optional' in field && field.optional === true && (typed[name] ?? '') !== ''
  const all = canBeTakenBack ? [...options, { value: '', words: 'Not said' }] : options
  return (
    <Group field={field} {...(error !== undefined && { error })}>
      <div class="ds_field-group">
        {all.map(({ value, words }) => (
          <div class="ds_radio" key={value}>
            <input
              class="ds_radio__input"
              type="radio"
              id={`${name}-${value || 'not-said'}`}
              name={name}
              value={value}
              checked={typed[name] === value}
            />
            <label class="ds_radio__label" for={`${name}-${value || 'not-said'}`}>
              {words}
            </label>
          </div>
        ))}
      </div>
    </Group>
  )
}

function List({ field, typed, error }: FieldProps<Of<'choice'>>): VNode {
  const { name, options, optional } = field
  return (
    <Question {...(error !== undefined && { error })}>
      <label class="ds_label" for={name}>
        {labelOf(field)}
      </label>
      <Said field={field} {...(error !== undefined && { error })} />
      <Select
        name={name}
        options={options}
        nothing={optional ? 'Not said' : 'Choose one'}
        chosen={typed[name] ?? ''}
        describedBy={describedBy(field, error)}
        wrong={error !== undefined}
      />
    </Question>
  )
}

function Yes({ field, typed, error }: FieldProps<Of<'yes'>>): VNode {
  const { name, label } = field
  return (
    <Question {...(error !== undefined && { error })}>
      <div class="ds_checkbox">
        <input
          class="ds_checkbox__input"
          type="checkbox"
          id={name}
          name={name}
          value="yes"
          checked={(typed[name] ?? '') !== ''}
          aria-describedby={describedBy(field, error)}
        />
        <label class="ds_checkbox__label" for={name}>
          {label}
        </label>
      </div>
      <Said field={field} {...(error !== undefined && { error })} />
    </Question>
  )
}

function Several({ field, typed, error }: FieldProps<Of<'several'>>): VNode {
  const { name, options } = field
  return (
    <Group field={field} {...(error !== undefined && { error })}>
      <div class="ds_field-group">
        {options.map(({ value, words }) => (
          <div class="ds_checkbox" key={value}>
            <input
              class="ds_checkbox__input"
              type="checkbox"
              id={`${name}-${value}`}
              name={`${name}-${value}`}
              value="yes"
              checked={(typed[`${name}-${value}`] ?? '') !== ''}
            />
            <label class="ds_checkbox__label" for={`${name}-${value}`}>
              {words}
            </label>
          </div>
        ))}
      </div>
    </Group>
  )
}

function When({ field, typed, error }: FieldProps<Of<'when'>>): VNode {
  return (
    <Group field={field} {...(error !== undefined && { error })}>
      <DateParts name={field.name} typed={typed} time={field.time} {...(error !== undefined && { error })} />
    </Group>
  )
}

const DATE_PARTS = [
  { part: 'day', label: 'Day', width: 2 },
  { part: 'month', label: 'Month', width: 4 },
  { part: 'year', label: 'Year', width: 4 },
] as const

interface DatePartsProps {
  readonly name: string
  readonly typed: Typed
  readonly time: boolean
  readonly error?: string
}

function DateParts({ name, typed, time, error }: DatePartsProps): VNode {
  const parts = [
    ...DATE_PARTS,
    ...(time ? [{ part: 'time', label: 'Time (optional)', width: 6 } as const] : []),
  ]
  return (
    <div class="pace-date">
      {parts.map(({ part, label, width }) => (
        <div key={part}>
          <label class="ds_label" for={`${name}-${part}`}>
            {label}
          </label>
          <input
            class={`ds_input pace-width-${width}${error === undefined ? '' : ' ds_input--error'}`}
            type="text"
            id={`${name}-${part}`}
            name={`${name}-${part}`}
            value={typed[`${name}-${part}`] ?? ''}
            inputMode={part === 'day' || part === 'year' ? 'numeric' : undefined}
            autoComplete="off"
            maxLength={20}
            aria-invalid={invalid(error)}
          />
        </div>
      ))}
    </div>
  )
}

function Line({ field, typed, error }: FieldProps<Of<'line' | 'number'>>): VNode {
  const { name } = field
  const people = field.kind === 'line' ? field.offered : undefined
  return (
    <Question {...(error !== undefined && { error })}>
      <label class="ds_label" for={name}>
        {labelOf(field)}
      </label>
      <Said field={field} {...(error !== undefined && { error })} />
      <input
        class={`ds_input${error === undefined ? '' : ' ds_input--error'}`}
        type="text"
        id={name}
        name={name}
        value={typed[name] ?? ''}
        inputMode={field.kind === 'number' ? 'numeric' : undefined}
        autoComplete="off"
        list={people === undefined ? undefined : `${name}-people`}
        aria-describedby={describedBy(field, error)}
        aria-invalid={invalid(error)}
      />
      {people && (
        <datalist id={`${name}-people`}>
          {people.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </datalist>
      )}
    </Question>
  )
}

function Lines({ field, typed, error }: FieldProps<Of<'words' | 'people'>>): VNode {
  const { name } = field
  return (
    <Question {...(error !== undefined && { error })}>
      <label class="ds_label" for={name}>
        {field.kind === 'words' && field.required !== true ? `${field.label} (optional)` : field.label}
      </label>
      <Said field={field} {...(error !== undefined && { error })} />
      <textarea
        class={`ds_input${error === undefined ? '' : ' ds_input--error'}`}
        id={name}
        name={name}
        rows={4}
        aria-describedby={describedBy(field, error)}
        aria-invalid={invalid(error)}
      >
        {typed[name] ?? ''}
      </textarea>
    </Question>
  )
}

function Grid({ field, typed, error }: FieldProps<Of<'grid'>>): VNode {
  const { name, rows, options } = field
  return (
    <Group field={field} {...(error !== undefined && { error })}>
      <div class="pace-grid">
        {rows.map((row) => (
          <div key={row.value}>
            <label class="ds_label" for={`${name}-${row.value}`}>
              {row.words}
            </label>
            <Select
              name={`${name}-${row.value}`}
              options={options}
              nothing="Not said"
              chosen={typed[`${name}-${row.value}`] ?? ''}
            />
          </div>
        ))}
      </div>
    </Group>
  )
}

function Actions({ field, typed, error }: FieldProps<Of<'actions'>>): VNode {
  const { name, owners, lines } = field
  return (
    <Group field={field} {...(error !== undefined && { error })}>
      {Array.from({ length: lines }, (_, index) => `${name}-${index + 1}`).map((line, index) => (
        <fieldset class="pace-action" key={line}>
          <legend>Action {index + 1}</legend>
          <label class="ds_label" for={`${line}-what`}>
            What will be done
          </label>
          <input
            class="ds_input"
            type="text"
            id={`${line}-what`}
            name={`${line}-what`}
            value={typed[`${line}-what`] ?? ''}
            autoComplete="off"
          />
          <label class="ds_label" for={`${line}-owner`}>
            Who does it
          </label>
          <Select
            name={`${line}-owner`}
            options={owners}
            nothing="Not said"
            chosen={typed[`${line}-owner`] ?? ''}
          />
          <fieldset class="pace-action__due">
            <legend>By when</legend>
            <DateParts name={`${line}-due`} typed={typed} time={false} />
          </fieldset>
        </fieldset>
      ))}
    </Group>
  )
}
