import type { ComponentChildren, VNode } from 'preact'
import { inFull } from '../../domain/dates-in-words'
import { ErrorSummary, type FormError } from '../components/error-summary'
import { exportFields, type Export, type Exportable } from '../forms/export-forms'
import type { Typed } from '../forms/field'
import { FormField } from '../forms/form-field'
import type { Content } from '../frame'
import { Heading } from '../layout'

export interface ExportsView extends Exportable {
  /** What this person may take out. */
  readonly may: ReadonlySet<Export>
  /** The days that were published, the newest first. */
  readonly published: readonly { readonly asOf: string; readonly madeAt: string }[]
  /** What was asked that could not be read, and what is wrong with it. */
  readonly asked?: Export
  readonly typed: Typed
  readonly errors: readonly FormError[]
  readonly fieldErrors: Readonly<Record<string, string>>
}

const DAYS_SHOWN = 12

/** What may be taken out, what each file holds, and that it is written down who took it. */
export function exportsPage(view: ExportsView): Content {
  const { may, errors } = view
  return {
    title: 'Exports',
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <Heading>Exports</Heading>
        <p>
          Files to take out. Each is written down: who took it, when, and every journey that is in it. What
          you are given is of the localities that are yours.
        </p>
        {may.has('journeys') && (
          <Part view={view} what="journeys" title="List of journeys" button="Take out the list">
            <p>
              The open journeys as a spreadsheet: by child reference, with team, worker, stage and what is due
              next. No name is in it.
            </p>
          </Part>
        )}
        {may.has('published') && (
          <Part view={view} what="published" title="Counts to publish" button="Take out the counts">
            <p>
              How many children of each aim are of which class, by locality. Small counts are not shown, nor
              others from which they could be worked out, also beside what was published before. A day is
              published once: asked for again, it is the same.
            </p>
            <Published {...view} />
          </Part>
        )}
        {may.has('celcis') && <ForCelcis {...view} />}
        {may.has('clas') && (
          <Part view={view} what="clas" title="Annual return" button="Take out the return">
            <p>
              Every child who was looked after between 1 August and 31 July, with birth date, gender,
              ethnicity and disability. <strong>It says who the children are:</strong> keep it where such
              files are kept, and nowhere else. Check names and codes of columns against the specification of
              the year.
            </p>
          </Part>
        )}
      </>
    ),
  }
}

function ForCelcis(view: ExportsView): VNode {
  if (view.agreements.length > 0)
    return (
      <Part view={view} what="celcis" title="Journeys under pseudonyms" button="Take out the journeys">
        <p>
          Child by child, under an agreement: no name, no reference, no exact day, nothing that people wrote.
          The pseudonyms are of that agreement alone.{' '}
          <a href="/api/v1/exports/celcis/dictionary">What each column means</a>
        </p>
      </Part>
    )
  return (
    <section aria-labelledby="celcis">
      <h2 id="celcis">Journeys under pseudonyms</h2>
      <p>
        No agreement runs today under which journeys may be given out child by child. Once one is signed, an
        administrator adds it to the file of agreements.
      </p>
    </section>
  )
}

function Published({ published }: Pick<ExportsView, 'published'>): VNode {
  if (published.length === 0) return <p>Nothing has been published yet.</p>
  return (
    <table class="ds_table pace-stacked">
      <caption>Published so far</caption>
      <thead>
        <tr>
          <th scope="col">As of</th>
          <th scope="col">Made</th>
          <th scope="col">File</th>
        </tr>
      </thead>
      <tbody>
        {published.slice(0, DAYS_SHOWN).map(({ asOf, madeAt }) => (
          <tr key={asOf}>
            <th scope="row">{inFull(asOf)}</th>
            <td data-label="Made">{inFull(madeAt)}</td>
            <td data-label="File">
              <a href={`/api/v1/exports/published.csv?asOf=${asOf}`}>
                CSV<span class="visually-hidden"> as of {inFull(asOf)}</span>
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Part({
  view,
  what,
  title,
  button,
  children,
}: {
  view: ExportsView
  what: Export
  title: string
  button: string
  children: ComponentChildren
}): VNode {
  const isAsked = view.asked === what
  return (
    <section aria-labelledby={what}>
      <h2 id={what}>{title}</h2>
      {children}
      <form method="get" action="/exports" noValidate class="pace-form pace-not-printed">
        <input type="hidden" name="what" value={what} />
        {exportFields(what, view).map((field) => {
          const error = isAsked ? view.fieldErrors[field.name] : undefined
          return (
            <FormField
              key={field.name}
              field={field}
              typed={isAsked ? view.typed : {}}
              {...(error !== undefined && { error })}
            />
          )
        })}
        <button class="ds_button" type="submit">
          {button}
        </button>
      </form>
    </section>
  )
}
