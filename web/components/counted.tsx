import type { VNode } from 'preact'

interface CountedProps {
  readonly count: number
  /** Where the API lists what is behind the number; null for whoever may not see it. */
  readonly list: string | null
  /** What the number is of, for those who hear the link by itself. */
  readonly of: string
}

/** A number that leads to what is behind it, where there is something and the person may see it. */
export function Counted({ count, list, of }: CountedProps): VNode {
  if (list === null || count === 0) return <>{count}</>
  return (
    <a href={pageOf(list)}>
      {count}
      <span class="visually-hidden"> {of}</span>
    </a>
  )
}

/** The page that shows what an address of the API lists. */
export function pageOf(list: string): string {
  return list.replace('/api/v1/journeys', '/children').replace('/api/v1/notices', '/notices')
}
