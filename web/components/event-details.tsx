import type { VNode } from 'preact'
import { useCouncil } from '../council'
import {
  actionWords,
  detailsOf,
  documentWords,
  type AgreedAction,
  type Detail,
  type Names,
  type Said,
} from '../event-words'

export type { Names, PolicyNames, Said } from '../event-words'

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
