import type { ComponentChildren, VNode } from 'preact'
import type { ImportAnswer, ImportOf, ImportStatus } from '../../contracts/import-schema'
import { inFull } from '../../domain/dates-in-words'
import { ErrorSummary, type FormError } from '../components/error-summary'
import type { Typed } from '../forms/field'
import type { Content } from '../frame'
import { Heading } from '../layout'
import type { NameOf } from '../name-of'
import { counted } from '../words'

type Listed = Omit<ImportAnswer, 'refused' | 'warnings'>

export interface ImportsView {
  readonly imports: readonly Listed[]
  readonly nameOf: NameOf
  readonly typed: Typed
  readonly csrf: string
  /** Makes sending the same form twice bring the file in once. */
  readonly key: string
  readonly errors: readonly FormError[]
}

const OF_WORDS: Readonly<Record<ImportOf, string>> = {
  journeys: 'What has happened on children’s journeys',
  children: 'Who the children are',
}

const STATUS_WORDS: Readonly<Record<ImportStatus, { readonly words: string; readonly colour: string }>> = {
  queued: { words: 'Waiting', colour: 'grey' },
  running: { words: 'At work', colour: 'blue' },
  done: { words: 'Done', colour: 'green' },
  failed: { words: 'Failed', colour: 'red' },
  cancelled: { words: 'Stopped', colour: 'yellow' },
}

/** A form that takes a file in, and the files that were brought in before. */
export function importsPage(view: ImportsView): Content {
  const { errors, imports } = view
  return {
    title: 'Bring in a file',
    wrong: errors.length > 0,
    body: (
      <>
        <ErrorSummary errors={errors} />
        <Heading>Bring in a file</Heading>
        <p>
          A CSV file from another case system. All rows of a child are recorded, or none of them; bad rows are
          listed with their lines. The same file again changes nothing.
        </p>
        <UploadForm {...view} />
        <h2 id="imports">Files that were brought in</h2>
        {imports.length === 0 ? <p>None yet.</p> : <ImportsTable {...view} />}
      </>
    ),
  }
}

