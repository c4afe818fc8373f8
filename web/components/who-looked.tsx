import type { VNode } from 'preact'

/** The way to who looked at a journey, for those who may know. */
export function WhoLooked({ id, may }: { readonly id: string; readonly may: boolean }): VNode | null {
  if (!may) return null
  return (
    <p>
      <a href={`/journeys/${id}/audit`}>Who looked at this journey</a>
    </p>
  )
}
