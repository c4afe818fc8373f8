import type { ListedJourneyAnswer } from '../../contracts/listed-journey-schema'
import { ErrorSummary, type FormError } from '../components/error-summary'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { counted } from '../words'
import { ByName, Table } from './children'

export interface FoundView {
  readonly name: string
  readonly items: readonly ListedJourneyAnswer[]
  /** There are more than these. */
  readonly more: boolean
  readonly localities: readonly { readonly id: string; readonly name: string }[]
  readonly nameOf: NameOf
  readonly csrf: string
  readonly errors: readonly FormError[]
}

/** The children that were found by a name. */
export function foundPage({ name, items, more, csrf, errors, ...names }: FoundView): Content {
  return {
    title: 'Children by name',
    wrong: errors.length > 0,
    body: (
      <>
        <a class="ds_back-link" href="/children">
          Children
        </a>
        <ErrorSummary errors={errors} />
        <Heading>Children by name</Heading>
        <ByName csrf={csrf} typed={name} />
        {errors.length === 0 && (
          <section aria-labelledby="found-count">
            <h2 id="found-count" class="pace-count">
              {counted(items.length, 'journey', 'journeys')}
              {more && ', and more: give more of the name'}
            </h2>
            {items.length === 0 ? (
              <p>No child whom you may see has a name with all of these words. Each must be whole.</p>
            ) : (
              <Table items={items} {...names} />
            )}
          </section>
        )}
      </>
    ),
  }
}