function UploadForm({ typed, csrf, key, errors }: ImportsView): VNode {
  const wrongFile = errors.filter(({ at }) => at === 'file')
  const wrongSystem = errors.filter(({ at }) => at === 'system')
  return (
    <form method="post" action="/imports" encType="multipart/form-data" noValidate class="pace-form">
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="_key" value={key} />
      <fieldset class="ds_question">
        <legend>What is in the file?</legend>
        <div class="ds_field-group">
          {(Object.keys(OF_WORDS) as ImportOf[]).map((of) => (
            <div class="ds_radio" key={of}>
              <input
                class="ds_radio__input"
                id={`of-${of}`}
                type="radio"
                name="of"
                value={of}
                checked={(typed['of'] ?? 'journeys') === of}
              />
              <label class="ds_radio__label" for={`of-${of}`}>
                {OF_WORDS[of]}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
      <Question
        id="system"
        label="What is the system called that it came from?"
        errors={wrongSystem}
        hint="A short name such as mosaic or lcs, the same each time. May be left out"
      >
        <input
          class={`ds_input${wrongSystem.length > 0 ? ' ds_input--error' : ''}`}
          id="system"
          name="system"
          value={typed['system'] ?? ''}
          aria-describedby="system-hint"
        />
      </Question>
      <Question id="file" label="File" errors={wrongFile} hint="CSV in UTF-8, at most 64 MB">
        <input
          class="pace-file"
          id="file"
          name="file"
          type="file"
          accept=".csv,text/csv"
          aria-describedby="file-hint"
        />
      </Question>
      <button class="ds_button" type="submit">
        Bring it in
      </button>
    </form>
  )
}

function Question({
  id,
  label,
  hint,
  errors,
  children,
}: {
  id: string
  label: string
  hint: string
  errors: readonly FormError[]
  children: ComponentChildren
}): VNode {
  return (
    <div class={`ds_question${errors.length > 0 ? ' ds_question--error' : ''}`}>
      <label class="ds_label" for={id}>
        {label}
      </label>
      <p class="ds_hint-text" id={`${id}-hint`}>
        {hint}
      </p>
      {errors.map(({ message }) => (
        <p class="ds_question__error-message" key={message}>
          <span class="visually-hidden">Error: </span>
          {message}
        </p>
      ))}
      {children}
    </div>
  )
}

function ImportsTable({ imports, nameOf }: ImportsView): VNode {
  return (
    <table class="ds_table pace-stacked pace-files">
      <caption class="visually-hidden">Files that were brought in, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col">By</th>
          <th scope="col">Rows</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {imports.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a href={`/imports/${one.id}`}>{inFull(one.createdAt)}</a>
            </th>
            <td data-label="What">
              {OF_WORDS[one.of]}, from {one.system}
            </td>
            <td data-label="By">{nameOf(one.by)}</td>
            <td data-label="Rows">
              {one.rows}, {one.badRows} refused
            </td>
            <td data-label="State">
              <State status={one.status} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function State({ status }: { status: ImportStatus }): VNode {
  const { words, colour } = STATUS_WORDS[status]
  return <span class={`ds_tag ds_tag--${colour}`}>{words}</span>
}

export interface ImportView {
  readonly report: ImportAnswer
  readonly nameOf: NameOf
  readonly csrf: string
}

/** How far an import has come, and what is to be said of the lines of its file. It comes alive where it can. */
export function importPage(view: ImportView): Content {
  const { id, createdAt } = view.report
  return {
    title: `File of ${inFull(createdAt)}`,
    body: (
      <>
        <a class="ds_back-link" href="/imports">
          Files that were brought in
        </a>
        <Heading>File of {inFull(createdAt)}</Heading>
        <div id={`import-${id}`} data-live={`import-${id}`}>
          <Progress {...view} />
          <Lines {...view} />
        </div>
      </>
    ),
  }
}

function Progress({ report, nameOf, csrf }: ImportView): VNode {
  const { status, because, of, system, by, rows, children, conducted } = report
  const isGoing = status === 'queued' || status === 'running'
  return (
    <section aria-labelledby="progress" {...(isGoing && { 'data-going': 'yes' })}>
      <h2 id="progress">
        <State status={status} /> {children.done} of {counted(children.all, 'child', 'children')}
      </h2>
      {because !== null && <p>{because}.</p>}
      {isGoing && (
        <>
          <p>It goes on by itself, and you may leave this page. Load it again to see how far it has come.</p>
          <form method="post" action={`/imports/${report.id}/cancel`}>
            <input type="hidden" name="_csrf" value={csrf} />
            <button class="ds_button ds_button--secondary" type="submit">
              Stop it
            </button>
          </form>
        </>
      )}
      {status === 'cancelled' && (
        <p>
          What is recorded stays. To go on, bring the same file in again: what stands there already is passed
          over.
        </p>
      )}
      {status === 'done' && !conducted && <p>Reminders for these journeys are being set up.</p>}
      <dl class="pace-facts">
        <Fact name="What">
          {OF_WORDS[of]}, from {system}
        </Fact>
        <Fact name="Brought in by">{nameOf(by)}</Fact>
        <Fact name="Rows">{rows}</Fact>
        <Fact name="Recorded">
          {report.applied}
          {report.corrected > 0 && `, ${report.corrected} of them corrections`}
        </Fact>
        <Fact name="In the record already">{report.unchanged}</Fact>
        <Fact name="Refused">{report.badRows}</Fact>
        <Fact name="Good rows of children of whom another row was refused">{report.heldBack}</Fact>
        {of === 'journeys' && <Fact name="Journeys started">{report.journeys}</Fact>}
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Lines({ report: { id, refused, warnings } }: ImportView): VNode | null {
  if (refused.length + warnings.length === 0) return null
  return (
    <>
      <p>
        <a href={`/api/v1/imports/${id}/report`}>Download every line as CSV</a>
      </p>
      <LinesTable title="Refused" lines={refused} />
      <LinesTable title="Accepted, but to be looked at" lines={warnings} />
    </>
  )
}

function LinesTable({ title, lines }: { title: string; lines: ImportAnswer['refused'] }): VNode | null {
  if (lines.length === 0) return null
  return (
    <table class="ds_table pace-stacked">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">Column</th>
          <th scope="col">What is wrong</th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ line, field, message, remedy }) => (
          <tr key={`${line} ${field} ${message}`}>
            <th scope="row">{line}</th>
            <td data-label="Column">{field}</td>
            <td data-label="What is wrong">{message}</td>
            <td data-label="What to do">{remedy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
