import type { ComponentChildren, VNode } from 'preact'
import type { TestStatus } from '../../domain/improvement/test-of-change'
import { measureTitle } from '../../domain/measures'
import { aimWords, TEST_STATUS_WORDS } from '../improvement-words'

/** How a test of change stands. Colour only repeats what the word says. */
export function TestTag({ status }: { status: TestStatus }): VNode {
  const { words, colour } = TEST_STATUS_WORDS[status]
  return <span class={`ds_tag ds_tag--${colour}`}>{words}</span>
}

/** One fact of a record by name. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** An aim, leading to how it stands where it is one of the policy's. */
export function AimLink({ aim }: { aim: string }): VNode {
  return /^\d+$/.test(aim) ? <a href={`/aims#aim-${aim}`}>{aimWords(aim)}</a> : <>{aim}</>
}

/** Measures, each that has a run chart leading to it. */
export function Measures({
  measures,
  locality,
}: {
  measures: readonly string[]
  locality: string | null
}): VNode {
  if (measures.length === 0) return <>None yet</>
  const place = locality === null ? '' : `&locality=${encodeURIComponent(locality)}`
  return (
    <ul class="pace-plain">
      {measures.map((measure) => (
        <li key={measure}>
          {measureTitle(measure) === undefined ? (
            measure
          ) : (
            <a href={`/run-charts?measure=${encodeURIComponent(measure)}${place}`}>{measureTitle(measure)}</a>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What people wrote, in the lines in which they wrote it. */
export function Words({ text }: { text: string | null }): VNode {
  return text === null ? <p class="pace-quiet">Nothing yet.</p> : <p class="pace-written">{text}</p>
}

/** A drawing that is wider than a narrow screen: it is moved from side to side, by keyboard too, and the page stays. */
export function DrawingRegion({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <div class="pace-drawing" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}

/** What was just done. */
export function Done({ words }: { words?: string | undefined }): VNode | null {
  if (words === undefined) return null
  return (
    <div class="pace-recorded" role="status">
      <p>{words}</p>
    </div>
  )
}
