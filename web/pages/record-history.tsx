import type { VNode } from 'preact'
import type { RecordVersionAnswer } from '../../contracts/improvement-schema'
import { inFull } from '../../domain/dates-in-words'
import type { Content } from '../frame'
import { ACT_WORDS, FIELD_WORDS, measureWords } from '../improvement-words'
import { Heading } from '../layout'

export interface HistoryView {
  readonly title: string
  /** What it is the history of. */
  readonly kind: string
  readonly address: string
  /** The newest first. */
  readonly versions: readonly RecordVersionAnswer[]
  /** Leads to the versions before these. */
  readonly next?: string
  readonly placeName: (locality: string | null) => string
  readonly nameOf: (person: string) => string
}

/** Every version of a record, the newest first: who changed what, when, and what it said. */
export function recordHistoryPage(view: HistoryView): Content {
  const { title, kind, address, versions, next, nameOf } = view
  return {
    title: `History: ${title}`,
    body: (
      <>
        <a class="ds_back-link" href={address}>
          {title}
        </a>
        <Heading label={kind}>{`History: ${title}`}</Heading>
        <p>Every version is kept for ever, and none is changed.</p>
        <ol class="pace-timeline">
          {versions.map((version) => (
            <li key={version.version}>
              <h2>Version {version.version}</h2>
              <p>
                {inFull(version.changedAt)}, {nameOf(version.changedBy)}
              </p>
              <dl class="pace-details">
                {version.changed.map((field) => (
                  <div key={field}>
                    <dt>{FIELD_WORDS[field] ?? field}</dt>
                    <dd>
                      <Value field={field} value={version.record[field]} view={view} />
                    </dd>
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </ol>
        {next !== undefined && (
          <p>
            <a href={`${address}/history?cursor=${next}`}>Earlier versions</a>
          </p>
        )}
      </>
    ),
  }
}

function Value({ field, value, view }: { field: string; value: unknown; view: HistoryView }): VNode {
  if (field === 'locality') return <>{view.placeName(typeof value === 'string' ? value : null)}</>
  if (value === undefined) return <>Taken away</>
  if (typeof value === 'string') return <span class="pace-written">{textOf(field, value)}</span>
  if (Array.isArray(value)) return <List items={value} />
  if (typeof value === 'object' && value !== null && 'id' in value && 'version' in value)
    return <>{`${String(value.id)}, version ${String(value.version)}`}</>
  return <>{JSON.stringify(value)}</>
}

function textOf(field: string, value: string): string {
  if (field === 'act' && value in ACT_WORDS) return ACT_WORDS[value as keyof typeof ACT_WORDS]
  return field === 'from' || field === 'until' ? inFull(value) : value
}

interface Titled {
  readonly title: string
  readonly strength?: number
}

function List({ items }: { items: readonly unknown[] }): VNode {
  if (items.length === 0) return <>None</>
  return (
    <ul class="pace-plain">
      {items.map((item, index) => (
        <li key={index}>{typeof item === 'string' ? measureWords(item) : titleOf(item as Titled)}</li>
      ))}
    </ul>
  )
}

function titleOf({ title, strength }: Titled): string {
  return strength === undefined ? title : `${title} (${strength})`
}
