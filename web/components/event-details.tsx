import type { VNode } from 'preact'
import type { EventType } from '../../domain/events'
import { useCouncil } from '../council'
import { actionWords, detailsOf, documentWords, type AgreedAction, type Detail } from '../event-words'
import type { NameOf } from '../name-of'

/** What the policy calls its rules and localities, by their codes. */
export interface PolicyNames {
  readonly rules: Readonly<Record<string, string>>
  readonly localities: Readonly<Record<string, string>>
  /** What the policy itself is called, with its version. */
  readonly policy?: string
}

/** What everything that an event names by a code or an id is called. */
export interface Names extends PolicyNames {
  readonly person: NameOf
}

/** What an event says: an event as it was recorded, or as a correction has it. */
export interface Said {
  readonly type: EventType
  readonly occurredAt: string
}

/** What an event says, as a list of names and values; nothing where it says no more than that it occurred. */
export function EventDetails({ event, names }: { event: Said; names: Names }): VNode | null {
  const rows = detailsOf(event, names, useCouncil())
  if (rows.length === 0) return null
  return (
    <dl class="pace-details">
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd>
            <Value {...row} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ field, text, value }: Detail): VNode {
  if (field === 'documentUrl') return <DocumentLink address={String(value)} />
  if (field === 'actions') return <Actions actions={value as AgreedAction[]} />
  return <>{text}</>
}

// The store is told nothing of where the link was: the address of a journey is nobody else's.
function DocumentLink({ address }: { address: string }): VNode {
  return (
    <a href={address} rel="noopener noreferrer">
      {documentWords(address)}
    </a>
  )
}

function Actions({ actions }: { actions: readonly AgreedAction[] }): VNode {
  const council = useCouncil()
  return (
    <ul>
      {actions.map((action, index) => (
        <li key={index}>{actionWords(action, council)}</li>
      ))}
    </ul>
  )
}
