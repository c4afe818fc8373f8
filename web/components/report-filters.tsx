import type { ComponentChildren, VNode } from 'preact'
import { Select } from './select'

/** A locality by its id and name. */
export interface Place {
  readonly id: string
  readonly name: string
}

interface ReportFiltersProps {
  readonly action: string
  readonly localities: readonly Place[]
  readonly locality?: string
  readonly children?: ComponentChildren
}

/** What a report is narrowed to: a locality, and what stands between. It lives in the address, and applies on submit. */
export function ReportFilters({ action, localities, locality, children }: ReportFiltersProps): VNode {
  return (
    <form method="get" action={action} class="pace-filters" aria-label="Filters">
      <div class="ds_question">
        <label class="ds_label" for="locality">
          Locality
        </label>
        <Select
          name="locality"
          nothing="All localities"
          options={localities.map(({ id, name }) => ({ value: id, words: name }))}
          {...(locality !== undefined && { chosen: locality })}
        />
      </div>
      {children}
      <div class="pace-filters__actions">
        <button class="ds_button" type="submit">
          Show
        </button>
        <a href={action}>Clear filters</a>
      </div>
    </form>
  )
}

/** What an address has behind it to stay within a locality; nothing where none is asked. */
export function withinOf(locality: string | null | undefined): string {
  if (locality === null || locality === undefined) return ''
  return `?${new URLSearchParams({ locality }).toString()}`
}
