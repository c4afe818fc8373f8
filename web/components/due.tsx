import type { VNode } from 'preact'
import { inFull } from '../../domain/dates-in-words'

/** When something is due: the moment of an hours rule, else the day. */
export function Due({ dueOn, dueAt }: { dueOn: string; dueAt?: string }): VNode {
  return (
    <strong>
      <time dateTime={dueAt ?? dueOn}>{inFull(dueAt ?? dueOn)}</time>
    </strong>
  )
}

/** When something occurred; never a made-up 00:00. */
export function Occurred({ at }: { at: string }): VNode {
  const untimed = /^\d{4}-\d{2}-\d{2}$/.test(at)
  return (
    <>
      <time dateTime={at}>{inFull(at)}</time>
      {untimed && <span class="pace-quiet">, time not recorded</span>}
    </>
  )
}
