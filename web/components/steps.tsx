import type { VNode } from 'preact'

/** The steps of a reckoning, in order. */
export function Steps({ because }: { because: readonly string[] }): VNode {
  return (
    <ol class="pace-because">
      {because.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}
